"""Working-day deadlines of each step and what the applicant is told about them."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.kernel.clock import add_working_days
from services.hardship.states import State


@dataclass(frozen=True, slots=True)
class Periods:
    """Lengths of the steps as dated data: working days, an objection in calendar days."""

    visit_days: int
    recommend_days: int
    check_days: int
    notice_days: int
    approve_days: int
    payment_days: int
    objection_calendar_days: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """The next step, its last day, and the day by which the answer is expected."""

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


def step_until(state: State, *, since: date, notice_last: date | None, periods: Periods) -> date:
    """Give the last day of the step that follows `state`; `since` is the day it was entered."""
    if state is State.NOTICE and notice_last is not None:
        return add_working_days(max(since, notice_last), periods.approve_days)
    if state is State.OBJECTION:
        return since + timedelta(days=periods.objection_calendar_days)
    days = {
        State.SUBMITTED: periods.visit_days,
        State.VISITED: periods.recommend_days,
        State.RECOMMENDED: periods.check_days,
        State.ECONOMIC_CHECK: periods.check_days,
        State.CHECKED: periods.recommend_days,
        State.DISTRICT_APPROVED: periods.payment_days,
    }
    return add_working_days(since, days.get(state, 0))


def answer_until(state: State, due_on: date, periods: Periods) -> date:
    """Give the day by which the answer is expected: this step's last day and all steps after it."""
    after_check = periods.notice_days + periods.approve_days
    remaining = {
        State.SUBMITTED: periods.recommend_days + periods.check_days + after_check,
        State.VISITED: periods.check_days + after_check,
        State.RECOMMENDED: after_check,
        State.ECONOMIC_CHECK: after_check,
        State.CHECKED: after_check,
        State.OBJECTION: periods.approve_days,
    }
    return add_working_days(due_on, remaining.get(state, 0))


def expectation(state: State, *, due_on: date | None, periods: Periods) -> Expectation | None:
    """Tell the applicant what comes next and until when; None when nothing is awaited."""
    if state not in STEPS or due_on is None:
        return None
    return Expectation(
        step=STEPS[state], step_until=due_on, answer_until=answer_until(state, due_on, periods)
    )
