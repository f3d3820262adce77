"""Disputes over figures: made by the provider, answered by another, both beside the figure."""

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import Dispute, Project
from services.commissioning.queries.public.sheet import sheet_of
from services.commissioning.states.verdicts import AnswerState
from services.commissioning.workflow import disputes
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def _made(
    world: World, project: Project, figure: str = "persons", key: str = "feng_xue"
) -> Dispute:
    return disputes.make_dispute(
        project.contract.number,
        actor=world.actor(key),
        figure=figure,
        claimed="13 人",
        words="有一名职工手机没电，签在纸上。",
    )


@pytest.mark.requirement("R9.22")
def test_dispute_and_answer_stand_beside_the_figure(world: World) -> None:
    project = bv.finished(world)
    made = _made(world, project)
    disputes.dismiss_dispute(
        made.number,
        actor=world.actor("project_approver"),
        version=made.version,
        answer="纸质签到不计入职工确认。",
    )
    line = next(one for one in sheet_of(bv.row(project)).quantity if one.code == "persons")
    assert [(one.claimed, one.state_label, one.answer) for one in line.disputes] == [
        ("13 人", "不成立", "纸质签到不计入职工确认。")
    ]
    steps = project.steps.filter(act__contains="dispute").values_list("words", flat=True)
    assert set(steps) == {"实际服务人数（职工确认）"}


@pytest.mark.requirement("R9.22")
def test_a_dispute_of_a_target_stands_beside_the_target(world: World) -> None:
    made = bv.evaluated(world)
    project = bv.row(made.contract.project)
    _made(world, project, "target.helped")
    verdict = sheet_of(project).verdict
    assert verdict is not None
    shown = {one.code: len(one.disputes) for one in verdict.targets}
    assert shown["helped"] == 1
    assert sum(shown.values()) == 1


def test_only_the_provider_disputes(world: World) -> None:
    project = bv.finished(world)
    for key in ("second_officer", "project_buyer", "li_mei"):
        with pytest.raises(NotFound):
            _made(world, project, key=key)
    assert not Dispute.objects.exists()


@pytest.mark.parametrize("figure", ["", "anything", "target.nothing", "disputes"])
def test_an_unknown_figure_is_refused(world: World, figure: str) -> None:
    project = bv.finished(world)
    with pytest.raises(Invalid) as refusal:
        _made(world, project, figure)
    assert refusal.value.code == "unknown_figure"
    assert not Dispute.objects.exists()


@pytest.mark.requirement("R12.31")
@pytest.mark.parametrize("figure", ["persons", "unit_cost_fen", "target.persons"])
def test_what_stays_out_for_a_small_group_is_not_disputed_in_public(
    world: World, figure: str
) -> None:
    project = bv.finished(world, persons=9)
    with pytest.raises(Conflict) as refusal:
        _made(world, project, figure)
    assert refusal.value.code == "figure_hidden"
    assert not Dispute.objects.exists()
    _made(world, project, "sessions")
    assert Dispute.objects.count() == 1


def test_one_open_dispute_for_each_figure(world: World) -> None:
    project = bv.finished(world)
    _made(world, project)
    with pytest.raises(Conflict) as refusal:
        _made(world, project)
    assert refusal.value.code == "already_disputed"
    assert Dispute.objects.count() == 1


def test_words_with_somebodys_number_are_refused(world: World) -> None:
    project = bv.finished(world)
    with pytest.raises(Invalid) as refusal:
        disputes.make_dispute(
            project.contract.number,
            actor=world.actor("feng_xue"),
            figure="persons",
            claimed="13 人",
            words="请打 13800138000 核实",
        )
    assert refusal.value.code == "personal_number"
    assert not Dispute.objects.exists()


def test_who_judged_the_delivery_does_not_answer(world: World) -> None:
    made = bv.evaluated(world)
    dispute = _made(world, bv.row(made.contract.project))
    with pytest.raises(Refused):
        disputes.uphold_dispute(
            dispute.number,
            actor=world.actor("acceptance_officer"),
            version=dispute.version,
            answer="改正。",
        )
    dispute.refresh_from_db()
    assert dispute.state is AnswerState.OPEN


def test_a_dispute_is_answered_once(world: World) -> None:
    dispute = _made(world, bv.finished(world))
    answered = disputes.uphold_dispute(
        dispute.number,
        actor=world.actor("project_approver"),
        version=dispute.version,
        answer="核对后机构有理，记在这里。",
        ruled="13",
    )
    with pytest.raises(Conflict):
        disputes.dismiss_dispute(
            dispute.number,
            actor=world.actor("project_approver"),
            version=answered.version,
            answer="不成立。",
        )
    dispute.refresh_from_db()
    assert dispute.state is AnswerState.UPHELD
