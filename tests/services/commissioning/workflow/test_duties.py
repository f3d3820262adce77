"""Publication duties: owed by their day, met, or told as late by the system itself."""

from datetime import date, timedelta

import pytest

from backend.kernel import clock
from notifications.models import Event
from services.commissioning.models import Contract, Duty, Project, PublicWork
from services.commissioning.queries.public.sheet import sheet_of
from services.commissioning.tasks import watch_duties_task
from services.commissioning.workflow import public_face
from services.disclosure import queries as disclosure
from services.disclosure.queries import Wanted
from tests.conftest import MoveToMoment
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def _late_titles() -> list[str]:
    rows = disclosure.public_page(Wanted(), None)["items"]
    return [one.title for one in rows if one.title.endswith("公布逾期")]


def _read(number: str) -> str:
    reading = disclosure.read_public(number).reading
    assert reading is not None
    return reading.html


def _accepted_late(world: World, move: MoveToMoment, days: int) -> tuple[Project, date]:
    """A project accepted and then forgotten until so many days after its last day."""
    made = bv.accepted(world)
    project = bv.row(made.contract.project)
    public_face.settle(project.number)
    due = Duty.objects.get(project=project, kind="final").due_on
    move(clock.start_of(due + timedelta(days=days)) + timedelta(hours=9))
    return project, due


@pytest.mark.requirement("R9.20")
def test_call_contract_and_result_are_met_the_moment_they_are_public(world: World) -> None:
    contract = bc.signed(world)
    public_face.settle(contract.project.number)
    met = dict(Duty.objects.filter(project=contract.project).values_list("kind", "met_on"))
    assert contract.project.opened_at is not None
    opened = clock.to_local(contract.project.opened_at).date()
    assert met == {"call": opened, "contract": clock.today()}


@pytest.mark.requirement("R9.20")
def test_the_verdict_is_owed_within_twenty_working_days_of_acceptance(world: World) -> None:
    made = bv.accepted(world)
    public_face.settle(made.contract.project.number)
    final = Duty.objects.get(project=made.contract.project, kind="final")
    assert (final.due_on, final.met_on) == (clock.add_working_days(clock.today(), 20), None)


@pytest.mark.requirement("R9.20")
def test_on_the_last_day_nothing_is_late(world: World, move_to_moment: MoveToMoment) -> None:
    bv.sign_forms(world)
    project, _ = _accepted_late(world, move_to_moment, 0)
    assert public_face.overdue() == []
    assert not public_face.tell_late(project.number)
    assert _late_titles() == []


@pytest.mark.requirement("R9.20")
def test_a_missed_publication_publishes_itself_as_late_with_its_days(
    world: World, move_to_moment: MoveToMoment
) -> None:
    bv.sign_forms(world)
    project, due = _accepted_late(world, move_to_moment, 3)
    assert public_face.overdue() == [project.number]
    assert public_face.tell_late(project.number)
    assert _late_titles() == ["一线职工心理关爱服务：公布逾期"]
    number = disclosure.public_page(Wanted(), None)["items"][0].number
    html = _read(number)
    assert f"{due.year} 年 {due.month} 月 {due.day} 日" in html
    assert "还没有公布，逾期 3 天" in html
    late = sheet_of(bv.row(project)).late
    assert [(one.kind_label, one.late_days) for one in late] == [("绩效", 3)]
    assert PublicWork.objects.filter(project=project, act="late").exists()


@pytest.mark.requirement("R9.20")
def test_lateness_is_told_once_for_each_step_and_not_every_day(
    world: World, move_to_moment: MoveToMoment
) -> None:
    bv.sign_forms(world)
    project, due = _accepted_late(world, move_to_moment, 1)
    for days in (1, 2, 7, 8):
        move_to_moment(clock.start_of(due + timedelta(days=days)) + timedelta(hours=9))
        public_face.tell_late(project.number)
    number = disclosure.public_page(Wanted(), None)["items"][0].number
    found = disclosure.read_public(number)
    assert [one.reason for one in found.versions] == ["", "逾期天数更新为 7 天"]
    assert "逾期 7 天" in _read(number)


def _notices() -> list[str]:
    rows = Event.objects.filter(topic="disclosure.published", params__title__endswith="公布逾期")
    return [one.params["title"] for one in rows]


@pytest.mark.requirement("R9.20")
def test_members_are_told_of_one_missed_publication_once(
    world: World, move_to_moment: MoveToMoment
) -> None:
    bv.sign_forms(world)
    project, due = _accepted_late(world, move_to_moment, 1)
    for days in (1, 7, 30, 60):
        move_to_moment(clock.start_of(due + timedelta(days=days)) + timedelta(hours=9))
        public_face.tell_late(project.number)
    bv.judged(world, project)
    public_face.settle(project.number)
    number = next(
        one.number
        for one in disclosure.public_page(Wanted(), None)["items"]
        if one.title.endswith("公布逾期")
    )
    assert len(disclosure.read_public(number).versions) == 5
    assert _notices() == ["一线职工心理关爱服务：公布逾期"]
    published = Event.objects.filter(topic="commissioning.project_published")
    assert published.count() == 1


@pytest.mark.requirement("R9.20", "R9.21")
def test_members_are_told_of_each_further_publication_that_is_missed(
    world: World, move_to_moment: MoveToMoment
) -> None:
    bv.sign_forms(world)
    contract = bc.signed(world, ends_on=bv.later(200))
    public_face.settle(contract.project.number)
    for place in (1, 2):
        duty = Duty.objects.get(project=contract.project, kind="progress", place=place)
        move_to_moment(clock.start_of(duty.due_on + timedelta(days=2)))
        public_face.tell_late(contract.project.number)
    assert len(_notices()) == 2


@pytest.mark.requirement("R9.20")
def test_what_comes_late_says_by_how_much(world: World, move_to_moment: MoveToMoment) -> None:
    bv.sign_forms(world)
    project, _ = _accepted_late(world, move_to_moment, 5)
    public_face.tell_late(project.number)
    bv.judged(world, project)
    public_face.settle(project.number)
    final = Duty.objects.get(project=project, kind="final")
    assert final.met_on == clock.today()
    number = next(
        one.number
        for one in disclosure.public_page(Wanted(), None)["items"]
        if one.title.endswith("公布逾期")
    )
    assert "现在已经公布，逾期 5 天" in _read(number)
    assert [(one.kind, one.late_days) for one in sheet_of(bv.row(project)).duties][-1] == (
        "final", 5,
    )  # fmt: skip
    assert public_face.overdue() == []


@pytest.mark.requirement("R9.21")
def test_a_long_project_without_a_report_is_late_with_its_progress(
    world: World, move_to_moment: MoveToMoment
) -> None:
    bv.sign_forms(world)
    contract = bc.signed(world, ends_on=bv.later(200))
    public_face.settle(contract.project.number)
    first = Duty.objects.get(project=contract.project, kind="progress", place=1)
    move_to_moment(clock.start_of(first.due_on + timedelta(days=2)))
    assert public_face.tell_late(contract.project.number)
    assert _late_titles() == ["一线职工心理关爱服务：公布逾期"]


def test_a_duty_that_a_change_made_pointless_is_waived(
    world: World, move_to_moment: MoveToMoment
) -> None:
    contract = bc.signed(world, ends_on=bv.later(200))
    public_face.settle(contract.project.number)
    owed = Duty.objects.filter(project=contract.project, kind="progress")
    assert owed.count() == 2
    Contract.objects.filter(pk=contract.pk).update(ended_on=clock.today())
    move_to_moment(clock.start_of(bv.later(150)))
    assert not public_face.tell_late(contract.project.number)
    assert {one.waived_on for one in owed.all()} == {clock.today()}


def test_lateness_without_a_passed_form_stands_on_the_page_alone(
    world: World, move_to_moment: MoveToMoment
) -> None:
    project, _ = _accepted_late(world, move_to_moment, 3)
    assert public_face.tell_late(project.number)
    assert [one.late_days for one in sheet_of(bv.row(project)).late] == [3]


@pytest.mark.requirement("R9.20")
def test_a_late_project_leaves_word_once_a_day_however_often_the_clock_asks(
    world: World, move_to_moment: MoveToMoment
) -> None:
    project, due = _accepted_late(world, move_to_moment, 3)
    words = PublicWork.objects.filter(project=project, act="late", is_released=False)
    # Two days on which the task runs each hour, a day on which it never ran between them.
    for days, hour in ((3, 9), (3, 10), (3, 23), (5, 0), (5, 1)):
        move_to_moment(clock.start_of(due + timedelta(days=days)) + timedelta(hours=hour))
        watch_duties_task()
        assert words.count() == (1 if (days, hour) in {(3, 9), (5, 0)} else 0), (days, hour)
        public_face.settle(project.number)
        assert public_face.overdue() == []
    # Whoever asks for this one project on the same day writes nothing more either.
    assert public_face.tell_late(project.number)
    assert words.count() == 0


def test_a_day_that_could_not_be_told_is_told_the_next_time(
    world: World, move_to_moment: MoveToMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = _accepted_late(world, move_to_moment, 3)

    def broken(*_: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(public_face, "owe", broken)
        with pytest.raises(RuntimeError, match="the power went"):
            public_face.tell_late(project.number)
    assert public_face.overdue() == [project.number]
    assert public_face.tell_late(project.number)
    assert PublicWork.objects.filter(project=project, act="late").count() == 1
