"""What a claim comes to beside the pack's own vectors: earlier events, other plans, renewal."""

from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.money import Money
from services.mutual_aid.models import Benefit
from services.mutual_aid.queries.reckoning import Reckoned, reckon_claim
from services.mutual_aid.queries.shortfalls import change_words
from tests.services.mutual_aid import build_claims_review as build

RATIO = {"kind": "ratio", "item": "inpatient", "base": "loss", "rate": "0.5"}
EXCESS = {
    "kind": "excess_rate",
    "item": "inpatient",
    "base": "oop1_per_stay",
    "deductible_first": 1300,
    "deductible_next": 650,
    "bands": [{"upto": None, "rate": "0.2"}],
}


def reckon(claim: build.Claim) -> Reckoned:
    return reckon_claim(build.row(claim.number))


def test_an_earlier_event_that_came_to_nothing_uses_up_the_first_deductible(
    desk: build.Story,
) -> None:
    under = build.cover(desk, plan=build.adopt(desk, EXCESS).number)
    build.approved(desk, build.Stay(entry="1300"), under=under)
    found = reckon(build.filed(desk, build.Stay(entry="1650"), under=under))
    assert found.payment == Money.from_yuan("200")
    assert found.events == {
        "inpatient": [{"amount": "1300", "day": 306}, {"amount": "1650", "day": 306}]
    }


def test_a_benefit_that_was_taken_back_counts_no_more(desk: build.Story) -> None:
    under = build.cover(desk)
    first = build.approved(desk, build.Stay(entry="20000"), under=under)
    claim = build.filed(desk, build.Stay(entry="20000"), under=under)
    assert reckon(claim).payment == Money.from_yuan("6000")
    benefit = Benefit.objects.get(claim=first)
    benefit.state = "cancelled"
    benefit.save(update_fields=["state"])
    found = reckon(claim)
    assert (found.payment, found.already_paid) == (Money.from_yuan("14000"), Money.zero())


def test_a_day_outside_the_cover_is_left_out_and_said(desk: build.Story) -> None:
    under = build.cover(desk, first=build.date(2026, 2, 1))
    before = build.Stay(day=build.date(2026, 1, 31))
    found = reckon(build.filed(desk, before, build.Stay(entry="100"), under=under))
    assert found.payment == Money.from_yuan("70")
    assert found.warnings == ("2026年1月31日（周六）不在保障期内，这一项没有计入。",)


@pytest.mark.requirement("R8.14")
def test_a_renewal_within_the_grace_waits_no_more_and_a_newcomer_does(desk: build.Story) -> None:
    """The women's plan waits 30 days; a gap of 30 days is still a renewal, 31 is not."""
    ill = build.Stay("women_illness", "4", build.date(2026, 10, 1))
    under = build.cover(desk, plan=build.WOMEN, first=build.date(2026, 9, 15))
    claim = build.filed(desk, ill, under=under)
    assert reckon(claim).payment == Money.zero()
    assert change_words(claim, reckon(claim)) == (
        "如果这件事发生在保障的第 31 天或以后（那天是保障的第 31 天，前 30 天是等待期），"
        "就会付 1,000.00 元。"
    )
    last = under.first_day - timedelta(days=31)
    former = build.cover(desk, plan=build.WOMEN, first=build.date(2026, 1, 1), last=last)
    assert reckon(claim).payment == Money.from_yuan("1000")
    former.last_day = last - timedelta(days=1)
    former.save(update_fields=["last_day"])
    assert reckon(claim).payment == Money.zero()


@pytest.mark.parametrize(("rule", "paid"), [("subtract_first", 150_000), ("excluded", 0)])
def test_what_another_plan_paid_for_the_same_stay_counts_by_the_rule(
    desk: build.Story, rule: str, paid: int
) -> None:
    build.approved(desk, build.Stay(entry="10000", invoice="1"))
    name = "plan_demo_hosp_2026"
    version = build.adopt(
        desk,
        {**RATIO, "offsets": [name]},
        stacking_with=[{"plan": "DEMO-HOSP-2026", "rule": rule}],
    )
    other_day = build.Stay(entry="50", day=build.date(2026, 11, 9))
    claim = build.filed(
        desk,
        build.Stay(entry="10000", invoice="1"),
        other_day,
        under=build.cover(desk, plan=version.number),
    )
    found = reckon(claim)
    assert found.payment.fen == paid + 2_500
    assert len(found.warnings) == 1


def test_a_settlement_without_application_counts_with_its_events(desk: build.Story) -> None:
    period = {
        "kind": "excess_rate",
        "item": "outpatient",
        "base": "oop1_year_to_date",
        "per": "period",
        "deductible_first": 1800,
        "bands": [{"upto": None, "rate": "0.2"}],
    }
    version = build.adopt(desk, period, EXCESS)
    under = build.cover(desk, plan=version.number)
    settled: dict[str, Any] = {"events": {"outpatient": ["5000"]}}
    benefit = Benefit(
        number="JF-2026-900001", key=under.person.key, person=under.person,
        payee_person=under.person, cover=under, plan=under.plan, plan_version=version,
        period_first_day=under.first_day, due_fen=64_000, amount_fen=64_000, facts=settled,
    )  # fmt: skip
    benefit.place(desk.made.unions["factory"])
    benefit.save(force_insert=True)
    found = reckon(build.filed(desk, build.Stay(entry="4000"), under=under))
    assert (found.already_paid, found.outcome.due) == (Money(64_000), Money(118_000))
    assert found.payment == Money(54_000)
