"""The rates of a person's group: on the event date, frozen with the decision (FORMAT.md 8.3)."""

import json
from datetime import date, timedelta

import pytest

from backend.kernel.money import Money
from services.mutual_aid.models import Benefit
from services.mutual_aid.queries import groups
from services.mutual_aid.queries.reckoning import Reckoned, reckon_claim
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid import build_groups, build_settlement
from tests.services.mutual_aid.build_benefits import Desk, account_of, cover_of, desk_of
from tests.services.mutual_aid.rules.packs import shipped

EVENT = date(2026, 11, 2)
RATIO = {"kind": "ratio", "item": "inpatient", "base": "loss", "rate": "0.2"}
GROUPS = {"model_worker": "0.25", "hardship_worker": "0.3"}
DAY = timedelta(days=1)


def reckon(claim: build.Claim) -> Reckoned:
    return reckon_claim(build.row(claim.number))


def under(desk: build.Story) -> build.Cover:
    return build.cover(desk, plan=build.adopt(desk, RATIO, rate_by_group=GROUPS).number)


@pytest.mark.parametrize(
    ("first", "last", "paid"),
    [
        (EVENT, EVENT, 250_000),
        (EVENT - DAY, None, 250_000),
        (EVENT + DAY, None, 200_000),
        (EVENT - 2 * DAY, EVENT - DAY, 200_000),
    ],
)
def test_a_claim_takes_the_group_in_force_on_the_event_date(
    desk: build.Story, first: date, last: date | None, paid: int
) -> None:
    cover = under(desk)
    claim = build.filed(desk, build.Stay(day=EVENT), under=cover)
    build_groups.recorded(desk.made, first=EVENT, by="plan_officer")
    assert reckon(claim).payment == Money(200_000)
    build_groups.confirmed(desk.made, first=first, last=last)
    assert reckon(claim).payment == Money(paid)


def test_of_several_groups_the_highest_rate_counts(desk: build.Story) -> None:
    claim = build.filed(desk, build.Stay(day=EVENT), under=under(desk))
    build_groups.confirmed(desk.made)
    build_groups.confirmed(desk.made, group="hardship_worker")
    found = reckon(claim)
    assert (found.circumstances.group, found.payment) == ("hardship_worker", Money(300_000))


def test_what_was_decided_stays_and_a_later_event_gets_its_own_rate(desk: build.Story) -> None:
    cover = under(desk)
    first = build.approved(desk, build.Stay(day=date(2026, 10, 1)), under=cover)
    frozen = bytes(Benefit.objects.get(claim=first).receipt_sealed)
    build_groups.confirmed(desk.made, first=EVENT)
    later = build.approved(desk, build.Stay(day=EVENT), under=cover)
    benefit = Benefit.objects.select_related("key").get(claim=later)
    assert benefit.amount == Money(250_000)
    receipt = json.loads(benefit.unseal("receipt_sealed"))
    assert (receipt["inputs"]["group"], receipt["inputs"]["already_paid"]) == (
        "model_worker",
        "2500.00",
    )
    untouched = Benefit.objects.get(claim=first)
    assert (untouched.amount, bytes(untouched.receipt_sealed)) == (Money(200_000), frozen)
    back = build.filed(desk, build.Stay(day=date(2026, 10, 2)), under=cover)
    found = reckon(back)
    assert (found.payment, found.paid_out) == (Money(200_000), Money(450_000))
    assert any("另按其他人群的比例给付了 2,500.00 元" in one for one in found.warnings)


def test_an_estimate_of_a_plan_without_groups_asks_nothing(
    desk: build.Story, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert groups.group_on(1, EVENT, shipped("DEMO-HOSP-2026")) is None


@pytest.mark.requirement("R8.18")
def test_a_settlement_takes_a_group_held_on_any_day_of_the_year_to_date(
    world: object, tmp_path: object, settings: object
) -> None:
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined, operator]
    desk: Desk = desk_of(world)  # type: ignore[arg-type]
    account_of(desk, "li_mei")
    for key in ("li_mei", "chen_ping"):
        cover_of(desk, key)
    build_groups.confirmed(desk.cast, first=date(2025, 1, 1), last=date(2026, 1, 1))
    build_groups.confirmed(desk.cast, "chen_ping", first=date(2027, 1, 1), by="plan_officer")
    rows = [("li_mei", "outpatient", 1, "3800"), ("chen_ping", "outpatient", 1, "3800")]
    file = build_settlement.read(desk, build_settlement.content(rows))
    done = build_settlement.issued(desk, build_settlement.computed(desk, file))
    paid = dict(Benefit.objects.values_list("person_id", "amount_fen"))
    people = desk.cast.people
    assert paid == {people["li_mei"].pk: 50_000, people["chen_ping"].pk: 40_000}
    facts = Benefit.objects.get(person=people["li_mei"]).facts
    assert facts == {"events": {"outpatient": ["3800.00"]}, "group": "model_worker"}
    again = build_settlement.computed(desk, file)
    assert (done.amount_fen, again.amount_fen, again.overpaid_fen) == (90_000, 0, 0)
