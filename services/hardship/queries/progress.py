"""How far an application has come, in the words of the worker."""

from datetime import date

from backend.kernel import clock
from backend.web.parts import Progress, Step, Tone
from services.hardship.models import Application, Decision, Grant
from services.hardship.queries import standards
from services.hardship.rules import deadline
from services.hardship.rules.deadline import Expectation
from services.hardship.states import (
    GRANT_WORKER_LABELS,
    WORKER_LABELS,
    Act,
    GrantAct,
    GrantState,
    State,
)

# What is still to come, what is done, and the act that does it.
MILESTONES: tuple[tuple[str, str, str], ...] = (
    ("提交申请", "已提交", str(Act.SUBMIT)),
    ("工会上门走访", "工会已走访", str(Act.VISIT)),
    ("工会推荐", "工会已推荐", str(Act.RECOMMEND)),
    ("核对经济状况", "经济状况已核对", str(Act.RECORD_CHECK)),
    ("公示", "已公示", str(Act.OPEN_NOTICE)),
    ("审批", "已审批", str(Act.APPROVE)),
    ("发放", "已发放", str(GrantAct.CONFIRM)),
)
STOPPED = frozenset({State.REFUSED, State.WITHDRAWN})
TONES: dict[State, Tone] = {
    State.DRAFT: "plain",
    State.RETURNED: "stop",
    State.DISTRICT_APPROVED: "good",
    State.ON_FILE: "good",
    State.REFUSED: "stop",
    State.WITHDRAWN: "plain",
}


def grant_of(application: Application) -> Grant | None:
    """Give the grant of an application; None before one is proposed."""
    return Grant.objects.filter(application=application).first()


def state_words(application: Application, grant: Grant | None) -> str:
    """Say where the application stands: the grant's own words once it is approved."""
    if grant is not None and application.state in {State.DISTRICT_APPROVED, State.ON_FILE}:
        return GRANT_WORKER_LABELS[grant.state]
    return WORKER_LABELS[application.state]


def tone(application: Application, grant: Grant | None) -> Tone:
    """Give the tone of the state words."""
    if grant is not None and grant.state is GrantState.RETURNED:
        return "stop"
    return TONES.get(application.state, "wait")


def steps(application: Application) -> list[Step]:
    """Draw the milestones: done with their day, the one that runs now, and those to come."""
    done = _days(application)
    stopped = application.state in STOPPED
    found: list[Step] = []
    current = True
    for label, label_done, act in MILESTONES:
        if act in done:
            found.append(Step(label_done, "done", done[act]))
            continue
        if stopped:
            break
        progress: Progress = "now" if current and application.state is not State.DRAFT else "next"
        found.append(Step(label, progress))
        current = False
    if stopped:
        word = "没有通过" if application.state is State.REFUSED else "已撤回"
        found.append(Step(word, "stopped", application.state_since))
    return found


def expectation(application: Application) -> Expectation | None:
    """Tell the next step, its last day, and the day by which the answer is expected."""
    return deadline.expectation(
        application.state,
        due_on=application.due_on,
        periods=standards.periods(application.union, clock.today()),
    )


def promise(application: Application) -> str:
    """Write the expectation as one sentence; empty when nothing is awaited."""
    expected = expectation(application)
    if expected is None:
        return ""
    day = clock.day_words(expected.answer_until)
    if application.state is State.DISTRICT_APPROVED:
        return f"预计 {day}前发放。"
    return (
        f"预计 {day}前答复。下一步：{expected.step}，最晚 {clock.day_words(expected.step_until)}。"
    )


def _days(application: Application) -> dict[str, date]:
    acts = Decision.objects.filter(application=application).order_by("id")
    return {one.act: clock.to_local(one.at).date() for one in acts}
