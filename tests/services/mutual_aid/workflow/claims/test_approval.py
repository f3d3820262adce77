"""Approval: the inputs are frozen, the money reserved, and nothing is paid that must not be."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.fields.keys import signing_keys
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from backend.kernel.money import Money
from backend.ledger.models import Balance
from notifications.models import Event
from services.mutual_aid.models import Benefit, PlanVersion
from services.mutual_aid.rules.receipt import verify
from services.mutual_aid.states import BenefitState, ClaimState
from services.mutual_aid.workflow.claims.approval import NOTHING_SAID, approve
from tests.services.hardship.build import give_account
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.proof_review import refused

RATIO = {"kind": "ratio", "item": "inpatient", "base": "pooled_oop", "rate": "0.5"}


def balance(claim: build.Claim) -> Balance:
    return Balance.objects.get(fund__mutual_aid_plan=claim.cover.plan_id)


def test_approval_creates_one_benefit_with_its_money_and_its_inputs(desk: build.Story) -> None:
    account = give_account(desk.made, "li_mei")
    claim = build.passed(desk, build.filed(desk))
    claim = approve(
        claim.number, actor=desk.who("zhao_min"), version=claim.version, opinion="同意。"
    )
    benefit = Benefit.objects.select_related("key", "transfer").get(claim=claim)
    assert (claim.state, claim.desk, claim.due_on) == (ClaimState.APPROVED, "", None)
    assert (benefit.state, benefit.amount_fen) == (BenefitState.DUE, 700_000)
    assert (benefit.payee, bytes(benefit.payee_digest)) == (account, bytes(account.digest))
    assert benefit.decided_by == desk.made.users["zhao_min"]
    assert (benefit.period_first_day, benefit.d2) == (claim.cover.first_day, claim.d2)
    assert (balance(claim).available_fen, balance(claim).reserved_fen) == (99_300_000, 700_000)
    assert benefit.transfer.amount_fen == 700_000
    receipt = json.loads(benefit.unseal("receipt_sealed"))
    assert receipt["about"] == claim.number
    assert receipt["inputs"]["events"] == {"inpatient": [{"amount": "10000", "day": 306}]}
    assert (receipt["due"], receipt["payment"]) == ("7000.00", "7000.00")
    assert receipt["plan"]["digest"] == bytes(claim.plan_version.digest).hex()
    key = signing_keys().current
    assert verify(receipt, benefit.receipt_signature, key.public_key())
    assert benefit.receipt_key == signing_keys().current_id
    told = Event.objects.get(topic="mutual_aid.claim_approved")
    assert (told.person, told.params) == (claim.person, {"number": claim.number})


def test_without_a_verified_account_the_benefit_waits_for_one(desk: build.Story) -> None:
    claim = build.approved(desk)
    assert (claim.benefit.payee, claim.benefit.payee_digest) == (None, None)


def test_a_plan_that_nobody_signed_never_pays(desk: build.Story) -> None:
    version = build.adopt(desk, RATIO, sign=False)
    claim = build.passed(desk, build.filed(desk, under=build.cover(desk, plan=version.number)))
    with refused(Conflict, "plan_not_signed"):
        approve(claim.number, actor=desk.who("zhao_min"), version=claim.version)


def test_a_claim_that_comes_to_nothing_is_closed_and_told(desk: build.Story) -> None:
    claim = build.approved(desk, build.Stay(entry="0"))
    assert claim.state is ClaimState.CLOSED
    assert not Benefit.objects.exists()
    assert balance(claim).reserved_fen == 0
    last = Event.objects.filter(topic="mutual_aid.claim_reviewed").latest("pk")
    assert last.params["state"] == NOTHING_SAID
    assert [one.act for one in claim.steps.order_by("pk")][-2:] == ["approve", "close"]


def test_a_fund_that_is_short_pays_nothing(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk))
    Balance.objects.filter(fund=claim.cover.plan.fund).update(available_fen=1, received_fen=1)
    with refused(Conflict, "fund_short"):
        approve(claim.number, actor=desk.who("zhao_min"), version=claim.version)


def test_papers_that_came_late_are_accepted_only_with_a_reason(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk, late=True))
    given = {"actor": desk.who("zhao_min"), "version": claim.version}
    with refused(Invalid, "reason_missing"):
        approve(claim.number, **given)
    claim = approve(claim.number, opinion="医院补开晚了两天。", **given)
    assert claim.state is ClaimState.APPROVED


def test_what_cannot_be_computed_is_refused_with_its_item(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk, build.Stay(entry={"days": 3})))
    with refused(Conflict, "not_computable") as refusal:
        approve(claim.number, actor=desk.who("zhao_min"), version=claim.version)
    assert refusal.value.message.startswith("“住院”第 1 项无法计算")


def test_strangers_and_old_versions_approve_nothing(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk))
    with refused(NotFound, "not_found"):
        approve(claim.number, actor=desk.who("west_reviewer"), version=claim.version)
    with refused(Refused, "not_permitted"):
        approve(claim.number, actor=desk.who("zhou_lan"), version=claim.version)
    with refused(Stale, "stale_version"):
        approve(claim.number, actor=desk.who("zhao_min"), version=claim.version - 1)
    approve(claim.number, actor=desk.who("zhao_min"), version=claim.version)
    with refused(Conflict, "wrong_state"):
        approve(claim.number, actor=desk.who("second_reviewer"), version=claim.version + 1)


@pytest.mark.requirement("R8.2")
def test_the_version_in_force_on_the_event_date_computes(desk: build.Story) -> None:
    """The cover began under version 1; version 2 pays more from July on."""
    first = build.adopt(desk, RATIO, valid_to="2026-06-30")
    second = build.adopt(desk, {**RATIO, "rate": "0.6"}, version=2, valid_from="2026-07-01")
    under = build.cover(desk, plan=first.number)
    spring = build.approved(desk, build.Stay(day=build.date(2026, 6, 30)), under=under)
    summer = build.approved(desk, build.Stay(day=build.date(2026, 7, 1)), under=under)
    assert (spring.plan_version, spring.benefit.amount_fen) == (first, 500_000)
    assert (summer.plan_version, summer.benefit.amount_fen) == (second, 600_000)
    assert PlanVersion.objects.get(pk=under.plan_version_id) == first


@pytest.mark.requirement("R8.13")
def test_waiting_and_reduced_days_count_to_the_day(desk: build.Story) -> None:
    """A claim for each side of each boundary: nothing, half, all of 1,000 yuan."""
    version = build.adopt(
        desk,
        {**RATIO, "rate": "0.1"},
        cover={
            "start": "next_day",
            "months": 12,
            "wait_days": 30,
            "reduced_days": 90,
            "reduced_factor": "0.5",
        },
    )
    under = build.cover(desk, plan=version.number)
    paid = {}
    for day in (1, 30, 31, 90, 91):
        happened = under.first_day + timedelta(days=day - 1)
        claim = build.approved(desk, build.Stay(day=happened), under=under)
        paid[day] = sum(Benefit.objects.filter(claim=claim).values_list("amount_fen", flat=True))
    assert paid == {1: 0, 30: 0, 31: 50_000, 90: 50_000, 91: 100_000}


@pytest.mark.requirement("R8.20")
def test_caps_cut_event_then_period_then_lifetime_and_the_receipt_says_which(
    desk: build.Story,
) -> None:
    version = build.adopt(
        desk,
        {**RATIO, "rate": "1", "cap_event": 3000, "cap_period": 5000},
        cap_life=6000,
    )
    under = build.cover(desk, plan=version.number)

    def cuts(claim: build.Claim) -> tuple[int, list[str]]:
        receipt = json.loads(claim.benefit.unseal("receipt_sealed"))
        return claim.benefit.amount_fen, [cut["by"] for cut in receipt["lines"][-1]["cuts"]]

    first = build.approved(desk, build.Stay(entry="4000"), under=under)
    next_day = build.Stay(entry="4000", day=build.date(2026, 11, 3))
    second = build.approved(desk, next_day, under=under)
    assert cuts(first) == (300_000, ["cap_event"])
    assert cuts(second) == (200_000, ["cap_event", "cap_period"])
    year = build.cover(
        desk, plan=version.number, first=build.date(2027, 1, 1), last=build.date(2027, 12, 31)
    )
    later = build.approved(desk, build.Stay(entry="4000", day=build.date(2027, 2, 1)), under=year)
    assert cuts(later) == (100_000, ["cap_event", "plan_cap_life"])
    receipt = json.loads(later.benefit.unseal("receipt_sealed"))
    assert receipt["inputs"]["paid_life"] == {"inpatient": "5000.00"}


@pytest.mark.requirement("R8.21")
def test_what_others_paid_is_subtracted_before_the_ratio(desk: build.Story) -> None:
    entry = {"amount": "10000", "offsets": {"unit_supplementary": "4000"}}
    assert build.approved(desk, build.Stay(entry=entry)).benefit.amount_fen == 420_000


def test_an_approval_does_not_query_for_each_earlier_claim(desk: build.Story) -> None:
    counts = []
    for _ in range(3):
        claim = build.passed(desk, build.filed(desk, build.Stay(entry="100")))
        with CaptureQueriesContext(connection) as sent:
            approve(claim.number, actor=desk.who("zhao_min"), version=claim.version)
        counts.append(len(sent))
    assert counts[1] == counts[2]
    assert Money.sum(one.amount for one in Benefit.objects.all()) == Money.from_yuan("210")
    assert clock.today() == build.date(2026, 11, 23)
