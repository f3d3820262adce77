"""Shares, cards and days of hire of a roster, judged and staged beside its persons."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from backend.kernel import clock
from services.mutual_aid.models import Batch, Upload
from services.mutual_aid.roster.checks import Checked
from services.mutual_aid.roster.columns import Header
from services.mutual_aid.roster.terms import Terms, terms_of
from services.mutual_aid.workflow.periods import hire_rule_of

_STAGE = """
UPDATE mutual_aid_stagedrow s
   SET shares = t.shares, shares_void = t.void, holds_card = t.card
  FROM unnest(%s::int[], %s::int[], %s::int[], %s::bool[]) AS t (row_number, shares, void, card)
 WHERE s.upload_id = %s AND s.row_number = t.row_number
"""


def terms_for(batch: Batch, upload: Upload, header: Header) -> Terms:
    """Give what the plan of a batch asks of the terms; the day of sending counts (R8.16)."""
    entry = batch.plan_version.rules.entry
    sent_on = clock.to_local(upload.created_at).date()
    return terms_of(header, entry.shares_max, hire_rule_of(batch, sent_on))


def judged(rows: Iterable[Checked], terms: Terms) -> Iterator[Checked]:
    """Send rows back whose terms are wrong, with all of their problems."""
    if not terms.are_written and terms.hire_rule is None:
        yield from rows
        return
    for row in rows:
        more = terms.problems(row.cells)
        yield Checked(row.row_number, None, (*row.problems, *more), row.cells) if more else row


def stage_terms(upload: Upload, terms: Terms, found: Sequence[Checked]) -> None:
    """Write shares and cards beside the staged rows, in one statement."""
    if not terms.are_written or not found:
        return
    held = [terms.held(row.cells) for row in found]
    values: list[Any] = [
        [row.row_number for row in found],
        [one.shares for one in held],
        [one.shares_void for one in held],
        [one.holds_card for one in held],
        upload.pk,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STAGE, values)
