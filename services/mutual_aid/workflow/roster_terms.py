"""Shares, cards and days of hire of a roster, judged beside its persons."""

from collections.abc import Iterable, Iterator, Sequence

from backend.kernel import clock
from services.mutual_aid.models import Batch, Upload
from services.mutual_aid.roster.checks import Checked
from services.mutual_aid.roster.columns import Header
from services.mutual_aid.roster.terms import Held, Terms, terms_of
from services.mutual_aid.workflow.periods import hire_rule_of


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


def held_by(terms: Terms, found: Sequence[Checked]) -> list[Held]:
    """Read with what each of these persons joins; nothing where the roster has no such column."""
    return [terms.held(row.cells) for row in found] if terms.are_written else []
