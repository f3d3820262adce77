"""Passing a claim on: level by level, never one person twice, never on one's own."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from backend.accounts.models import Person
from backend.kernel.errors import Conflict, NotFound, Refused, Stale
from notifications.models import Event
from services.mutual_aid.models import ClaimStep
from services.mutual_aid.states import ClaimState, Level
from services.mutual_aid.workflow.claims import approval, review
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.proof_review import refused

WOMEN_ILL = build.Stay("women_illness", "2", build.date(2026, 11, 2))


@pytest.fixture
def women(desk: build.Story) -> build.Story:
    """The plan with three levels, and a cover by it that waits no more."""
    build.cover(desk, plan=build.WOMEN)
    return desk


@pytest.mark.requirement("R8.24")
def test_a_claim_moves_along_the_levels_of_its_plan(women: build.Story) -> None:
    claim = build.filed(women, WOMEN_ILL, under=build.cover(women, plan=build.WOMEN))
    assert (claim.desk, str(claim.due_on)) == ("unit", "2026-12-07")
    claim = review.review(
        claim.number, actor=women.who("wang_qiang"), version=claim.version, opinion="属实。"
    )
    assert (claim.state, claim.desk) == (ClaimState.UNIT_VERIFIED, "district")
    claim = review.review(claim.number, actor=women.who("zhao_min"), version=claim.version)
    assert (claim.state, claim.desk) == (ClaimState.DISTRICT_REVIEWED, "city_medical")
    steps = ClaimStep.objects.filter(claim=claim, in_chain=True).order_by("pk")
    assert [(one.act, one.level, one.round) for one in steps] == [
        ("verify_unit", "unit", 1),
        ("review_district", "district", 1),
    ]
    assert steps[0].unseal("opinion_sealed") == "属实。"
    told = Event.objects.filter(topic="mutual_aid.claim_reviewed").order_by("pk")
    assert [one.params["state"] for one in told] == [
        "单位已核实，上级正在审核",
        "区总工会已审核，市总工会正在审核",
    ]


@pytest.mark.requirement("R8.24")
def test_another_level_does_not_step_in(desk: build.Story) -> None:
    claim = build.filed(desk)
    for who in ("zhao_min", "he_jing", "zhou_lan"):
        with refused(Refused, "not_permitted"):
            review.review(claim.number, actor=desk.who(who), version=claim.version)


@pytest.mark.requirement("RX.5")
def test_a_claim_of_another_subtree_is_not_there(desk: build.Story) -> None:
    claim = build.filed(desk)
    for who in ("bus_chair", "west_reviewer", "chen_ping", "restaurant_chair"):
        with refused(NotFound, "not_found"):
            review.review(claim.number, actor=desk.who(who), version=claim.version)


def test_a_draft_is_nobodys_to_review(desk: build.Story) -> None:
    claim = build.draft(desk)
    with refused(NotFound, "not_found"):
        review.review(claim.number, actor=desk.who("wang_qiang"), version=claim.version)


def test_a_step_on_an_older_version_is_stale(desk: build.Story) -> None:
    claim = build.filed(desk)
    with refused(Stale, "stale_version"):
        review.review(claim.number, actor=desk.who("wang_qiang"), version=claim.version - 1)


@pytest.mark.requirement("R8.24")
def test_nobody_reviews_at_two_levels(desk: build.Story) -> None:
    """The chair also holds the district's post: the second level is still somebody else's."""
    claim = build.passed(desk, build.filed(desk))
    both = replace(
        desk.who("wang_qiang"),
        posts=(*desk.who("wang_qiang").posts, *desk.who("zhao_min").posts),
    )
    with refused(Refused, "not_independent") as refusal:
        approval.approve(claim.number, actor=both, version=claim.version)
    assert "前一道" in refusal.value.message
    first = ClaimStep.objects.get(claim=claim, in_chain=True)
    twice = ClaimStep(
        claim=claim,
        key=claim.key,
        act="approve",
        by_id=first.by_id,
        by_label="x",
        subject_person=claim.person,
        filer_id=claim.filed_by_id,
        in_chain=True,
    )
    with pytest.raises(IntegrityError, match="nobody_twice_in_the_chain"), transaction.atomic():
        twice.save(force_insert=True)


@pytest.mark.requirement("R8.24")
def test_a_reviewer_never_decides_on_her_own_claim(desk: build.Story) -> None:
    claim = build.filed(desk, under=build.cover(desk, "wang_qiang"))
    with refused(Refused, "not_independent"):
        review.review(claim.number, actor=desk.who("wang_qiang"), version=claim.version)
    own = ClaimStep(
        claim=claim,
        key=claim.key,
        act="verify_unit",
        by=desk.made.users["zhao_min"],
        by_person=Person.objects.get(pk=claim.person_id),
        by_label="x",
        subject_person=claim.person,
        filer_id=claim.filed_by_id,
        in_chain=True,
    )
    with pytest.raises(IntegrityError, match="nobody_decides_on_herself"), transaction.atomic():
        own.save(force_insert=True)


@pytest.mark.requirement("R8.24")
def test_who_filed_a_claim_does_not_review_it(desk: build.Story) -> None:
    claim = build.filed(desk, filed_by="wang_qiang")
    with refused(Refused, "not_independent"):
        review.review(claim.number, actor=desk.who("wang_qiang"), version=claim.version)


def test_the_last_level_does_not_pass_on(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk))
    with refused(Conflict, "last_level"):
        review.review(claim.number, actor=desk.who("zhao_min"), version=claim.version)


@pytest.mark.requirement("R8.25")
def test_a_claim_of_the_womens_plan_needs_the_medical_reviewer(women: build.Story) -> None:
    claim = build.filed(women, WOMEN_ILL, under=build.cover(women, plan=build.WOMEN))
    claim = build.passed(women, claim, ["unit"])
    with refused(Conflict, "not_last_level"):
        approval.approve(claim.number, actor=women.who("zhao_min"), version=claim.version)
    claim = build.passed(women, claim, ["district"])
    for other in ("second_reviewer", "district_approver", "city_reviewer"):
        with refused(Refused, "not_permitted"):
            approval.approve(claim.number, actor=women.who(other), version=claim.version)
    claim = approval.approve(
        claim.number, actor=women.who("he_jing"), version=claim.version, opinion="病理相符。"
    )
    assert claim.state is ClaimState.APPROVED
    last = ClaimStep.objects.get(claim=claim, act="approve")
    assert (last.level, last.by_id) == (Level.CITY_MEDICAL, women.made.users["he_jing"].pk)
    assert claim.benefit.amount_fen == 300_000
