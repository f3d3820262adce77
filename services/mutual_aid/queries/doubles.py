"""The same invoice or the same stay in two claims, found across all unions (R8.27).

Tokens are compared, never invoices: nobody sees another union's papers by this. What a reviewer
may see of the other claim is its number and its union.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet

from services.mutual_aid.models import Claim, ClaimLine, ClaimStep
from services.mutual_aid.states import ClaimAct, ClaimState

LOOK = "look"
NOT_MADE = (ClaimState.DRAFT, ClaimState.WITHDRAWN)
MOST_SHOWN = 20


class Sameness(StrEnum):
    """What two claims have in common 疑点."""

    INVOICE = "invoice"
    STAY = "stay"


SAMENESS_LABELS: dict[Sameness, str] = {
    Sameness.INVOICE: "同一张发票",
    Sameness.STAY: "住院日期重叠",
}


@dataclass(frozen=True, slots=True)
class Double:
    """Another claim that has something in common; `line_id` is ours, `other_line_id` theirs."""

    kind: Sameness
    number: str
    union_name: str
    since: datetime
    line_id: int
    other_line_id: int

    @property
    def label(self) -> str:
        """What they have in common, in words."""
        return SAMENESS_LABELS[self.kind]


def find(claim: Claim) -> list[Double]:
    """Find what this claim has in common with others, or one line of it with another."""
    lines = list(ClaimLine.objects.filter(claim=claim).order_by("pk"))
    return [*_invoices(claim, lines), *_stays(claim, lines)][:MOST_SHOWN]


def unseen(claim: Claim) -> list[Double]:
    """Give the doubles that nobody has compared since this round of the review began."""
    last: datetime | None = None
    steps = ClaimStep.objects.filter(
        claim=claim, act__in=[LOOK, str(ClaimAct.SUBMIT), str(ClaimAct.RESUME)]
    )
    for act, at in steps.order_by("pk").values_list("act", "at"):
        last = at if act == LOOK else None
    return [one for one in find(claim) if last is None or one.since > last]


def _invoices(claim: Claim, lines: list[ClaimLine]) -> list[Double]:
    """One invoice pays once: for anybody else, and for the same person under the same plan."""
    tokens = {bytes(one.invoice_token): one.pk for one in lines if one.invoice_token}
    if not tokens:
        return []
    rows = (
        _others()
        .filter(invoice_token__in=list(tokens))
        .exclude(pk__in=list(tokens.values()))
        .filter(~Q(claim__person=claim.person_id) | Q(claim__cover__plan=claim.cover.plan_id))
    )
    return [
        _double(Sameness.INVOICE, row, tokens[bytes(row["invoice_token"])]) for row in _shown(rows)
    ]


def _stays(claim: Claim, lines: list[ClaimLine]) -> list[Double]:
    """Nobody lies in two beds: stays of one person that overlap by more than the day of moving."""
    stays = [
        (one.pk, one.happened_on, one.ended_on)
        for one in lines
        if one.ended_on and one.ended_on > one.happened_on
    ]
    if not stays:
        return []
    rows = (
        _others()
        .filter(claim__person=claim.person_id, claim__cover__plan=claim.cover.plan_id)
        .exclude(claim=claim.pk)
        .filter(ended_on__gt=F("happened_on"))
    )
    overlaps = Q()
    for _, begin, end in stays:
        overlaps |= Q(happened_on__lt=end, ended_on__gt=begin)
    found = []
    for row in _shown(rows.filter(overlaps)):
        first, last = row["happened_on"], row["ended_on"]
        mine = next(key for key, begin, end in stays if begin < last and first < end)
        found.append(_double(Sameness.STAY, row, mine))
    return found


def _others() -> QuerySet[ClaimLine]:
    return ClaimLine.objects.exclude(claim__state__in=NOT_MADE)


def _shown(rows: QuerySet[ClaimLine]) -> list[dict[str, Any]]:
    columns = (
        "pk",
        "invoice_token",
        "happened_on",
        "ended_on",
        "claim__number",
        "claim__union__name",
        "claim__submitted_at",
    )
    return [dict(row) for row in rows.order_by("-pk").values(*columns)[:MOST_SHOWN]]


def _double(kind: Sameness, row: dict[str, Any], line_id: int) -> Double:
    return Double(
        kind=kind,
        number=row["claim__number"],
        union_name=row["claim__union__name"],
        since=row["claim__submitted_at"],
        line_id=line_id,
        other_line_id=row["pk"],
    )
