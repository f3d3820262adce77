"""Working-day deadlines of each step and what the applicant is told about them."""

from dataclasses import dataclass
from datetime import date

from backend.kernel.clock import add_working_days
from services.hardship.states import State


@dataclass(frozen=True, slots=True)
class Periods:
    """Lengths of the steps in working days, as dated data."""

    investigate_days: int
    notice_days: int
    approve_days: int
    objection_days: int
    payment_days: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """The next step, who has it, its last day, and the day by which the answer is expected."""

    step: str
    step_until: date
    answer_until: date


STEPS: dict[State, str] = {
    State.SUBMITTED: "基层工会上门走访",
    State.VISITED: "基层工会提出意见",
    State.RECOMMENDED: "上级工会发起经济状况核对",
    State.ECONOMIC_CHECK: "核对家庭经济状况",
    State.CHECKED: "张贴公示",
    State.NOTICE: "公示期满后审批",
    State.OBJECTION: "核查异议",
    State.DISTRICT_APPROVED: "发放帮扶金",
}


def notice_until(opened: date, periods: Periods) -> date:
    """Give the last day of a public notice: the days are counted from the day after it opens."""
    return add_working_days(opened, periods.notice_days)


def notice_is_over(until: date, today: date) -> bool:
    """Tell whether the notice has run: its last day is wholly past."""
    return today > until


def answer_until(submitted: date, periods: Periods) -> date:
    """Give the day by which a submitted application is answered."""
    days = periods.investigate_days + periods.notice_days + periods.approve_days
    return add_working_days(submitted, days)


def step_until(
    state: State,
    *,
    since: date,
    submitted: date,
    notice_last: date | None,
    periods: Periods,
) -> date:
    """Give the last day of the step that follows `state`; `since` is the day it was entered."""
    if state is State.NOTICE and notice_last is not None:
        return add_working_days(notice_last, periods.approve_days)
    if state is State.OBJECTION:
        return add_working_days(since, periods.objection_days)
    if state is State.DISTRICT_APPROVED:
        return add_working_days(since, periods.payment_days)
    return add_working_days(submitted, periods.investigate_days)


def expectation(
    state: State, *, due_on: date | None, submitted: date | None, periods: Periods
) -> Expectation | None:
    """Tell the applicant what comes next and until when; None when nothing is awaited."""
    if state not in STEPS or due_on is None or submitted is None:
        return None
    latest = max(due_on, answer_until(submitted, periods))
    if state is State.DISTRICT_APPROVED:
        latest = due_on
    return Expectation(step=STEPS[state], step_until=due_on, answer_until=latest)
