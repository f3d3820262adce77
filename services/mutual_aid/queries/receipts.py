"""The receipt of a benefit as its reader needs it: sentences, line by line (R8.19)."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Q

from backend.access.actor import Actor
from backend.fields.keys import signing_keys
from backend.kernel.errors import NotFound
from services.mutual_aid.models import Benefit
from services.mutual_aid.queries.settled_receipt import settled_receipt
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.receipt import document, sign, verify


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One event of an item: what was counted, clause by clause, and what it came to."""

    title: str
    amount_fen: int
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt in plain words; `digest` names the version of the rules it was computed with."""

    lines: list[ReceiptLine]
    closing: list[str]
    digest: str
    is_estimate: bool


def receipt_of(benefit: Benefit) -> Mapping[str, Any] | None:
    """Give the receipt `zhijia-receipt/1` of a benefit; None where none was stored.

    The one place where a settlement's receipt, which is made when read, comes in.
    """
    text = benefit.unseal("receipt_sealed")
    return json.loads(text) if text else settled_receipt(benefit)


def document_of(number: str, actor: Actor) -> dict[str, Any]:
    """Give what a person takes along to have a receipt recomputed; raises NotFound without one."""
    row = (
        Benefit.objects.select_related("key", "plan_version")
        .filter(Q(person_id=actor.person_id) | Q(payee_person_id=actor.person_id), number=number)
        .first()
    )
    receipt = receipt_of(row) if row is not None and actor.person_id is not None else None
    if row is None or receipt is None:
        raise NotFound
    # What is made when it is read is signed then too.
    signed = row.receipt_signature or sign(receipt, signing_keys().current)
    return document(dict(receipt), signed, _key_of(receipt, signed), row.plan_version.rules)


def _key_of(receipt: Mapping[str, Any], signed: str) -> str:
    """Find the id of the key that signed a receipt; keys may have changed since."""
    found = {name: b64decode(key) for name, key in signing_keys().public().items()}
    fits = (
        name
        for name, key in found.items()
        if signed and verify(receipt, signed, Ed25519PublicKey.from_public_bytes(key))
    )
    return next(fits, "")


def read_out(receipt: Mapping[str, Any]) -> ReceiptView:
    """Read a receipt out: the sentences that stand in it, in its order."""
    lines = [
        ReceiptLine(
            title=f"{line['title']}（第 {line['event']} 次）",
            amount_fen=read_money(line["rounded"]) or 0,
            sentences=[clause["words"] for clause in line["clauses"]],
        )
        for line in receipt["lines"]
    ]
    rounding = receipt.get("rounding")
    closing = [rounding["words"]] if rounding else []
    return ReceiptView(
        lines=lines,
        closing=[*closing, *receipt["words"]],
        digest=receipt["plan"]["digest"],
        is_estimate=bool(receipt["estimate"]),
    )
