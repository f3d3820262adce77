"""A member who comes back within a period gets the rest of it 期内恢复保障 (R8.3, R8.15).

Where an automatic plan ended her cover when she left, a second cover runs from the day she is a
member again to the end of the same period: the days between stay without cover, waiting follows
the plan (`rules.spells`), and all covers of the period share its caps (ADR 0019).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from backend.access.actor import Actor
from backend.audit import trail
from backend.kernel import clock
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Cover, PlanVersion
from services.mutual_aid.rules import enrolment
from services.mutual_aid.workflow.cover_statements import COVER_RETURNED

# Longer than any month: whose own term was over twice as long ago is not looked at.
MONTH = timedelta(days=31)


def cover_returned(
    version: PlanVersion,
    values: dict[str, Any],
    *,
    admitted: str,
    actor: Actor,
    persons: Sequence[int] | None = None,
) -> int:
    """Cover whoever came back, in the verb that covers members; gives how many.

    `values` are those of `COVER_MEMBERS`; `persons` limits it to people that are named.
    """
    level = version.plan.sponsor.level
    named = None if persons is None else list(persons)
    with connection.cursor() as cursor:
        statement = COVER_RETURNED.format(level=level, admitted=admitted)
        cursor.execute(statement, {**values, **_term(version, values), "persons": named})
        keys = [key for (key,) in cursor.fetchall()]
    covers = Cover.objects.select_related("person").in_bulk(keys)
    for key in keys:
        _tell(covers[key], actor)
    return len(keys)


def _term(version: PlanVersion, values: dict[str, Any]) -> dict[str, Any]:
    """Give the days of the period: fixed for all, or so many months from each one's own start."""
    cover, today = version.rules.cover, clock.today()
    is_own = cover.start == "next_day" and cover.last is None
    length = enrolment.usual_months(cover)
    return {
        "today": today,
        "lead": 1 if cover.start == "next_day" else 0,
        "since": today - 2 * length * MONTH if is_own else values["first"],
        "months": length if is_own else None,
    }


def _tell(cover: Cover, actor: Actor) -> None:
    trail.record(
        actor,
        "mutual_aid.cover.return",
        cover,
        person_id=cover.person_id,
        fields=["first_day", "last_day", "period_first_day"],
    )
    outbox.post(
        Topic.MUTUAL_AID_COVERED,
        to=cover.person,
        about=cover,
        params={"date": f"{cover.last_day:%Y-%m-%d}"},
    )
