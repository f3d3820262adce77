"""Acceptance by somebody who did not buy, with the workers' opinion in it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.access.permissions import Permission
from backend.access.roles import GRANTS
from backend.audit.models import Entry
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import Acceptance, Contract, Project, ProjectStep
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import acceptance, standing
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def _accept(world: World, project: Project, key: str = "acceptance_officer") -> Acceptance:
    return acceptance.accept_delivery(
        project.number,
        actor=world.actor(key),
        version=bv.row(project).version,
        opinion="服务按协议完成。",
    )


def _nothing_changed(project: Project) -> bool:
    now = bv.row(project)
    return (now.state, now.accepted_by_id, now.version) == (
        project.state,
        None,
        project.version,
    ) and not Acceptance.objects.exists()


@pytest.mark.requirement("R9.16")
def test_acceptance_keeps_the_workers_opinion_as_it_stood(world: World) -> None:
    project = bv.finished(world, persons=12, stars=4)
    made = _accept(world, project)
    assert (made.ratings, made.stars_hundredths) == (12, 400)
    now = bv.row(project)
    assert now.state is ProjectState.ACCEPTED
    assert now.accepted_by == world.cast.users["acceptance_officer"]
    assert now.contract.ended_on == clock.today()
    assert ProjectStep.objects.filter(project=project, act="accept").count() == 1
    assert Entry.objects.filter(act="commissioning.acceptance.accepted").count() == 1


@pytest.mark.requirement("R9.17")
@pytest.mark.parametrize("column", ["drafted_by", "opened_by", "awarded_by"])
def test_who_bought_does_not_accept(world: World, column: str) -> None:
    project = bv.finished(world)
    officer = world.cast.users["acceptance_officer"]
    Project.objects.filter(pk=project.pk).update(**{column: officer})
    with pytest.raises(Refused) as refusal:
        _accept(world, project)
    assert refusal.value.code == "bought"
    assert _nothing_changed(project)


@pytest.mark.requirement("R9.17")
def test_who_approved_a_payment_does_not_accept(world: World) -> None:
    project = bv.finished(world)
    stage = bc.stage(project.contract, 1)
    stage.approved_by = world.cast.users["acceptance_officer"]
    stage.save(update_fields=["approved_by"])
    with pytest.raises(Refused) as refusal:
        _accept(world, project)
    assert refusal.value.code == "bought"
    assert _nothing_changed(project)


@pytest.mark.requirement("R9.17")
@pytest.mark.parametrize("column", ["drafted_by", "opened_by", "awarded_by"])
def test_the_database_refuses_that_a_buyer_accepts(world: World, column: str) -> None:
    project = bv.finished(world)
    officer = world.cast.users["acceptance_officer"]
    Project.objects.filter(pk=project.pk).update(**{column: officer})
    with pytest.raises(IntegrityError, match="buyer_does_not_accept"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(accepted_by=officer)


@pytest.mark.parametrize("key", ["project_buyer", "project_approver", "zhou_lan", "feng_xue"])
def test_nobody_without_the_post_accepts(world: World, key: str) -> None:
    project = bv.finished(world)
    with pytest.raises((Refused, NotFound)):
        _accept(world, project, key)
    assert _nothing_changed(project)


def test_no_role_both_buys_and_accepts() -> None:
    buys = {
        Permission.COMMISSIONING_CALL_WRITE,
        Permission.COMMISSIONING_CALL_OPEN,
        Permission.COMMISSIONING_AWARD_DECIDE,
        Permission.COMMISSIONING_CONTRACT_SIGN,
        Permission.COMMISSIONING_STAGE_APPROVE,
    }
    both = [
        role
        for role, rights in GRANTS.items()
        if Permission.COMMISSIONING_ACCEPTANCE_WRITE in rights and buys & rights
    ]
    assert both == []


def test_a_delivery_whose_final_report_is_not_checked_is_not_accepted(world: World) -> None:
    contract = bc.signed(world, targets=bv.EXCELLENT)
    bv.crowd(world, contract, 12)
    bc.reported(world, contract, ago=65)
    bv.midterm(world, contract)
    report = bc.begun(world, contract, is_final=True, ago=31)
    bc.spent(world, report)
    bc.submitted(world, report)
    project = bv.row(contract.project)
    with pytest.raises(Conflict) as refusal:
        _accept(world, project)
    assert refusal.value.code == "final_not_checked"
    assert _nothing_changed(project)


@pytest.mark.parametrize(
    ("opinion", "code"), [("  ", "reason_missing"), ("请联系 13800138000", "personal_number")]
)
def test_an_opinion_is_public_and_so_never_empty_nor_with_a_number(
    world: World, opinion: str, code: str
) -> None:
    project = bv.finished(world)
    with pytest.raises(Invalid) as refusal:
        acceptance.accept_delivery(
            project.number,
            actor=world.actor("acceptance_officer"),
            version=project.version,
            opinion=opinion,
        )
    assert refusal.value.code == code
    assert _nothing_changed(project)


@pytest.mark.requirement("R9.17")
def test_a_faulty_delivery_is_put_right_by_a_day_and_handed_in_again(world: World) -> None:
    project = bv.finished(world)
    last = clock.today() + timedelta(days=14)
    made = acceptance.ask_rectification(
        project.number,
        actor=world.actor("acceptance_officer"),
        version=project.version,
        opinion="缺三场服务的记录，请补齐。",
        rectify_by=last,
    )
    assert (made.outcome, made.rectify_by) == ("rectify", last)
    now = bv.row(project)
    assert (now.state, now.accepted_by_id) == (ProjectState.RECTIFYING, None)


def test_a_day_to_rectify_by_lies_in_the_future(world: World) -> None:
    project = bv.finished(world)
    with pytest.raises(Invalid) as refusal:
        acceptance.ask_rectification(
            project.number,
            actor=world.actor("acceptance_officer"),
            version=project.version,
            opinion="缺记录。",
            rectify_by=clock.today(),
        )
    assert refusal.value.code == "bad_day"
    assert _nothing_changed(project)


BUYING = ("drafted_by", "opened_by", "awarded_by")
SIGNING = ("drafted_by", "agreed_by", "signed_by")


@pytest.mark.requirement("R9.17")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(hands=st.lists(st.integers(0, 5), min_size=7, max_size=7), judge=st.integers(0, 5))
def test_over_random_staffs_nobody_buys_and_accepts(
    world: World, hands: list[int], judge: int
) -> None:
    """Seven hands dealt at random among six people; the judge is let in only with clean hands."""
    staff = [world.cast.users[key] for key in STAFF]
    project = Project(pk=1, **dict(zip(BUYING, (staff[one] for one in hands[:3]), strict=True)))
    contract = Contract(
        pk=1, project=project, **dict(zip(SIGNING, (staff[one] for one in hands[3:6]), strict=True))
    )
    actor = world.actor(STAFF[judge])
    dirty = judge in hands[:6]
    if dirty:
        with pytest.raises(Refused):
            standing.must_not_have_bought(actor, contract)
    else:
        standing.must_not_have_bought(actor, contract)


STAFF = (
    "project_buyer", "project_approver", "acceptance_officer", "sun_li", "payment_confirmer",
    "zhou_lan",
)  # fmt: skip
