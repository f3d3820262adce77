"""Decided claims over the staff API, field by field."""

from datetime import date
from typing import Annotated

from pydantic import Field

from backend.access.schemas import MoneyOut, Out
from backend.kernel.money import Money
from services.mutual_aid.queries.claims_decided import DecidedRow
from services.mutual_aid.states import Outcome

PlanCode = Annotated[
    str, Field(title="互助计划", min_length=1, max_length=60, pattern=r"^[A-Za-z0-9-]+$")
]
DecidedAs = Annotated[Outcome, Field(title="结果")]
From = Annotated[date, Field(title="决定日期起")]
UpTo = Annotated[date, Field(title="决定日期止")]


class DecidedClaimOut(Out):
    """A decided claim 已核定的申领; the name is masked, `benefit` has the receipt."""

    number: str
    outcome: str
    outcome_label: str
    decided_on: date
    union_name: str
    person: str
    plan_title: str
    state_label: str
    benefit: str
    amount: MoneyOut | None

    @staticmethod
    def resolve_amount(row: DecidedRow) -> MoneyOut | None:
        """Give what was granted."""
        return None if row.amount_fen is None else MoneyOut.of(Money(row.amount_fen))


class DecidedPageOut(Out):
    """A page of decided claims."""

    items: list[DecidedClaimOut]
    next_cursor: str | None
    has_more: bool
