"""Reports checked: confirmed, returned, and the final one that closes the delivery (R9.14)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from backend.kernel.errors import DomainError
from notifications.models import Event
from services.commissioning.models import Contract, Project, Report, StatedFigure
from services.commissioning.rules.contract import StageTerms
from services.commissioning.states.delivery import ReportState
from services.commissioning.states.projects import (
    DELIVERING,
    PUBLIC_LABELS,
    STAFF_LABELS,
    ProjectState,
)
from services.commissioning.workflow import milestones, report_checks, reports
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World
from tests.services.commissioning.workflow.test_milestones import met

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


@pytest.mark.requirement("R9.14")
def test_a_report_is_returned_with_words_and_handed_in_again(world: World) -> None:
    contract = build_contract.signed(world)
    report = build_contract.submitted(world, build_contract.begun(world, contract))
    back = lambda words: report_checks.return_report(  # noqa: E731
        report.number, actor=world.actor("project_buyer"), version=report.version, words=words
    )
    assert refused(lambda: back(" ")) == "reason_missing"
    assert back("缺签到表").state is ReportState.RETURNED
    assert Event.objects.filter(topic="commissioning.report_returned").count() == 1
    again = build_contract.submitted(world, report)
    assert (again.state, again.answer, again.checked_by) == (ReportState.SUBMITTED, "", None)
    assert StatedFigure.objects.count() == 1


@pytest.mark.requirement("R9.14")
def test_who_wrote_it_does_not_check_it(world: World) -> None:
    contract = build_contract.signed(world)
    report = build_contract.submitted(world, build_contract.begun(world, contract))
    writer = replace(world.actor("feng_xue"), posts=world.actor("project_buyer").posts)
    check = lambda: report_checks.confirm_report(  # noqa: E731
        report.number, actor=writer, version=report.version
    )
    assert refused(check) in {"four_eyes", "related"}
    with pytest.raises(IntegrityError, match="report_four_eyes"), transaction.atomic():
        Report.objects.update(checked_by=report.written_by)
    assert Report.objects.get().state is ReportState.SUBMITTED


@pytest.mark.requirement("R9.14")
def test_the_final_report_closes_the_delivery_and_is_opened_by_a_return(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.reported(world, contract)
    final = build_contract.begun(world, contract, is_final=True, ago=30)
    assert refused(lambda: build_contract.submitted(world, final)) == "midterm_open"
    contract = Contract.objects.get()
    milestones.meet_midterm(
        contract.number,
        actor=world.actor("project_approver"),
        version=contract.version,
        words="通过",
        judgements=[met(1)],
    )
    handed = build_contract.submitted(world, final)
    assert Project.objects.get().state is ProjectState.FINAL_REPORT
    assert refused(lambda: build_contract.opened(world, contract)) == "project_closed"
    report_checks.return_report(
        handed.number,
        actor=world.actor("project_buyer"),
        version=handed.version,
        words="缺总结",
    )
    assert Project.objects.get().state is ProjectState.FINAL_RETURNED
    build_contract.checked(world, build_contract.submitted(world, final))
    assert Event.objects.filter(topic="commissioning.delivery_to_accept").exists()
    assert refused(lambda: build_contract.begun(world, contract, ago=1)) == "project_closed"


def test_a_final_report_sent_back_claims_no_midterm_that_never_was(world: World) -> None:
    contract = build_contract.signed(world, stages=(StageTerms(100, "accepted"),))
    final = build_contract.begun(world, contract, is_final=True)
    build_contract.spent(world, final)
    handed = build_contract.submitted(world, final)
    report_checks.return_report(
        handed.number,
        actor=world.actor("project_buyer"),
        version=handed.version,
        words="缺总结",
    )
    state = Project.objects.get().state
    assert STAFF_LABELS[state] == "终期报告已退回，待补正"
    assert PUBLIC_LABELS[state] == "终期报告已退回，承接组织补正中"
    assert state in DELIVERING
    build_contract.submitted(world, final)
    assert Project.objects.get().state is ProjectState.FINAL_REPORT


def test_the_final_report_is_taken_up_again_only_to_put_things_right(world: World) -> None:
    contract = build_contract.signed(world, stages=(StageTerms(100, "accepted"),))
    final = build_contract.reported(world, contract, is_final=True)
    take_up = lambda: reports.take_up_final(  # noqa: E731
        final.number, actor=world.actor("feng_xue"), version=final.version
    )
    assert refused(take_up) == "not_rectifying"
    project = Project.objects.get()
    project.state = ProjectState.RECTIFYING
    project.save()
    assert take_up().state is ReportState.RETURNED
    build_contract.submitted(world, final)
    assert Project.objects.get().state is ProjectState.FINAL_REPORT
