"""The life cycles: every state reachable, every act used, a label for each state."""

from enum import StrEnum
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import ProtectedError

from backend.kernel.states import Machine
from services.commissioning.models import (
    Bid,
    BudgetLine,
    Call,
    Confirmation,
    Contract,
    Criterion,
    Milestone,
    Project,
    Report,
    Session,
    Spending,
    Stage,
    StatedFigure,
    Target,
)
from services.commissioning.states.bids import BID, BidAct, BidState
from services.commissioning.states.contracts import (
    CHANGE,
    MILESTONE,
    STAGE,
    ChangeAct,
    ChangeState,
    MilestoneAct,
    MilestoneState,
    StageAct,
    StageState,
)
from services.commissioning.states.delivery import (
    REPORT,
    SESSION,
    ReportAct,
    ReportState,
    SessionAct,
    SessionState,
)
from services.commissioning.states.organizations import (
    ORG,
    PROOF,
    OrgAct,
    OrgState,
    ProofAct,
    ProofState,
)
from services.commissioning.states.panel import SEAT, SeatAct, SeatState
from services.commissioning.states.projects import (
    PROJECT,
    PUBLIC_LABELS,
    ProjectAct,
    ProjectState,
)
from services.commissioning.states.verdicts import ANSWER, AnswerAct, AnswerState
from tests.services.commissioning import build, build_contract, build_verdict
from tests.services.commissioning.build import World

MACHINES: list[tuple[Machine[Any, Any], type[StrEnum], type[StrEnum]]] = [
    (PROJECT, ProjectState, ProjectAct),
    (BID, BidState, BidAct),
    (SEAT, SeatState, SeatAct),
    (MILESTONE, MilestoneState, MilestoneAct),
    (STAGE, StageState, StageAct),
    (CHANGE, ChangeState, ChangeAct),
    (SESSION, SessionState, SessionAct),
    (REPORT, ReportState, ReportAct),
    (ORG, OrgState, OrgAct),
    (PROOF, ProofState, ProofAct),
    (ANSWER, AnswerState, AnswerAct),
]


@pytest.mark.parametrize(("machine", "states", "acts"), MACHINES)
def test_every_state_can_be_reached_and_has_a_label(
    machine: Machine[Any, Any], states: type[StrEnum], acts: type[StrEnum]
) -> None:
    assert machine.reachable() == set(states)
    assert set(machine.labels) == set(states)
    assert {act for _, act in machine.moves} == set(acts)


def test_the_public_has_a_word_for_every_state_of_a_project() -> None:
    assert set(PUBLIC_LABELS) == set(ProjectState)


def test_a_project_ends_only_archived_or_cancelled() -> None:
    assert PROJECT.finals() == {ProjectState.ARCHIVED, ProjectState.CANCELLED}


@pytest.mark.django_db
def test_the_world_of_the_tests_stands(world: World) -> None:
    assert len(world.organizations) == 3


@pytest.mark.django_db
def test_the_database_lets_a_project_walk_only_along_its_machine(world: World) -> None:
    project = build.awarded(world)
    project.state = ProjectState.ARCHIVED
    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        project.save()
    project.refresh_from_db()
    assert project.state is ProjectState.AWARDED


@pytest.mark.django_db
@pytest.mark.requirement("R9.17")
def test_the_database_refuses_that_who_awarded_accepts(world: World) -> None:
    project = build.awarded(world)
    project.accepted_by = project.awarded_by
    with pytest.raises(IntegrityError, match="buyer_does_not_accept"), transaction.atomic():
        project.save()


@pytest.mark.django_db
@pytest.mark.requirement("R9.25")
def test_a_project_cannot_be_deleted(world: World) -> None:
    project = build.awarded(world)
    with pytest.raises((IntegrityError, ProgrammingError, ProtectedError)), transaction.atomic():
        project.delete()
    assert Project.objects.filter(pk=project.pk).exists()


RECORDS = (
    Call, Criterion, Bid, Contract, BudgetLine, Target, Milestone, Stage, Session, Confirmation,
    Report, Spending, StatedFigure,
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.requirement("R9.25")
def test_the_database_keeps_every_record_of_a_project(world: World) -> None:
    build_verdict.finished(world)
    for model in RECORDS:
        rows, table = model.objects.count(), connection.ops.quote_name(model._meta.db_table)
        assert rows, f"{table} holds nothing that could be deleted"
        with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM {table}")
        assert model.objects.count() == rows


@pytest.mark.django_db
@pytest.mark.requirement("R9.25")
def test_a_draft_may_be_emptied_until_it_stands(world: World) -> None:
    contract = build_contract.drafted(world)
    Stage.objects.filter(contract=contract).delete()
    BudgetLine.objects.filter(contract=contract).delete()
    assert not contract.stages.exists()
    assert not contract.lines.exists()
