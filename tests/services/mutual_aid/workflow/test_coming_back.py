"""A member who leaves and comes back within the year gets the rest of it, and nothing twice."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend.accounts import memberships
from backend.accounts.states import MembershipAct
from backend.audit.models import Entry
from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Benefit, Cover, PlanVersion
from services.mutual_aid.queries.covers import covers_of
from services.mutual_aid.queries.reckoning import reckon_claim
from services.mutual_aid.workflow import cover, following
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.conftest import MoveTo

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R8.3", "R8.15")]
LEFT, BACK = date(2026, 11, 25), date(2026, 12, 7)
END = date(2026, 12, 31)
LEVELS = {"levels": ["district"]}
YEAR = {"start": "calendar_year", "months": 12, "portable": False}
AUTOMATIC = {"mode": "automatic", "requires": ["membership_active"]}
EXCESS = {
    "kind": "excess_rate",
    "item": "inpatient",
    "base": "oop",
    "deductible_first": 1000,
    "deductible_next": 0,
    "bands": [{"upto": None, "rate": "0.5"}],
    "cap_period": 2000,
}


def adopted(
    desk: build.Story, *benefits: dict[str, Any], entry: dict[str, Any] = AUTOMATIC, **terms: Any
) -> PlanVersion:
    """Sign an automatic plan that ends with the membership, and cover all members."""
    version = build.adopt(
        desk, *(benefits or (EXCESS,)), entry=entry, cover={**YEAR, **terms}, claim=LEVELS
    )
    if "card" not in entry.get("requires", ()):
        again(desk, version)
    return version


def again(desk: build.Story, version: PlanVersion) -> int:
    return cover.cover_members(version.number, actor=desk.who("plan_officer"))


def leave(desk: build.Story, move_to: MoveTo, day: date = LEFT) -> None:
    move_to(day)
    standing = memberships.standing(desk.made.people["li_mei"])
    assert standing is not None
    memberships.change(standing, MembershipAct.LEAVE, actor=desk.who("wang_qiang"))
    following.follow_automatic()


def join(desk: build.Story, move_to: MoveTo, day: date = BACK) -> None:
    move_to(day)
    mei = desk.made.people["li_mei"]
    memberships.join(mei, desk.made.unions["factory"], actor=desk.who("wang_qiang"))


def covers(desk: build.Story, version: PlanVersion) -> list[Cover]:
    rows = Cover.objects.filter(person=desk.made.people["li_mei"], plan=version.plan)
    return list(rows.select_related("person", "plan_version").order_by("first_day"))


def days(desk: build.Story, version: PlanVersion) -> list[tuple[date, date, date | None]]:
    return [(one.first_day, one.last_day, one.period_first_day) for one in covers(desk, version)]


def test_who_comes_back_has_the_rest_of_the_year_and_the_days_between_stay_uncovered(
    desk: build.Story, move_to: MoveTo
) -> None:
    version = adopted(desk)
    leave(desk, move_to)
    assert again(desk, version) == 0
    join(desk, move_to)
    assert (again(desk, version), again(desk, version)) == (1, 0)
    begins = date(2026, 1, 1)
    assert days(desk, version) == [(begins, LEFT, None), (BACK, END, begins)]
    second = covers(desk, version)[1]
    assert (second.renewal_gap_days, second.wait_days) == (11, 0)
    told = Event.objects.get(topic=Topic.MUTUAL_AID_COVERED)
    assert (told.person_id, told.params) == (second.person_id, {"date": "2026-12-31"})
    assert (
        Entry.objects.filter(act="mutual_aid.cover.return", person_id=told.person_id).count() == 1
    )
    assert following.follow_automatic() == 0


def test_she_may_leave_and_come_back_again(desk: build.Story, move_to: MoveTo) -> None:
    version = adopted(desk)
    leave(desk, move_to)
    join(desk, move_to)
    again(desk, version)
    leave(desk, move_to, date(2026, 12, 10))
    join(desk, move_to, date(2026, 12, 20))
    assert again(desk, version) == 1
    begins = date(2026, 1, 1)
    assert days(desk, version)[1:] == [
        (BACK, date(2026, 12, 10), begins),
        (date(2026, 12, 20), END, begins),
    ]


def test_who_joins_elsewhere_or_kept_her_cover_gets_no_second_one(
    desk: build.Story, move_to: MoveTo
) -> None:
    version = adopted(desk, portable=True)
    leave(desk, move_to)
    join(desk, move_to)
    assert again(desk, version) == 0
    assert days(desk, version) == [(date(2026, 1, 1), END, None)]


def test_the_next_year_is_a_period_of_its_own(desk: build.Story, move_to: MoveTo) -> None:
    version = adopted(desk)
    leave(desk, move_to)
    join(desk, move_to, date(2027, 1, 8))
    assert again(desk, version) > 1
    assert days(desk, version)[1:] == [(date(2027, 1, 1), date(2027, 12, 31), None)]


def test_a_cover_of_ones_own_term_goes_on_to_the_end_of_that_term(
    desk: build.Story, move_to: MoveTo
) -> None:
    version = adopted(desk, start="next_day", portable=False)
    begins, ends = date(2026, 11, 24), date(2027, 11, 23)
    assert days(desk, version) == [(begins, ends, None)]
    leave(desk, move_to)
    join(desk, move_to)
    assert (again(desk, version), again(desk, version)) == (1, 0)
    assert days(desk, version)[1:] == [(BACK + timedelta(days=1), ends, begins)]


def test_a_fixed_term_that_takes_nobody_any_more_takes_nobody_back(
    desk: build.Story, move_to: MoveTo
) -> None:
    """R8.16: who came back is late like anybody else, by one day or by many."""
    move_to(date(2026, 11, 1))
    fixed = {"start": "fixed", "from": "2026-11-01", "to": "2027-10-31", "portable": False}
    version = build.adopt(
        desk, EXCESS, entry={**AUTOMATIC, "late_close_days": 36}, cover=fixed, claim=LEVELS
    )
    again(desk, version)
    leave(desk, move_to)
    join(desk, move_to, BACK)
    assert again(desk, version) == 1
    ends, begins = date(2027, 10, 31), date(2026, 11, 1)
    assert days(desk, version) == [(begins, LEFT, None), (BACK, ends, begins)]
    covers(desk, version)[1].delete()
    move_to(BACK + timedelta(days=1))
    with pytest.raises(Conflict) as refused:
        again(desk, version)
    assert refused.value.code == "joined_too_late"
    assert days(desk, version) == [(begins, LEFT, None)]


def test_the_sponsor_who_hands_in_names_covers_her_again(
    desk: build.Story, move_to: MoveTo
) -> None:
    """A plan with conditions that only the sponsor knows: nobody is covered on a guess."""
    version = adopted(desk, entry={"mode": "automatic", "requires": ["card"]})
    number, officer = desk.made.people["li_mei"].number, desk.who("plan_officer")
    assert cover.take_over(version.number, [number], actor=officer) == 1
    leave(desk, move_to)
    join(desk, move_to)
    assert len(days(desk, version)) == 1
    assert cover.take_over(version.number, [number], actor=officer) == 1
    assert cover.take_over(version.number, [number], actor=officer) == 0
    assert days(desk, version)[1:] == [(BACK, END, date(2026, 1, 1))]


@pytest.mark.requirement("R8.20")
def test_both_covers_of_the_year_share_deductible_and_cap_and_the_receipt_shows_it(
    desk: build.Story, move_to: MoveTo
) -> None:
    """By hand: (4,000 - 1,000) / 2 = 1,500; then 3,000 / 2 = 1,500, of which the cap leaves 500."""
    version = adopted(desk)
    leave(desk, move_to)
    join(desk, move_to)
    again(desk, version)
    first, second = covers(desk, version)
    build.approved(desk, build.Stay(entry="4000"), under=first)
    late = build.Stay(entry="3000", day=date(2026, 12, 7))
    claim = build.filed(desk, late, build.Stay(entry="9", day=date(2026, 12, 1)), under=second)
    found = reckon_claim(claim)
    assert found.already_paid == Money.from_yuan("1500")
    assert found.payment == Money.from_yuan("500")
    assert found.warnings == ("2026年12月1日（周二）不在保障期内，这一项没有计入。",)
    move_to(date(2026, 12, 8))
    build.passed(desk, claim)
    build.approval.approve(
        claim.number, actor=desk.at(claim.desk), version=build.row(claim.number).version
    )
    benefit = Benefit.objects.select_related("key").get(claim=claim)
    assert (benefit.amount_fen, benefit.period_first_day) == (50_000, date(2026, 1, 1))
    inputs = json.loads(benefit.unseal("receipt_sealed"))["inputs"]
    assert inputs["events"]["inpatient"] == [
        {"amount": "4000", "day": 306},
        {"amount": "3000", "day": 1},
    ]
    assert inputs["already_paid"] == "1500.00"
    again_claim = build.filed(desk, build.Stay(entry="9999"), under=first)
    assert reckon_claim(again_claim).payment == Money.zero()


def test_what_is_left_of_the_cap_is_shown_for_the_whole_year(
    desk: build.Story, move_to: MoveTo
) -> None:
    version = build.adopt(desk, EXCESS, entry=AUTOMATIC, cover=YEAR, claim=LEVELS, cap_period=2000)
    again(desk, version)
    leave(desk, move_to)
    join(desk, move_to)
    again(desk, version)
    first, second = covers(desk, version)
    Cover.objects.filter(pk=first.pk).update(paid_fen=150_000)
    shown = {line.cover_id: line.cap_left for line in covers_of(second.person_id)}
    assert (shown[first.pk], shown[second.pk]) == (Money(50_000), Money(50_000))


@pytest.mark.requirement("R8.13")
@pytest.mark.parametrize(("grace", "paid"), [(11, 500), (10, 0)])
def test_waiting_goes_on_within_the_grace_days_and_begins_anew_after_them(
    desk: build.Story, move_to: MoveTo, grace: int, paid: int
) -> None:
    """She came back after 11 days. Waited long ago: within the grace she waits no more."""
    ratio = {"kind": "ratio", "item": "inpatient", "base": "oop", "rate": "0.5"}
    version = adopted(desk, ratio, wait_days=20, renewal_grace_days=grace)
    leave(desk, move_to)
    join(desk, move_to)
    again(desk, version)
    first, second = covers(desk, version)
    assert second.wait_days == (0 if paid else 20)
    earlier = build.Stay(entry="500", day=date(2026, 1, 20))
    build.approved(desk, earlier, build.Stay(entry="100"), under=first)
    assert Benefit.objects.get().amount_fen == 5_000
    claim = build.filed(desk, build.Stay(entry="1000", day=date(2026, 12, 8)), under=second)
    assert reckon_claim(claim).payment == Money.from_yuan(str(paid))


def test_the_database_refuses_days_that_overlap_and_a_period_that_begins_no_earlier(
    desk: build.Story, move_to: MoveTo
) -> None:
    version = adopted(desk)
    own = covers(desk, version)[0]
    same = {
        "person": own.person, "plan": own.plan, "plan_version": version, "last_day": END,
        "period_first_day": own.first_day,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="never_overlap"), transaction.atomic():
        Cover.objects.create(first_day=BACK, **same)
    own.delete()
    with pytest.raises(IntegrityError, match="came_back_is_automatic"), transaction.atomic():
        Cover.objects.create(first_day=date(2026, 1, 1), **same)
