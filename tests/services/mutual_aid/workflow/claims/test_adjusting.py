"""A changed amount: with a reason, under the caps, approved by somebody else."""

import pytest
from django.db import IntegrityError, transaction

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.money import Money
from services.mutual_aid.models import Adjustment, ClaimStep
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow.claims.adjusting import adjust, override_exclusion
from services.mutual_aid.workflow.claims.approval import approve
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.proof_review import refused

RATIO = {"kind": "ratio", "item": "inpatient", "base": "pooled_oop", "rate": "0.5"}


def yuan(text: str) -> Money:
    return Money.from_yuan(text)


def change(desk: build.Story, claim: build.Claim, amount: str) -> build.Claim:
    return adjust(
        claim.number,
        actor=desk.who("zhao_min"),
        version=build.row(claim.number).version,
        decided=yuan(amount),
        reason="两天陪护费不属于自付。",
    )


@pytest.mark.parametrize("amount", ["6800.00", "7100.00", "0"])
def test_another_person_approves_what_one_has_changed(desk: build.Story, amount: str) -> None:
    claim = change(desk, build.passed(desk, build.filed(desk)), amount)
    made = Adjustment.objects.select_related("key").get(claim=claim)
    assert (made.computed_fen, made.decided_fen) == (700_000, yuan(amount).fen)
    assert made.unseal("reason_sealed") == "两天陪护费不属于自付。"
    with refused(Refused, "four_eyes"):
        approve(claim.number, actor=desk.who("zhao_min"), version=claim.version)
    claim = approve(claim.number, actor=desk.who("second_reviewer"), version=claim.version)
    if amount == "0":
        assert claim.state is ClaimState.CLOSED
        return
    assert claim.benefit.amount_fen == yuan(amount).fen
    assert claim.benefit.due_fen == 700_000


def test_the_database_too_wants_a_second_person(desk: build.Story) -> None:
    claim = build.filed(desk)
    user = desk.made.users["zhao_min"]
    step = ClaimStep(
        claim=claim, key=claim.key, act="approve", by=user, by_label="x", adjuster=user,
        subject_person=claim.person, filer_id=claim.filed_by_id,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="adjusts_does_not_approve"), transaction.atomic():
        step.save(force_insert=True)


def test_a_raise_stays_under_the_caps(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk))
    with refused(Conflict, "over_cap"):
        change(desk, claim, "20000.01")
    change(desk, claim, "20000")


def test_a_change_of_nothing_or_for_nothing_is_refused(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk))
    for amount, reason, code in (
        ("7000", "x", "bad_amount"),
        ("-1", "x", "bad_amount"),
        ("1", " ", "reason_missing"),
    ):
        with refused(Invalid, code):
            adjust(
                claim.number,
                actor=desk.who("zhao_min"),
                version=claim.version,
                decided=yuan(amount),
                reason=reason,
            )


def test_a_change_is_stale_when_the_plan_computes_something_else_now(desk: build.Story) -> None:
    """The second claim of the period takes most of the cap while the first one waits."""
    waiting = build.passed(desk, build.filed(desk, build.Stay(entry="20000")))
    change(desk, waiting, "13000")
    build.approved(desk, build.Stay(entry="20000", day=build.date(2026, 10, 1)))
    waiting = build.row(waiting.number)
    with refused(Conflict, "adjustment_stale"):
        approve(waiting.number, actor=desk.who("second_reviewer"), version=waiting.version)
    change(desk, waiting, "6000")
    waiting = build.row(waiting.number)
    done = approve(waiting.number, actor=desk.who("second_reviewer"), version=waiting.version)
    assert done.benefit.amount_fen == 600_000


def test_a_later_claim_neither_gets_the_cut_money_nor_pays_the_raise(desk: build.Story) -> None:
    for amount in ("6000", "7500"):
        claim = change(desk, build.passed(desk, build.filed(desk)), amount)
        approve(claim.number, actor=desk.who("second_reviewer"), version=claim.version)
    third = build.approved(desk, build.Stay(entry="1000"))
    assert third.benefit.amount_fen == 70_000


@pytest.fixture
def excluding(desk: build.Story) -> build.Claim:
    """A claim under a plan with an exclusion that gives way and one that does not."""
    version = build.adopt(
        desk,
        RATIO,
        exclusions=[
            {"code": "prior_illness", "text": "参加前已确诊的", "overridable": True},
            {"code": "crime", "text": "因犯罪所致的"},
        ],
    )
    under = build.cover(desk, plan=version.number)
    return build.passed(desk, build.filed(desk, under=under))


def test_an_exclusion_gives_way_only_with_a_stored_reason(
    desk: build.Story, excluding: build.Claim
) -> None:
    given = {"actor": desk.who("zhao_min"), "version": excluding.version}
    with refused(Conflict, "not_overridable"):
        override_exclusion(excluding.number, exclusion="crime", reason="x", **given)
    with refused(NotFound, "not_found"):
        override_exclusion(excluding.number, exclusion="war", reason="x", **given)
    with refused(Invalid, "reason_missing"):
        override_exclusion(excluding.number, exclusion="prior_illness", reason="", **given)
    claim = override_exclusion(
        excluding.number, exclusion="prior_illness", reason="参加前只是疑似，确诊在后。", **given
    )
    step = ClaimStep.objects.select_related("key").get(claim=claim, act="override")
    assert (step.clause, step.unseal("opinion_sealed")) == (
        "prior_illness",
        "参加前只是疑似，确诊在后。",
    )
    approve(claim.number, actor=desk.who("zhao_min"), version=claim.version)
    assert build.row(claim.number).benefit.amount_fen == 500_000
