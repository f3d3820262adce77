"""A plan version in its life: one person proposes, another signs, a successor ends the open one."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from notifications.models import Event
from services.mutual_aid import queries
from services.mutual_aid.models import Benefit, PlanStep, PlanVersion
from services.mutual_aid.queries.plan_sheets import sheet_of
from services.mutual_aid.states import PLAN, PlanState
from services.mutual_aid.workflow import plan_life, plan_withdrawal, plans
from tests.cast import Cast
from tests.services.mutual_aid import build as cast_build
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.rules.packs import raw_pack

RATIO = {"kind": "ratio", "item": "inpatient", "base": "pooled_oop", "rate": "0.5"}


def officer(world: Cast) -> Actor:
    return cast_build.actor(world, "plan_officer")


def approver(world: Cast) -> Actor:
    return cast_build.actor(world, "plan_approver")


def load(world: Cast, **fields: Any) -> PlanVersion:
    """Load a version of a plan that nobody has seen."""
    raw = raw_pack({**RATIO, "rate": fields.pop("rate", "0.5")}, **{"verified": True, **fields})
    return plans.load(json.dumps(raw).encode(), sponsor_number="GH-0001", actor=officer(world))


def proposed(world: Cast, **fields: Any) -> PlanVersion:
    number = load(world, **fields).number
    return plan_life.propose(number, actor=officer(world), reason="规则已核对。")


def state(number: str) -> tuple[str, date | None, int]:
    row = PlanVersion.objects.get(number=number)
    return str(row.state), row.valid_to, row.steps.count()


def must_refuse(kind: type[DomainError], code: str, act: Any, number: str, **how: Any) -> str:
    """Expect a refusal that leaves the version as it was; gives its sentence."""
    before, steps = state(number), PlanStep.objects.count()
    with pytest.raises(kind) as refusal:
        act(number, **how)
    assert refusal.value.code == code
    assert (state(number), PlanStep.objects.count()) == (before, steps)
    return refusal.value.message


def test_the_table_of_a_version_ends_where_it_should() -> None:
    assert PLAN.reachable() == set(PlanState) == set(PLAN.labels)
    assert PLAN.finals() == {PlanState.DECLINED, PlanState.WITHDRAWN}


@pytest.mark.requirement("R8.2")
def test_two_persons_put_a_version_in_force_and_the_history_says_who(world: Cast) -> None:
    version = load(world)
    assert (version.state, version.pays) == (PlanState.LOADED, False)
    plan_life.propose(version.number, actor=officer(world), reason="本届委员会通过。")
    told = Event.objects.get(topic="mutual_aid.plan_to_approve", subject_id=version.pk)
    assert told.person_id == world.people["plan_approver"].pk
    assert told.params["title"] == version.number
    waiting = list(queries.queue_items(approver(world)))
    assert [(one.number, one.url) for one in waiting] == [
        ("TEST-1", "/console/mutual-aid/plans/TEST-1/")
    ]
    assert not [one for one in queries.queue_items(officer(world)) if one.number == "TEST-1"]
    plan_life.approve(version.number, actor=approver(world), opinion="同意。")
    row = PlanVersion.objects.get(pk=version.pk)
    assert (row.state, row.pays) == (PlanState.IN_FORCE, True)
    assert row.proposed_by == world.users["plan_officer"]
    assert row.verified_by == world.users["plan_approver"]
    assert [(one.act, one.reason) for one in row.steps.order_by("pk")] == [
        ("load", ""), ("propose", "本届委员会通过。"), ("approve", "同意。"),
    ]  # fmt: skip


@pytest.mark.requirement("R8.2")
def test_nobody_signs_what_he_proposed_not_even_in_the_database(world: Cast) -> None:
    number = proposed(world).number
    row = PlanVersion.objects.get(number=number)
    signer = approver(world)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            "UPDATE mutual_aid_planversion SET proposed_by_id = %s WHERE id = %s",
            [signer.user_id, row.pk],
        )
    must_refuse(Refused, "four_eyes", plan_life.approve, number, actor=signer)
    must_refuse(Refused, "four_eyes", plan_life.decline, number, actor=signer, reason="x")
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        PlanVersion.objects.filter(pk=row.pk).update(
            verified_by=signer.user_id, verified_at=row.proposed_at
        )
    with pytest.raises(IntegrityError, match="in_force_is_signed"), transaction.atomic():
        PlanVersion.objects.filter(pk=row.pk).update(state=PlanState.IN_FORCE)


def test_the_database_lets_no_version_jump_over_the_proposal(world: Cast) -> None:
    version = load(world)
    for change in ({"state": PlanState.IN_FORCE}, {"valid_to": date(2030, 1, 1)}, {"pack": {}}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PlanVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanStep.objects.filter(plan_version=version).update(reason="x")
    assert state(version.number) == ("loaded", None, 1)


def test_each_act_is_of_its_permission_and_of_its_state(world: Cast) -> None:
    number = load(world).number
    may, signs = officer(world), approver(world)
    must_refuse(Refused, "not_permitted", plan_life.propose, number, actor=signs, reason="x")
    must_refuse(Invalid, "reason_missing", plan_life.propose, number, actor=may, reason=" ")
    must_refuse(Conflict, "wrong_state", plan_life.approve, number, actor=signs)
    plan_life.propose(number, actor=may, reason="x")
    must_refuse(Conflict, "wrong_state", plan_life.propose, number, actor=may, reason="x")
    must_refuse(Refused, "not_permitted", plan_life.approve, number, actor=may)
    must_refuse(Invalid, "reason_missing", plan_life.decline, number, actor=signs, reason="")
    plan_life.decline(number, actor=signs, reason="起付线应再议。")
    assert state(number)[0] == "declined"
    must_refuse(Conflict, "wrong_state", plan_withdrawal.withdraw, number, actor=may, reason="x")
    with pytest.raises(NotFound):
        plan_life.propose("NONE-1", actor=may, reason="x")


def test_an_assumed_pack_is_never_proposed(world: Cast) -> None:
    holes = [{"at": "/benefits/0/rate", "note": "没有查到"}]
    number = load(world, verified=False, holes=holes).number
    must_refuse(Conflict, "not_final", plan_life.propose, number, actor=officer(world), reason="x")
    sheet = sheet_of(officer(world), number)
    assert sheet.holes == [("/benefits/0/rate（给付项目第 1 项）", "没有查到")]
    assert sheet.may == {"withdraw", "try"}


@pytest.mark.requirement("R8.2")
def test_a_successor_ends_the_open_version_the_day_before_and_only_once(world: Cast) -> None:
    cast_build.put_in_force(world, load(world).number)
    second = proposed(world, version=2, valid_from="2026-07-01", rate="0.6")
    assert state("TEST-1")[1] is None
    plan_life.approve(second.number, actor=approver(world))
    assert state("TEST-1") == ("in_force", date(2026, 6, 30), 4)
    assert state("TEST-1.v2") == ("in_force", None, 3)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(number="TEST-1").update(valid_to=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(number="TEST-1.v2").update(valid_to=date(2026, 12, 31))


def test_versions_that_meet_in_another_way_are_refused_at_every_door(world: Cast) -> None:
    cast_build.put_in_force(
        world, load(world, valid_from="2026-03-01", valid_to="2026-12-31").number
    )
    for first in ("2026-12-31", "2026-03-01", "2026-01-01"):
        with pytest.raises(Conflict) as refusal:
            load(world, version=2, valid_from=first)
        assert refusal.value.code == "versions_overlap"
    early = proposed(world, version=2, valid_from="2027-01-01")
    late = proposed(world, version=3, valid_from="2027-01-01", rate="0.7")
    plan_life.approve(early.number, actor=approver(world))
    must_refuse(Conflict, "versions_overlap", plan_life.approve, late.number, actor=approver(world))
    assert PlanVersion.objects.filter(plan__code="TEST-1").count() == 3


@pytest.mark.requirement("R8.2")
def test_a_claim_is_of_the_version_of_its_day_and_stays_as_it_was_decided(
    desk: build.Story,
) -> None:
    """Events on the last day of version 1 and the first day of version 2, decided after both."""
    world = desk.made
    first = build.adopt(desk, RATIO)
    under = build.cover(desk, plan=first.number)
    early = build.approved(desk, build.Stay(day=date(2026, 6, 30)), under=under)
    frozen = Benefit.objects.select_related("key").get(claim=early)
    receipt, amount = frozen.unseal("receipt_sealed"), frozen.amount_fen
    draft = load(world, version=2, valid_from="2026-07-01", rate="0.6")
    cast_build.put_in_force(world, draft.number)
    old = build.approved(desk, build.Stay(day=date(2026, 6, 30)), under=under)
    new = build.approved(desk, build.Stay(day=date(2026, 7, 1)), under=under)
    assert (old.plan_version, old.benefit.amount_fen) == (first, 500_000)
    assert (new.plan_version.number, new.benefit.amount_fen) == (draft.number, 600_000)
    again = Benefit.objects.select_related("key").get(pk=frozen.pk)
    assert (again.unseal("receipt_sealed"), again.amount_fen) == (receipt, amount)
    assert amount == 500_000


def test_a_version_comes_too_late_for_what_another_decided_in_its_days(desk: build.Story) -> None:
    """A version that is only loaded decides nothing; put in force later it would pay twice."""
    world = desk.made
    first = build.adopt(desk, RATIO)
    under = build.cover(desk, plan=first.number)
    draft = proposed(world, version=2, valid_from="2026-07-01", rate="0.6")
    claim = build.approved(desk, build.Stay(day=date(2026, 7, 1)), under=under)
    assert (claim.plan_version, claim.benefit.amount_fen) == (first, 500_000)
    must_refuse(Conflict, "decided_already", plan_life.approve, draft.number, actor=approver(world))
    later = proposed(world, version=3, valid_from="2026-07-02", rate="0.6")
    assert plan_life.approve(later.number, actor=approver(world)).pays
