"""An upheld dispute leads to another evaluation: the earlier one stays, the new band counts."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from backend.kernel.errors import Conflict, DomainError, NotFound, Refused
from backend.ledger.models import Balance, Transfer
from notifications.models import Event
from services.commissioning.models import Dispute, Evaluation, Project
from services.commissioning.states.contracts import StageState
from services.commissioning.states.organizations import OrgState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import archiving, evaluation, public_face, stages
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.19", "R9.22")]
LAST = 3
# `bv.POOR` plans 600 persons at 60 sessions.
PERSONS, SESSIONS = "600", "60"


def _refused(act: Callable[[], object], kind: type[DomainError] = Conflict) -> str:
    with pytest.raises(kind) as refusal:
        act()
    return refusal.value.code


def _again(world: World, made: Evaluation, key: str = "acceptance_officer") -> Evaluation:
    project = bv.row(made.contract.project)
    return evaluation.reevaluate(
        project.number, actor=world.actor(key), version=project.version, words="按认定的数字。"
    )


def _nothing_moved(made: Evaluation) -> None:
    assert list(Evaluation.objects.all()) == [made]
    assert Dispute.objects.untaken().exists()
    assert bv.row(made.contract.project).state is ProjectState.EVALUATED


def test_a_recognized_figure_is_evaluated_anew_and_the_earlier_evaluation_stays(
    world: World,
) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    dispute = bv.upheld(world, made.contract, "persons", "24")
    found = _again(world, made)
    assert (found.points_hundredths, found.band, found.supersedes) == (8_750, "good", made)
    line = found.lines.get(target__code="persons")
    assert (line.delivered_hundredths, line.points_hundredths) == (2_400, 2_500)
    made.refresh_from_db()
    assert (made.points_hundredths, made.band) == (7_500, "medium")
    assert made.lines.get(target__code="persons").delivered_hundredths == 1_200
    assert Evaluation.objects.standing().get() == found
    dispute.refresh_from_db()
    assert dispute.taken_by == found
    assert bc.stage(made.contract, LAST).state is StageState.DUE
    told = Event.objects.filter(topic="commissioning.reevaluated")
    assert [one.person_id for one in told] == [world.cast.people["feng_xue"].pk]


def test_what_a_poor_evaluation_withheld_falls_due_with_money_reserved_anew(world: World) -> None:
    made = bv.evaluated(world, wanted=bv.POOR)
    withheld = bc.stage(made.contract, LAST)
    before = Balance.objects.get(fund=world.fund).reserved_fen
    bv.upheld(world, made.contract, "persons", PERSONS)
    bv.upheld(world, made.contract, "sessions", SESSIONS)
    assert _again(world, made).band == "excellent"
    stage = bc.stage(made.contract, LAST)
    assert (stage.state, stage.withheld_for, stage.words) == (StageState.DUE, None, "")
    assert Balance.objects.get(fund=world.fund).reserved_fen == before + stage.amount_fen
    kinds = Transfer.objects.filter(because_type="commissioning.stage", because_id=stage.pk)
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        "reserve", "void", "reserve",
    ]  # fmt: skip
    assert stage.reservation_id != withheld.reservation_id
    organization = made.contract.organization
    organization.refresh_from_db()
    assert (organization.state, organization.barred_until) == (OrgState.CHECKED, None)
    bc.answered(world, bc.ordered(world, bc.approved(world, made.contract, LAST)))
    assert bc.stage(made.contract, LAST).state is StageState.PAID


def test_medium_in_the_place_of_poor_waits_for_the_rectification(world: World) -> None:
    made = bv.evaluated(world, wanted=bv.POOR)
    bv.upheld(world, made.contract, "persons", PERSONS)
    found = _again(world, made)
    assert (found.band, found.barred_until) == ("medium", None)
    assert found.rectify_by is not None
    assert bc.stage(made.contract, LAST).state is StageState.PLANNED
    project = bv.row(made.contract.project)
    evaluation.close_rectification(
        project.number,
        actor=world.actor("acceptance_officer"),
        version=project.version,
        is_done=True,
        words="已补足场次。",
    )
    assert bc.stage(made.contract, LAST).state is StageState.DUE


def test_the_same_low_band_asks_for_nothing_anew(world: World) -> None:
    made = bv.evaluated(world, wanted=bv.POOR)
    bv.upheld(world, made.contract, "persons", "13")
    found = _again(world, made)
    assert (found.band, found.barred_until) == ("poor", made.barred_until)
    assert found.points_hundredths > made.points_hundredths
    assert bc.stage(made.contract, LAST).state is StageState.WITHHELD
    made.contract.organization.refresh_from_db()
    assert made.contract.organization.barred_until == made.barred_until


def test_a_bar_for_another_reason_stays(world: World) -> None:
    made = bv.evaluated(world, wanted=bv.POOR)
    organization = made.contract.organization
    organization.refresh_from_db()
    organization.state_reason = "另有处罚"
    organization.save(update_fields=["state_reason"])
    bv.upheld(world, made.contract, "persons", PERSONS)
    bv.upheld(world, made.contract, "sessions", SESSIONS)
    _again(world, made)
    organization.refresh_from_db()
    assert (organization.state, organization.state_reason) == (OrgState.BARRED, "另有处罚")


def test_a_stage_that_an_officer_withheld_is_not_released(world: World) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    stage = bc.stage(made.contract, LAST)
    stages.withhold_stage(
        stage.number,
        actor=world.actor("project_approver"),
        version=stage.version,
        reason="另有纠纷",
    )
    bv.upheld(world, made.contract, "persons", "24")
    _again(world, made)
    assert bc.stage(made.contract, LAST).state is StageState.WITHHELD


def test_what_lies_at_the_bank_must_come_back_before_it_is_withheld(world: World) -> None:
    made = bv.evaluated(world)
    bc.ordered(world, bc.approved(world, made.contract, LAST))
    for figure in ("persons", "sessions"):
        bv.upheld(world, made.contract, figure, "0")
    assert _refused(lambda: _again(world, made)) == "already_ordered"
    _nothing_moved(made)
    assert bc.stage(made.contract, LAST).state is StageState.ORDERED


def test_without_an_upheld_dispute_nothing_is_evaluated_again(world: World) -> None:
    made = bv.evaluated(world)
    assert _refused(lambda: _again(world, made)) == "nothing_upheld"
    bv.disputed(world, made.contract)
    assert _refused(lambda: _again(world, made)) == "nothing_upheld"
    assert Evaluation.objects.get() == made


@pytest.mark.requirement("R9.17")
@pytest.mark.parametrize("key", ["project_buyer", "project_approver", "feng_xue", "zhou_lan"])
def test_who_bought_provided_or_only_reads_does_not_evaluate_again(world: World, key: str) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    bv.upheld(world, made.contract, "persons", "24")
    with pytest.raises((Refused, NotFound)):
        _again(world, made, key)
    _nothing_moved(made)


def test_who_recognized_the_figure_does_not_evaluate_with_it(world: World) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    dispute = bv.upheld(world, made.contract, "persons", "24")
    with bv.triggers_off():
        Dispute.objects.filter(pk=dispute.pk).update(
            answered_by=world.cast.users["acceptance_officer"]
        )
    assert _refused(lambda: _again(world, made), Refused) == "four_eyes"
    _nothing_moved(made)


def test_a_figure_recognized_before_the_evaluation_counts_in_it(world: World) -> None:
    project = bv.finished(world, wanted=bv.MEDIUM)
    dispute = bv.upheld(world, project.contract, "target.persons", "24")
    made = bv.evaluated(world, project)
    assert (made.points_hundredths, made.supersedes) == (8_750, None)
    dispute.refresh_from_db()
    assert dispute.taken_by == made


@pytest.mark.requirement("R9.25")
def test_a_project_is_not_archived_while_it_waits_to_be_evaluated_again(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    for place in (2, LAST):
        bc.answered(world, bc.ordered(world, bc.approved(world, made.contract, place)))
    public_face.settle(made.contract.project.number)
    bv.upheld(world, made.contract, "persons", "13")
    project = bv.row(made.contract.project)

    def archive() -> Project:
        return archiving.archive(
            project.number,
            actor=world.actor("project_buyer"),
            version=bv.row(project).version,
        )

    assert _refused(archive) == "reevaluation_open"
    bv.judged_again(world, project)
    assert archive().state is ProjectState.ARCHIVED


def test_the_database_keeps_answers_and_one_line_of_evaluations(world: World) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    dispute = bv.upheld(world, made.contract, "persons", "24")
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(ruled=25)
    _again(world, made)
    copy = {"contract": made.contract, "points_hundredths": 1, "band": "poor", "by": made.by}
    with pytest.raises(IntegrityError, match="evaluated_first_once"), transaction.atomic():
        Evaluation.objects.create(**copy)
    with pytest.raises(IntegrityError, match="supersedes"), transaction.atomic():
        Evaluation.objects.create(**copy, supersedes=made)
