"""When the cover of a batch runs: its own plan's rule, what it renews, what it is added to."""

from datetime import date, timedelta

from backend.kernel import clock
from backend.kernel.errors import Conflict
from services.mutual_aid.models import Batch
from services.mutual_aid.rules import enrolment, joining
from services.mutual_aid.rules.joining import ONE_DAY, HireRule


def days_of(batch: Batch, complete_on: date) -> tuple[date, date]:
    """Give first and last day of the cover of a batch whose fee and papers are complete (R8.12).

    A renewal never begins before the former cover is over (R8.14); an addition ends with the
    batch that it is added to. Raises Conflict `joined_too_late`.
    """
    rules = batch.plan_version.rules
    main = batch.supplements
    if main is not None:
        return _days_of_addition(batch, main, complete_on)
    first, last = enrolment.cover_days(rules, complete_on, batch.months)
    former = former_last(batch)
    if former is not None and former >= first:
        first = former + ONE_DAY
        last = enrolment.last_day(rules.cover, first, batch.months)
    if last < first:
        raise Conflict("joined_too_late", "上一期保障结束时，这一期也已经结束，不能续保。")
    return first, last


def expected_first(batch: Batch) -> date:
    """Give the first day of cover if everything is complete today; ages are counted on it."""
    today = clock.today()
    main = batch.supplements
    if main is not None and main.first_day is not None:
        return max(main.first_day, today + ONE_DAY)
    return joining.first_day_after(batch.plan_version.rules, today, former_last(batch))


def hire_rule_of(batch: Batch, day: date) -> HireRule | None:
    """Give what an addition handed in on `day` asks of each person; raises Conflict (R8.16)."""
    main = batch.supplements
    if main is None or main.first_day is None:
        return None
    return joining.hire_rule(batch.plan_version.rules.entry, main.first_day, day)


def former_last(batch: Batch) -> date | None:
    """Give the last day of the cover that a batch renews."""
    return None if batch.follows is None else batch.follows.last_day


def _days_of_addition(batch: Batch, main: Batch, complete_on: date) -> tuple[date, date]:
    if main.first_day is None or main.last_day is None:
        raise Conflict("wrong_state", "要补充的名单还没有生效，不能起保。")
    rules = batch.plan_version.rules
    latest = main.first_day + timedelta(days=rules.entry.late_close_days)
    if rules.cover.start != "next_day" and complete_on <= latest:
        first = main.first_day
    else:
        first = max(main.first_day, complete_on + ONE_DAY)
    if first > main.last_day:
        raise Conflict("joined_too_late", "这一期保障已经结束，不能再加人；请参加下一期。")
    return first, main.last_day
