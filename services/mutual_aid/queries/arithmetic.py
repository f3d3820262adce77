"""The arithmetic of a claim, line by line, from its receipt: what a reviewer reads (R8.19)."""

import json
from dataclasses import dataclass
from typing import Any

from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.queries.reckoning import receipt_of, reckon_claim
from services.mutual_aid.rules.evaluate import Cut
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.states import ClaimState

UNDECIDED = frozenset(ClaimState) - {
    ClaimState.DRAFT,
    ClaimState.APPROVED,
    ClaimState.CLOSED,
    ClaimState.REJECTED,
    ClaimState.WITHDRAWN,
}
CUT_LABELS: dict[Cut, str] = {
    Cut.CAP: "按比例后的最高额",
    Cut.CAP_EVENT: "每次最高额",
    Cut.CAP_PERIOD: "每期最高额",
    Cut.CAP_LIFE: "终身最高额",
    Cut.PLAN_CAP_PERIOD: "本计划每期最高额",
    Cut.PLAN_CAP_LIFE: "本计划终身最高额",
    Cut.EXCLUSIVE_GROUP: "同类只付最高的一项",
    Cut.STACKING: "同一期内的累加规定",
    Cut.WAITING: "等待期或减付期",
}
WHOLE = "100%"


@dataclass(frozen=True, slots=True)
class ArithmeticLine:
    """One event: what it is, each step in words, what cut it, what it comes to."""

    title: str
    steps: list[str]
    cuts: list[str]
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """All events of the period to date, what is due, what was paid, what is paid now."""

    lines: list[ArithmeticLine]
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
    receipt = receipt_of(reckoned, about=claim.number)
    return _read(receipt, list(reckoned.warnings)), ""


def _read(receipt: dict[str, Any], warnings: list[str]) -> Arithmetic:
    return Arithmetic(
        lines=[_line(one) for one in receipt["lines"]],
        due_fen=_fen(receipt["due"]),
        already_paid_fen=_fen(receipt["already_paid"]),
        payment_fen=_fen(receipt["payment"]),
        overpaid_fen=_fen(receipt["overpaid"]),
        warnings=warnings,
    )


def _line(line: dict[str, Any]) -> ArithmeticLine:
    steps = [f"基数 {_yuan(line['base'])}"] if _fen(line["base"]) else []
    if _fen(line["offset"]):
        steps.append(f"减去其他保障已付 {_yuan(line['offset'])}")
    if _fen(line["deductible"]):
        steps.append(f"减去起付线 {_yuan(line['deductible'])}")
    steps += [f"{_yuan(part)} × {rate}" for part, rate in line["slices"]]
    if line["shares"] > 1:
        steps.append(f"{line['shares']} 份")
    if line["factor"] != WHOLE:
        steps.append(f"等待期或减付期按 {line['factor']}")
    return ArithmeticLine(
        title=line["title"],
        steps=steps,
        cuts=[CUT_LABELS[Cut(cut)] for cut in line["cut_by"] if cut != Cut.WAITING],
        amount_fen=_fen(line["rounded"]),
    )


def _fen(written: str) -> int:
    return read_money(written) or 0


def _yuan(written: str) -> str:
    return f"{Money(_fen(written))} 元"
