"""My claims and my benefits: one SQL text each for the hot lane and for further pages.

Each is a walk along one index from the newest row, so that it costs the same whatever else the
tables hold. The next page starts after the row whose public number is the cursor.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from backend.access.paging import BadCursor
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.queries.sql_words import moment, words
from services.mutual_aid.states import (
    BENEFIT_WORKER_LABELS,
    CLAIM_WORKER_LABELS,
    NOTHING_DUE,
    Outcome,
)

PAGE = 10
DAYS = ("event_on", "due_on", "answer_by", "paid_on")


def _claims_sql(after: str, size: str) -> str:
    """One page of a person's claims as a JSON text: {items, next_cursor, has_more}."""
    return f"""
SELECT json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'number', p.number, 'plan_title', p.title, 'event_on', p.event_on,
        'state', p.state, 'state_label',
        CASE p.outcome WHEN '{Outcome.NOTHING}' THEN '{NOTHING_DUE}'
            ELSE {words("p.state", CLAIM_WORKER_LABELS)} END,
        'claimant_kind', p.claimant_kind, 'created_at', {moment("p.created_at")},
        'submitted_at', {moment("p.submitted_at")}, 'due_on', p.due_on,
        'answer_by', CASE WHEN p.state = 'returned' THEN
            (SELECT max(r.answer_by) FROM mutual_aid_returnlist r WHERE r.claim_id = p.id) END)
        ORDER BY p.place) FILTER (WHERE p.place <= {size}), '[]'::json),
    'next_cursor', CASE WHEN count(*) > {size}
        THEN max(p.number) FILTER (WHERE p.place = {size}) END,
    'has_more', count(*) > {size})::text
  FROM (SELECT c.*, v.title, row_number() OVER (ORDER BY c.created_at DESC, c.id DESC) AS place
          FROM (SELECT k.id, k.number, k.event_on, k.state, k.claimant_kind, k.outcome,
                       k.created_at, k.submitted_at, k.due_on, k.plan_version_id
                  FROM mutual_aid_claim k
                 WHERE k.person_id = holder.person_id {after}
                 ORDER BY k.created_at DESC, k.id DESC LIMIT {size} + 1) c
          JOIN mutual_aid_planversion v ON v.id = c.plan_version_id) p
"""  # noqa: S608


def _benefits_sql(after: str, size: str) -> str:
    """One page of a person's benefits as a JSON text: {items, next_cursor, has_more}."""
    return f"""
SELECT json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'number', p.number, 'plan_title', p.title, 'claim', p.claim,
        'amount', json_build_object('amount_fen', p.amount_fen, 'currency', 'CNY'),
        'state', p.state, 'state_label', {words("p.state", BENEFIT_WORKER_LABELS)},
        'created_at', {moment("p.created_at")}, 'paid_on', p.paid_on)
        ORDER BY p.place) FILTER (WHERE p.place <= {size}), '[]'::json),
    'next_cursor', CASE WHEN count(*) > {size}
        THEN max(p.number) FILTER (WHERE p.place = {size}) END,
    'has_more', count(*) > {size})::text
  FROM (SELECT b.*, v.title, c.number AS claim,
               row_number() OVER (ORDER BY b.created_at DESC, b.id DESC) AS place
          FROM (SELECT k.id, k.number, k.amount_fen, k.state, k.created_at, k.paid_on,
                       k.claim_id, k.plan_version_id
                  FROM mutual_aid_benefit k
                 WHERE k.person_id = holder.person_id {after}
                 ORDER BY k.created_at DESC, k.id DESC LIMIT {size} + 1) b
          JOIN mutual_aid_planversion v ON v.id = b.plan_version_id
          LEFT JOIN mutual_aid_claim c ON c.id = b.claim_id) p
"""  # noqa: S608


_AFTER = "AND (k.created_at, k.id) < (%(at)s::timestamptz, %(id)s)"
CLAIMS_SQL = _claims_sql("", str(PAGE))
BENEFITS_SQL = _benefits_sql("", str(PAGE))


def claims(person_id: int, cursor: str | None = None, size: int = PAGE) -> dict[str, Any]:
    """Read one page of a person's claims, newest first; raises BadCursor."""
    return _page(Claim, _claims_sql, person_id, cursor, size)


def benefits(person_id: int, cursor: str | None = None, size: int = PAGE) -> dict[str, Any]:
    """Read one page of a person's benefits, newest first; raises BadCursor."""
    return _page(Benefit, _benefits_sql, person_id, cursor, size)


def claims_statement(*, is_first: bool) -> str:
    """Write the statement of one page; parameters `person`, `size`, and of a later page `at`, `id`.

    `at` and `id` are those of the last row before the page.
    """
    return _statement(_claims_sql, is_first=is_first)


def _statement(text: Callable[[str, str], str], *, is_first: bool) -> str:
    body = text("" if is_first else _AFTER, "%(size)s")
    return f"WITH holder AS (SELECT %(person)s::bigint AS person_id) SELECT ({body}) FROM holder"  # noqa: S608


def _page(
    model: type[Claim] | type[Benefit],
    text: Callable[[str, str], str],
    person_id: int,
    cursor: str | None,
    size: int,
) -> dict[str, Any]:
    values: dict[str, Any] = {"person": person_id, "size": size}
    if cursor:
        last = model.objects.filter(person_id=person_id, number=cursor).first()
        if last is None:
            raise BadCursor
        values |= {"at": last.created_at, "id": last.pk}
    with connection.cursor() as rows:
        rows.execute(_statement(text, is_first=not cursor), values)
        found: dict[str, Any] = json.loads(rows.fetchone()[0])
    for item in found["items"]:
        item |= {name: date.fromisoformat(item[name]) for name in DAYS if item.get(name)}
    return found
