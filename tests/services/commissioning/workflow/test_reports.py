"""Work reports: written as a draft, tied to lines and periods, checked by another (R9.14)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.kernel.money import Money
from notifications.models import Event
from services.commissioning.models import (
    Project,
    Report,
    ReportPhoto,
    Spending,
    StatedFigure,
)
from services.commissioning.queries import delivered
from services.commissioning.states.delivery import ReportState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import (
    report_papers,
    reports,
    sessions,
)
from services.commissioning.workflow.reports import Content
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def submit(world: World, report: Report) -> Report:
    report.refresh_from_db()
    return reports.submit_report(
        report.number, actor=world.actor("feng_xue"), version=report.version
    )


@pytest.mark.requirement("R9.14")
def test_a_report_is_saved_taken_up_again_handed_in_and_confirmed(world: World) -> None:
    contract = build_contract.signed(world)
    report = build_contract.begun(world, contract)
    build_contract.spent(world, report, 1_200_000)
    officer = world.actor("feng_xue")
    report.refresh_from_db()
    saved = reports.save_report(
        report.number,
        actor=officer,
        version=report.version,
        content=Content(30, 2, "先存一半。", {"helped": 1_000}),
    )
    assert (saved.state, saved.persons) == (ReportState.DRAFT, 30)
    handed = build_contract.submitted(world, saved, persons=40)
    assert delivered.figures(contract).spent_fen == 0
    build_contract.checked(world, handed)
    found = delivered.figures(contract)
    assert [line.spent_fen for line in found.lines] == [1_200_000, 0, 0]
    assert (found.reported_persons, found.spent_fen, found.unspent_fen) == (
        40, 1_200_000, 16_800_000,
    )  # fmt: skip
    assert found.of_target("stated", "helped") == 4_000
    told = Event.objects.get(topic="commissioning.report_confirmed")
    assert told.person_id == world.cast.users["feng_xue"].person_id


@pytest.mark.requirement("R9.14")
@pytest.mark.parametrize(
    ("fen", "shift", "code"),
    [
        (0, 0, "amount_zero"),
        (-1, 0, "amount_negative"),
        (100, -1, "outside_period"),
        (100, 30, "outside_period"),
    ],
)
def test_a_voucher_of_zero_negative_or_another_period_is_refused(
    world: World, fen: int, shift: int, code: str
) -> None:
    contract = build_contract.signed(world)
    report = build_contract.begun(world, contract)
    day = report.period_start + timedelta(days=shift)
    assert refused(lambda: build_contract.spent(world, report, fen, day=day)) == code
    assert not Spending.objects.exists()
    assert Report.objects.get().version == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Spending.objects.create(
            report=report, line=contract.lines.get(place=1), amount_fen=0, spent_on=day, words="x"
        )


@pytest.mark.requirement("R9.14")
def test_a_voucher_of_a_day_to_come_is_refused(world: World) -> None:
    contract = build_contract.signed(world)
    report = build_contract.begun(world, contract, ago=10)
    tomorrow = clock.today() + timedelta(days=1)
    assert refused(lambda: build_contract.spent(world, report, day=tomorrow)) == "in_future"


@pytest.mark.requirement("R9.14")
def test_spending_beyond_a_line_is_refused_with_its_name(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.reported(world, contract, fen=9_000_000)
    second = build_contract.begun(world, contract, ago=30)
    with pytest.raises(DomainError, match=r"“人员费用”预算 100,000\.00 元") as refusal:
        build_contract.spent(world, second, 1_000_001)
    assert refusal.value.code == "line_beyond"
    assert Spending.objects.count() == 1
    build_contract.spent(world, second, 1_000_000)


@pytest.mark.requirement("R9.14")
@pytest.mark.requirement("R9.14")
def test_the_database_itself_refuses_two_reports_of_one_day(world: World) -> None:
    report = build_contract.begun(world, build_contract.signed(world))
    copy = Report(
        number="JB-0",
        contract=report.contract,
        period_start=report.period_end,
        period_end=report.period_end + timedelta(days=5),
        written_by=report.written_by,
    )
    with pytest.raises(IntegrityError, match="never_overlap"), transaction.atomic():
        copy.save()
    copy.period_start += timedelta(days=1)
    copy.save()
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (-60, -61, "period_backward"),
        (-71, -60, "period_outside"),
        (100, 111, "period_outside"),
        (-31, 5, "period_overlaps"),
        (-80, 5, "period_outside"),
    ],
)
def test_a_wrong_period_is_refused_by_name(world: World, start: int, end: int, code: str) -> None:
    contract = build_contract.signed(world)
    build_contract.begun(world, contract, ago=60)
    today = clock.today()
    begin = lambda: reports.begin_report(  # noqa: E731
        contract.number,
        actor=world.actor("feng_xue"),
        period_start=today + timedelta(days=start),
        period_end=today + timedelta(days=end),
    )
    assert refused(begin) == code
    assert Report.objects.count() == 1


@pytest.mark.requirement("R9.14")
def test_a_report_for_a_closed_project_is_refused(world: World) -> None:
    contract = build_contract.signed(world)
    report = build_contract.begun(world, contract)
    project = Project.objects.get()
    project.state = ProjectState.TERMINATED
    project.save()
    assert refused(lambda: build_contract.begun(world, contract, ago=30)) == "project_closed"
    assert refused(lambda: build_contract.spent(world, report)) == "project_closed"
    assert refused(lambda: build_contract.submitted(world, report)) == "project_closed"
    assert (Report.objects.get().state, Spending.objects.count()) == (ReportState.DRAFT, 0)


@pytest.mark.requirement("R9.14")
def test_without_its_voucher_a_spending_is_not_handed_in(world: World) -> None:
    contract = build_contract.signed(world)
    report = build_contract.begun(world, contract)
    officer = world.actor("feng_xue")
    spending = report_papers.add_spending(
        report.number,
        actor=officer,
        line=1,
        amount=Money(100),
        spent_on=report.period_start,
        words="打印",
    )
    assert refused(lambda: build_contract.submitted(world, report)) == "voucher_missing"
    report_papers.add_voucher(
        report.number,
        actor=officer,
        spending=spending.number,
        voucher=build_contract.upload(officer),
    )
    assert submit(world, report).state is ReportState.SUBMITTED
    assert refused(lambda: build_contract.spent(world, report)) == "not_editable"


def test_what_was_entered_by_mistake_is_taken_out(world: World) -> None:
    contract = build_contract.signed(world)
    report = build_contract.begun(world, contract)
    officer = world.actor("feng_xue")
    build_contract.spent(world, report)
    report_papers.add_photo(
        report.number, actor=officer, upload=build_contract.upload(officer), caption="现场"
    )
    spending, photo = Spending.objects.get(), ReportPhoto.objects.get()
    report_papers.remove_spending(report.number, actor=officer, spending=spending.number)
    report_papers.remove_photo(report.number, actor=officer, photo=photo.number)
    again = lambda: report_papers.remove_photo(  # noqa: E731
        report.number, actor=officer, photo=photo.number
    )
    assert refused(again) == "not_found"
    assert not Spending.objects.exists()
    assert not ReportPhoto.objects.exists()


@pytest.mark.requirement("R9.14")
def test_a_period_that_still_runs_and_open_sessions_wait(world: World) -> None:
    contract = build_contract.signed(world)
    running = build_contract.begun(world, contract, ago=10)
    assert refused(lambda: build_contract.submitted(world, running)) == "in_future"
    Report.objects.update(period_end=clock.today())
    session = build_contract.opened(world, contract)
    if session.starts_at.astimezone(clock.TZ).date() == clock.today():
        assert refused(lambda: build_contract.submitted(world, running)) == "sessions_open"
        sessions.close_session(
            session.number, actor=world.actor("feng_xue"), version=2, provider_count=0
        )
    assert build_contract.submitted(world, running).state is ReportState.SUBMITTED


def test_only_targets_that_nothing_counts_are_typed_in(world: World) -> None:
    contract = build_contract.signed(world)
    report = build_contract.begun(world, contract)
    save = lambda stated: reports.save_report(  # noqa: E731
        report.number,
        actor=world.actor("feng_xue"),
        version=1,
        content=Content(0, 0, "", stated),
    )
    assert refused(lambda: save({"persons": 60_000})) == "bad_target"
    assert refused(lambda: save({"helped": -1})) == "bad_target"
    assert refused(lambda: save({"helped": 1_050})) == "bad_target"
    assert not StatedFigure.objects.exists()


def test_another_organization_does_not_see_the_report(world: World) -> None:
    report = build_contract.begun(world, build_contract.signed(world))
    other = world.actor("second_officer")
    submit_it = lambda: reports.submit_report(report.number, actor=other, version=1)  # noqa: E731
    assert refused(submit_it) == "not_found"
    assert not Report.objects.visible_to(other).exists()
