"""Decided claims of an officer's subtrees, newest decision first: by outcome, plan and period.

Each subtree is walked along its own partial index, from the cursor, to at most one page, and
outcome and plan are read from that index too: the page costs the same however many there are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, open_cursor, seal_cursor
from backend.access.permissions import Permission
from services.mutual_aid.models import Benefit, Claim, Plan, PlanVersion
from services.mutual_aid.states import Outcome

ORDER = ("-decided_on", "-id")
LABEL = "mutual_aid.decided"
SHOWN = (
    "number",
    "state",
    "outcome",
    "decided_on",
    "person__display_name",
    "union__name",
    "plan_version__title",
)
Key = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions: `plan` is a plan's code, the days are inclusive; None asks for all."""

    outcome: Outcome | None = None
    plan: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A decided claim; the name is masked. What was granted is the benefit, with its receipt."""

    number: str
    outcome: str
    outcome_label: str
    decided_on: date
    union_name: str
    person: str
    plan_title: str
    state_label: str
    benefit: str
    amount_fen: int | None


def decided_page(
    actor: Actor, wanted: Wanted, cursor: str | None = None, limit: int = LIMIT_DEFAULT
) -> Page:
    """Give a page of the decided claims of the officer's subtrees; raises BadCursor."""
    after = _after(cursor)
    reach = {
        (post.level, post.union_id) for post in actor.posts_with(Permission.MUTUAL_AID_CLAIM_READ)
    }
    found: set[Key] = {
        (key[0], key[1])
        for level, union_id in sorted(reach)
        for key in newest(level, union_id, wanted, after, limit + 1)
    }
    keys = sorted(found, reverse=True)
    more, keys = len(keys) > limit, keys[:limit]
    day, last = keys[-1] if keys else (date.min, 0)
    return {
        "items": _rows([key for _, key in keys]),
        "next_cursor": seal_cursor([day.isoformat(), last], LABEL) if more else None,
        "has_more": more,
    }


def newest(
    level: int, union_id: int, wanted: Wanted, after: Key | None, limit: int
) -> QuerySet[Claim, tuple[Any, ...]]:
    """Give the keys of one subtree's newest decisions after a key, from one partial index alone.

    `level` is the level of the union in the tree, 1 to 5.
    """
    rows = Claim.objects.filter(
        Q(**{f"d{level}": union_id}), _asked(wanted), decided_on__isnull=False
    )
    if after is not None:
        rows = rows.filter(decided_on__lte=after[0]).exclude(decided_on=after[0], id__gte=after[1])
    return rows.order_by(*ORDER).values_list("decided_on", "id")[:limit]


def plans() -> list[tuple[str, str]]:
    """Name every plan by code and title, to choose one."""
    return list(Plan.objects.order_by("title", "code").values_list("code", "title"))


def _asked(wanted: Wanted) -> Q:
    asked = Q()
    if wanted.outcome is not None:
        asked &= Q(outcome=str(wanted.outcome))
    if wanted.plan is not None:
        versions = PlanVersion.objects.filter(plan__code=wanted.plan)
        asked &= Q(plan_version_id__in=list(versions.values_list("pk", flat=True)))
    if wanted.first is not None:
        asked &= Q(decided_on__gte=wanted.first)
    if wanted.last is not None:
        asked &= Q(decided_on__lte=wanted.last)
    return asked


def _after(cursor: str | None) -> Key | None:
    if not cursor:
        return None
    day, last = open_cursor(cursor, LABEL)
    return date.fromisoformat(day), int(last)


def _rows(keys: list[int]) -> list[DecidedRow]:
    rows = Claim.objects.select_related("person", "union", "plan_version", "benefit")
    shown = rows.only(*SHOWN, "benefit__number", "benefit__amount_fen", "benefit__state")
    by_key = shown.in_bulk(keys)
    return [_row(by_key[key]) for key in keys]


def _row(row: Claim) -> DecidedRow:
    benefit: Benefit | None = getattr(row, "benefit", None)
    return DecidedRow(
        number=row.number,
        outcome=row.outcome,
        outcome_label=row.outcome_label,
        decided_on=row.decided_on or date.min,
        union_name=row.union.name,
        person=str(row.person),
        plan_title=row.plan_version.title,
        state_label=benefit.state_label if benefit else row.state_label,
        benefit=benefit.number if benefit else "",
        amount_fen=benefit.amount_fen if benefit else None,
    )
