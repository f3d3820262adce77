"""What lies on a desk within an officer's subtrees: one SQL text for the hot lane and all else.

The list is a walk along one index for each union of her posts, from the newest claim (B10); a
draft lies on no desk, so that the subtrees alone bound the rows. A filter is judged on the walk
and may pass many rows by, so that a filtered list is no hot one. The next page starts after the
claim whose public number is the cursor.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.access import reach, scope
from backend.access.actor import Actor
from backend.access.asked import written
from backend.access.paging import LIMIT_DEFAULT, BadCursor, Page
from backend.access.permissions import Permission
from backend.kernel import clock
from services.mutual_aid.models import Claim
from services.mutual_aid.queries.sql_words import moment, words
from services.mutual_aid.states import CLAIM_LABELS, ClaimState, Level

READ = Permission.MUTUAL_AID_CLAIM_READ
_OVERDUE = "AND k.due_on < $3"
_NEEDS_LOOK = "AND k.needs_look"
_AFTER = "AND (k.created_at, k.id) < ($4::timestamptz, $5::bigint)"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A line of the list; the name is masked, no illness and no amount."""

    number: str
    version: int
    state: str
    state_label: str
    desk: str
    union_name: str
    person: str
    plan_title: str
    submitted_at: datetime | None
    due_on: date | None
    is_overdue: bool
    needs_look: bool
    is_sampled: bool


def _sql(more: str = "") -> str:
    """One page as a JSON text: {items, next_cursor, has_more}.

    `:desk` is the desk, $2 the size of the page, $3 today; with `_AFTER` $4 and $5 are the moment
    and the key of the last claim before the page.
    """
    where = f"k.desk = :desk {more}"
    return f"""
SELECT json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'number', c.number, 'version', c.version,
        'state', c.state, 'state_label', {words("c.state", CLAIM_LABELS)},
        'desk', c.desk, 'union_name', u.name,
        'person', coalesce(nullif(p.display_name, ''), '自然人 ' || p.id),
        'plan_title', v.title, 'submitted_at', {moment("c.submitted_at")},
        'due_on', c.due_on, 'is_overdue', coalesce(c.due_on < $3::date, false),
        'needs_look', c.needs_look, 'is_sampled', c.is_sampled)
        ORDER BY c.place) FILTER (WHERE c.place <= $2), '[]'::json),
    'next_cursor', CASE WHEN count(*) > $2
        THEN max(c.number) FILTER (WHERE c.place = $2) END,
    'has_more', count(*) > $2)::text
  FROM (SELECT k.*, row_number() OVER (ORDER BY k.created_at DESC, k.id DESC) AS place
          FROM mutual_aid_claim k WHERE k.id = ANY (ARRAY(
               {reach.newest("mutual_aid_claim", where, "$2::integer + 1")}))) c
  JOIN accounts_person p ON p.id = c.person_id
  JOIN unions_union u ON u.id = c.union_id
  JOIN mutual_aid_planversion v ON v.id = c.plan_version_id
"""  # noqa: S608


DESK_SQL = _sql()


def desk_text(
    actor: Actor,
    desk: Level,
    cursor: str | None = None,
    limit: int = LIMIT_DEFAULT,
    *,
    is_overdue: bool = False,
    needs_look: bool = False,
) -> str:
    """Give a page of a desk as the JSON text that the API sends; raises BadCursor."""
    values: list[Any] = [limit, clock.today()]
    more = [_OVERDUE] * is_overdue + [_NEEDS_LOOK] * needs_look
    if cursor:
        last = _seen(actor, cursor)
        more.append(_AFTER)
        values += [last.created_at, last.pk]
    text = written(_sql(" ".join(more)), desk=str(desk))
    return reach.read_text(text, actor, READ, *values)


def desk_page(
    actor: Actor,
    desk: Level,
    cursor: str | None = None,
    limit: int = LIMIT_DEFAULT,
    *,
    is_overdue: bool = False,
    needs_look: bool = False,
) -> Page:
    """Give a page of a desk for the console: the same text, its items as rows."""
    text = desk_text(actor, desk, cursor, limit, is_overdue=is_overdue, needs_look=needs_look)
    found: Page = json.loads(text)
    return {**found, "items": [_row(item) for item in found["items"]]}


def _seen(actor: Actor, number: str) -> Claim:
    """Give the last claim of the page before, where this officer may know of it."""
    rows = Claim.objects.filter(scope.visible(actor, READ)).exclude(state=ClaimState.DRAFT)
    last = rows.filter(number=number).first()
    if last is None:
        raise BadCursor
    return last


def _row(item: dict[str, Any]) -> ClaimRow:
    sent, due = item["submitted_at"], item["due_on"]
    item |= {
        "submitted_at": datetime.fromisoformat(sent) if sent else None,
        "due_on": date.fromisoformat(due) if due else None,
    }
    return ClaimRow(**item)
