"""Both sides are reminded once of progress that is owed soon, or was by now."""

from datetime import date, timedelta

import pytest

from backend.kernel import clock
from notifications.models import Event
from notifications.topics import Topic
from services.commissioning.models import Contract, Duty, ProjectStep
from services.commissioning.rules.contract import MilestoneTerms
from services.commissioning.tasks import remind_task
from services.commissioning.workflow import contracts, progress_due, public_face
from tests.conftest import MoveToMoment
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
DUE, OVERDUE = Topic.COMMISSIONING_PROGRESS_DUE, Topic.COMMISSIONING_PROGRESS_OVERDUE


def running(world: World) -> tuple[Contract, date]:
    """Give a contract of ten months that begins today, and the day its first progress is due."""
    today = clock.today()
    contract = bc.signed(
        world,
        starts_on=today,
        ends_on=today + timedelta(days=300),
        milestones=(MilestoneTerms("reporting", "交终期报告", today + timedelta(days=290)),),
    )
    public_face.settle(contract.project.number)
    duties = Duty.objects.filter(project=contract.project, kind="progress").order_by("place")
    assert [one.place for one in duties] == [1, 2, 3]
    return contract, duties[0].due_on


def told(topic: Topic, contract: Contract) -> list[tuple[int | None, str]]:
    """Give who was told of the project with this topic, and the occasion."""
    rows = Event.objects.filter(topic=topic, subject_id=contract.project_id).order_by("pk")
    return list(rows.values_list("person_id", "once"))


@pytest.mark.requirement("R9.21")
def test_the_organization_is_reminded_once_some_days_before(
    world: World, move_to_moment: MoveToMoment
) -> None:
    contract, due = running(world)
    move_to_moment(clock.start_of(due - timedelta(days=16)) + timedelta(hours=9))
    remind_task()
    assert told(DUE, contract) == []
    move_to_moment(clock.start_of(due - timedelta(days=15)) + timedelta(hours=9))
    remind_task()
    feng_xue = world.cast.people["feng_xue"].pk
    assert told(DUE, contract) == [(feng_xue, "progress-1")]
    event = Event.objects.get(topic=DUE)
    assert event.params == {"number": contract.project.number, "date": clock.day_words(due)}
    move_to_moment(clock.start_of(due) + timedelta(hours=9))
    assert progress_due.remind_progress() == 0
    assert told(DUE, contract) == [(feng_xue, "progress-1")]
    assert told(OVERDUE, contract) == []
    step = ProjectStep.objects.get(project=contract.project, act="remind_progress")
    assert (step.words, step.by_id) == ("第1期", None)


@pytest.mark.requirement("R9.21")
def test_the_buyer_is_told_once_when_the_day_is_past(
    world: World, move_to_moment: MoveToMoment
) -> None:
    contract, due = running(world)
    move_to_moment(clock.start_of(due + timedelta(days=1)) + timedelta(hours=9))
    assert progress_due.remind_progress() == 1
    assert progress_due.remind_progress() == 0
    buyer = world.cast.people["project_buyer"].pk
    assert (buyer, "progress-1") in told(OVERDUE, contract)
    feng_xue = world.cast.people["feng_xue"].pk
    assert feng_xue not in dict(told(OVERDUE, contract))
    assert told(DUE, contract) == [(feng_xue, "progress-1")]
    many = len(told(OVERDUE, contract))
    second = Duty.objects.get(project=contract.project, kind="progress", place=2).due_on
    move_to_moment(clock.start_of(second + timedelta(days=1)) + timedelta(hours=9))
    assert progress_due.remind_progress() == 1
    assert [once for _, once in told(DUE, contract)] == ["progress-1", "progress-2"]
    assert len(told(OVERDUE, contract)) == 2 * many


@pytest.mark.requirement("R9.21")
def test_who_has_handed_the_report_in_is_not_asked_for_it(
    world: World, move_to_moment: MoveToMoment
) -> None:
    contract, due = running(world)
    move_to_moment(clock.start_of(due - timedelta(days=10)) + timedelta(hours=9))
    report = bc.begun(world, contract)
    bc.spent(world, report)
    report = bc.submitted(world, report)
    assert progress_due.remind_progress() == 0
    assert told(DUE, contract) == []
    move_to_moment(clock.start_of(due + timedelta(days=1)) + timedelta(hours=9))
    assert progress_due.remind_progress() == 1
    assert (told(DUE, contract), bool(told(OVERDUE, contract))) == ([], True)


@pytest.mark.requirement("R9.21")
def test_published_progress_is_not_asked_for(world: World, move_to_moment: MoveToMoment) -> None:
    bv.sign_forms(world)
    contract, due = running(world)
    move_to_moment(clock.start_of(due - timedelta(days=20)) + timedelta(hours=9))
    bc.reported(world, contract)
    public_face.settle(contract.project.number)
    met = Duty.objects.get(project=contract.project, kind="progress", place=1)
    assert met.met_on == clock.today()
    move_to_moment(clock.start_of(due) + timedelta(hours=9))
    assert progress_due.remind_progress() == 0
    assert told(DUE, contract) == []


@pytest.mark.requirement("R9.21")
def test_a_contract_that_was_ended_is_not_reminded(
    world: World, move_to_moment: MoveToMoment
) -> None:
    contract, due = running(world)
    contract.refresh_from_db()
    contracts.terminate(
        contract.number,
        actor=world.actor("project_approver"),
        version=contract.version,
        reason="组织已注销。",
    )
    move_to_moment(clock.start_of(due + timedelta(days=1)) + timedelta(hours=9))
    assert progress_due.remind_progress() == 0
    assert (told(DUE, contract), told(OVERDUE, contract)) == ([], [])
