"""The arithmetic of a claim, line by line, from its receipt: what a reviewer reads (R8.19)."""

import json
from dataclasses import dataclass
from typing import Any

from backend.kernel.errors import Conflict
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.queries.reckoning import receipt_of, reckon_claim
from services.mutual_aid.queries.shortfalls import change_words
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.receipt import Receipt
from services.mutual_aid.states import ClaimState

UNDECIDED = frozenset(ClaimState) - {
    ClaimState.DRAFT,
    ClaimState.APPROVED,
    ClaimState.CLOSED,
    ClaimState.REJECTED,
    ClaimState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class ArithmeticLine:
    """One event: what it is, each step in words, what it comes to."""

    title: str
    steps: list[str]
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """All events of the period to date, what is due, what was paid, what is paid now."""

    lines: list[ArithmeticLine]
    rounding: str
    due_fen: int
    already_paid_fen: int
    payment_fen: int
    overpaid_fen: int
    warnings: list[str]


def arithmetic_of(claim: Claim) -> tuple[Arithmetic | None, str]:
    """Give the arithmetic as decided, or as the plan computes now; and why there is none."""
    benefit = Benefit.objects.select_related("key").filter(claim=claim).first()
    if benefit is not None:
        text = benefit.unseal("receipt_sealed")
        return (_read(json.loads(text), []), "") if text else (None, "")
    if claim.state not in UNDECIDED:
        return None, ""
    try:
        reckoned = reckon_claim(claim)
    except Conflict as refused:
        return None, refused.message
    warnings = [*reckoned.warnings, change_words(claim, reckoned)]
    return _read(receipt_of(reckoned, about=claim.number), warnings), ""


def _read(receipt: Receipt, warnings: list[str]) -> Arithmetic:
    rounding = receipt["rounding"]
    return Arithmetic(
        lines=[_line(one) for one in receipt["lines"]],
        rounding=rounding["words"] if rounding else "",
        due_fen=_fen(receipt["due"]),
        already_paid_fen=_fen(receipt["already_paid"]),
        payment_fen=_fen(receipt["payment"]),
        overpaid_fen=_fen(receipt["overpaid"]),
        warnings=[one for one in warnings if one],
    )


def _line(line: dict[str, Any]) -> ArithmeticLine:
    return ArithmeticLine(
        title=line["title"],
        steps=[clause["words"] for clause in line["clauses"]],
        amount_fen=_fen(line["rounded"]),
    )


def _fen(written: str) -> int:
    return read_money(written) or 0
