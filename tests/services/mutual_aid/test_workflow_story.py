"""From a roster to cover: participation, fee, confirmation by two, cover by the plan's rule."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.money import Money
from backend.ledger.models import Balance
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Batch, Cover, FeeReceipt
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow import batches, cover, opening
from tests.cast import Cast
from tests.services.mutual_aid import build

pytestmark = pytest.mark.django_db
THREE = [build.of_cast("li_mei"), *build.workers(2)]


@pytest.mark.requirement("R8.12")
def test_a_fixed_term_plan_covers_from_its_day_after_all_have_confirmed(
    world: Cast, tmp_path: Path
) -> None:
    batch = build.in_force(world, build.confirmed(world, tmp_path, THREE))
    assert (batch.state, batch.line_count) == (BatchState.IN_FORCE, 3)
    mine = Cover.objects.get(person=world.people["li_mei"])
    assert (mine.first_day, mine.last_day) == (date(2027, 1, 1), date(2027, 12, 31))
    assert Cover.objects.count() == 3
    told = Event.objects.filter(topic=Topic.MUTUAL_AID_COVERED)
    assert told.count() == 3
    assert told.first().params["date"] == "2027-12-31"


def test_cover_for_many_begins_with_as_many_statements_as_for_few(
    world: Cast, tmp_path: Path
) -> None:
    counts = []
    for by, people in (("wang_qiang", THREE), ("restaurant_chair", build.workers(60, first=100))):
        batch = build.paid(world, build.confirmed(world, tmp_path, people, by=by))
        upper = build.actor(world, "zhao_min")
        batch = batches.confirm_upper(batch.number, actor=upper, version=batch.version)
        with CaptureQueriesContext(connection) as sent:
            cover.put_in_force(batch.number, actor=upper, version=batch.version)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert Event.objects.filter(topic=Topic.MUTUAL_AID_COVERED).count() == 63


@pytest.mark.requirement("R8.12")
def test_a_next_day_plan_covers_from_the_day_after_fee_and_papers(
    world: Cast, tmp_path: Path, move_to: Callable[[date], None]
) -> None:
    batch = build.confirmed(world, tmp_path, THREE, plan=build.WOMEN)
    move_to(date(2026, 11, 25))
    batch = build.paid(world, batch)
    upper = build.actor(world, "zhao_min")
    batch = batches.confirm_upper(batch.number, actor=upper, version=batch.version)
    move_to(date(2026, 11, 30))
    cover.put_in_force(batch.number, actor=upper, version=batch.version)
    mine = Cover.objects.get(person=world.people["li_mei"])
    assert (mine.first_day, mine.last_day) == (date(2026, 11, 26), date(2027, 11, 25))


@pytest.mark.requirement("R8.4")
@pytest.mark.parametrize(("headcount", "came", "missing"), [(120, 95, 1), (49, 48, 1), (60, 40, 8)])
def test_too_few_people_cannot_be_confirmed(
    world: Cast, tmp_path: Path, headcount: int, came: int, missing: int
) -> None:
    batch = build.open_batch(world, headcount=headcount, female=headcount)
    build.send_rows(world, batch, tmp_path, build.workers(came))
    before = build.fresh(batch)
    with pytest.raises(Conflict, match=f"还差 {missing} 人") as caught:
        batches.confirm_unit(
            batch.number, actor=build.actor(world, "wang_qiang"), version=before.version
        )
    assert caught.value.code == "too_few"
    after = build.fresh(batch)
    assert (after.state, after.version) == (BatchState.ROSTER_CHECKED, before.version)


@pytest.mark.requirement("R8.4")
@pytest.mark.parametrize(("headcount", "came"), [(120, 96), (49, 49)])
def test_just_enough_people_can_be_confirmed(
    world: Cast, tmp_path: Path, headcount: int, came: int
) -> None:
    batch = build.open_batch(world, headcount=headcount, female=headcount)
    build.send_rows(world, batch, tmp_path, build.workers(came))
    done = batches.confirm_unit(
        batch.number,
        actor=build.actor(world, "wang_qiang"),
        version=build.fresh(batch).version,
    )
    assert (done.state, done.fee_due_fen) == (BatchState.UNIT_CONFIRMED, came * 5000)


@pytest.mark.requirement("R8.5")
def test_a_womens_plan_is_measured_against_female_staff(world: Cast, tmp_path: Path) -> None:
    batch = build.open_batch(world, plan=build.WOMEN, headcount=120, female=40)
    upload = build.send_rows(
        world, batch, tmp_path, [*build.workers(32), *build.workers(5, sex="M", first=50)]
    )
    assert (upload.kept_count, upload.bad_count) == (32, 5)
    done = batches.confirm_unit(
        batch.number,
        actor=build.actor(world, "wang_qiang"),
        version=build.fresh(batch).version,
    )
    assert done.line_count == 32


@pytest.mark.requirement("R8.3")
@pytest.mark.parametrize(
    ("plan", "words"), [(build.HOSPITAL, "由单位统一办理"), (build.AUTOMATIC, "不用申请")]
)
def test_joining_alone_is_refused_where_units_enrol(world: Cast, plan: str, words: str) -> None:
    with pytest.raises(Conflict, match=words) as caught:
        opening.join_alone(plan, actor=build.actor(world, "li_mei"))
    assert caught.value.code == "not_individual"
    assert Batch.objects.count() == 0


@pytest.mark.requirement("R8.3")
def test_the_automatic_plan_covers_every_member_without_application(world: Cast) -> None:
    officer = build.actor(world, "plan_officer")
    members = len(world.people)
    assert cover.cover_members(build.AUTOMATIC, actor=officer) == members
    assert cover.cover_members(build.AUTOMATIC, actor=officer) == 0
    mine = Cover.objects.get(person=world.people["li_mei"])
    assert (mine.first_day, mine.last_day) == (date(2026, 1, 1), date(2026, 12, 31))
    assert mine.cap_period_fen == 20_065_300


def test_the_window_opens_and_closes_by_itself(
    world: Cast, move_to: Callable[[date], None]
) -> None:
    move_to(date(2026, 12, 16))
    with pytest.raises(Conflict) as caught:
        build.open_batch(world)
    assert caught.value.code == "window_closed"
    move_to(date(2026, 12, 15))
    assert build.open_batch(world).state == BatchState.DRAFT


def test_the_fee_is_matched_to_the_fen_and_stands_in_the_ledger(
    world: Cast, tmp_path: Path
) -> None:
    batch = build.confirmed(world, tmp_path, THREE)
    keeper = build.actor(world, "sun_li")

    def record(yuan: str, reference: str, version: int) -> Batch:
        amount = Money.from_yuan(yuan)
        return batches.record_fee(
            batch.number, actor=keeper, version=version, amount=amount, bank_reference=reference
        )

    part = record("100", "YH1", batch.version)
    assert (part.state, part.fee_received_fen) == (BatchState.UNIT_CONFIRMED, 10_000)
    with pytest.raises(Invalid, match=r"多出 0\.01 元"):
        record("50.01", "YH2", part.version)
    with pytest.raises(Conflict, match="已经登记过"):
        record("50", "YH1", part.version)
    done = record("50", "YH2", part.version)
    assert (done.state, FeeReceipt.objects.count()) == (BatchState.FEE_MATCHED, 2)
    fund = done.plan_version.plan.fund
    assert Balance.objects.get(fund=fund).available_fen == 15_000


def test_unit_and_upper_confirmation_are_two_people_of_two_unions(
    world: Cast, tmp_path: Path
) -> None:
    batch = build.paid(world, build.confirmed(world, tmp_path, THREE))
    for key in ("wang_qiang", "sun_li"):
        with pytest.raises(Refused) as caught:
            batches.confirm_upper(
                batch.number, actor=build.actor(world, key), version=batch.version
            )
        assert caught.value.code == "not_upper"
    for key in ("bus_chair", "west_reviewer"):
        with pytest.raises(NotFound):
            batches.confirm_upper(
                batch.number, actor=build.actor(world, key), version=batch.version
            )
    assert build.fresh(batch).state == BatchState.FEE_MATCHED


def test_an_unsigned_plan_takes_nobody(world: Cast) -> None:
    with pytest.raises(NotFound):
        build.open_batch(world, plan="SN-HOSP")


def test_a_returned_roster_can_be_corrected_and_confirmed_again(
    world: Cast, tmp_path: Path
) -> None:
    batch = build.confirmed(world, tmp_path, THREE)
    upper = build.actor(world, "zhao_min")
    with pytest.raises(Invalid):
        batches.send_back(batch.number, actor=upper, version=batch.version, reason=" ")
    back = batches.send_back(
        batch.number, actor=upper, version=batch.version, reason="缺社保结算单"
    )
    assert (back.state, back.return_reason) == (BatchState.ROSTER_CHECKED, "缺社保结算单")
    again = batches.confirm_unit(
        batch.number, actor=build.actor(world, "wang_qiang"), version=back.version
    )
    assert (again.state, again.return_reason) == (BatchState.UNIT_CONFIRMED, "")


def test_a_void_roster_frees_its_people(world: Cast, tmp_path: Path) -> None:
    batch = build.confirmed(world, tmp_path, THREE)
    chair = build.actor(world, "wang_qiang")
    void = batches.make_void(batch.number, actor=chair, version=batch.version, reason="重新报")
    assert void.state == BatchState.VOID
    again = build.confirmed(world, tmp_path, THREE)
    assert again.line_count == 3
