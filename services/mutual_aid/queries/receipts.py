"""The receipt of a benefit as its reader needs it: sentences, line by line (R8.19)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.mutual_aid.models import Benefit


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One event of an item: what was counted, clause by clause, and what it came to."""

    title: str
    amount: str
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
    return json.loads(text) if text else None


def read_out(receipt: Mapping[str, Any]) -> ReceiptView:
    """Read a receipt out: the sentences that stand in it, in its order."""
    lines = [
        ReceiptLine(
            title=f"{line['title']}（第 {line['event']} 次）",
            amount=line["rounded"],
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
