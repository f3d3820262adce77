"""Renewal: the people of the last period, waiting waived within the grace days, for them only."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backend.kernel.errors import Conflict
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Batch, Cover, FeeRefund, Line
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow import batches, ending, leaving, renewal
from tests.cast import Cast
from tests.services.mutual_aid import build, plans

pytestmark = pytest.mark.django_db
Move = Callable[[date], None]


def first_period(world: Cast, folder: Path) -> Batch:
    """Cover three from 24 November 2026 to 23 November 2027, with 30 days of waiting and grace."""
    plans.signed(world)
    done = build.confirmed(world, folder, build.workers(3), plan=plans.ACCIDENT)
    return build.in_force(world, done)


def renewed(world: Cast, former: Batch) -> Batch:
    return renewal.renew(
        former.number, plan_number=plans.ACCIDENT, actor=build.actor(world, "wang_qiang")
    )


def confirmed(world: Cast, batch: Batch) -> Batch:
    chair = build.actor(world, "wang_qiang")
    return batches.confirm_unit(batch.number, actor=chair, version=build.fresh(batch).version)


@pytest.mark.requirement("R8.14")
def test_within_the_grace_days_those_who_go_on_do_not_wait_and_newcomers_do(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    former = first_period(world, tmp_path)
    move_to(date(2027, 12, 23))
    batch = renewed(world, former)
    assert (batch.state, batch.line_count) == (BatchState.ROSTER_CHECKED, 3)
    assert set(Line.objects.filter(batch=batch).values_list("is_renewal", flat=True)) == {True}
    build.send_rows(world, batch, tmp_path, build.workers(1, first=70))
    batches.set_headcount(
        batch.number,
        actor=build.actor(world, "wang_qiang"),
        version=build.fresh(batch).version,
        headcount=4,
        female_headcount=4,
    )
    done = build.in_force(world, confirmed(world, batch))
    assert (done.first_day, done.last_day) == (date(2027, 12, 24), date(2028, 12, 23))
    covers = Cover.objects.filter(line__batch=done).order_by("line_id")
    assert list(covers.values_list("renewal_gap_days", "wait_days")) == [
        (30, 0),
        (30, 0),
        (30, 0),
        (None, 30),
    ]


@pytest.mark.requirement("R8.14")
def test_one_day_after_the_grace_days_everybody_waits_again(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    former = first_period(world, tmp_path)
    move_to(date(2027, 12, 24))
    done = build.in_force(world, confirmed(world, renewed(world, former)))
    covers = Cover.objects.filter(line__batch=done)
    assert set(covers.values_list("renewal_gap_days", "wait_days")) == {(31, 30)}


@pytest.mark.requirement("R8.14")
def test_an_early_renewal_begins_when_the_former_cover_is_over(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    former = first_period(world, tmp_path)
    move_to(date(2027, 10, 1))
    batch = renewed(world, former)
    with pytest.raises(Conflict) as caught:
        renewed(world, former)
    assert caught.value.code == "already_renewed"
    done = build.in_force(world, confirmed(world, batch))
    assert (done.first_day, done.last_day) == (date(2027, 11, 24), date(2028, 11, 23))
    assert set(Cover.objects.filter(line__batch=done).values_list("wait_days", flat=True)) == {0}
    move_to(date(2027, 11, 23))
    ending.look_ahead()
    assert build.fresh(former).state == BatchState.IN_FORCE
    assert not Event.objects.filter(topic=Topic.MUTUAL_AID_COVER_ENDING).exists()
    move_to(date(2027, 11, 24))
    ending.look_ahead()
    assert build.fresh(former).state == BatchState.RENEWED


def test_who_left_or_is_too_old_is_not_taken_along(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    plans.signed(world, entry={"age": [18, 47]})
    rows = [*build.workers(2), build.of_cast("li_mei")]
    former = build.in_force(world, build.confirmed(world, tmp_path, rows, plan=plans.ACCIDENT))
    first = former.lines.order_by("pk")[0]
    move_to(date(2027, 11, 20))
    chair = build.actor(world, "wang_qiang")
    leaving.leave_unit(former.number, line_id=first.pk, left_on=date(2027, 6, 1), actor=chair)
    move_to(date(2028, 1, 2))  # who was born on 1 January 1980 is 48 by now
    batch = renewed(world, former)
    kept = Line.objects.filter(batch=batch).values_list("person_id", flat=True)
    assert list(kept) == [world.people["li_mei"].pk]


@pytest.mark.requirement("R8.14")
def test_a_fixed_term_is_renewed_by_the_next_version_of_its_plan(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    next_version = plans.hospital_of_2028(world)
    former = build.in_force(world, build.confirmed(world, tmp_path, build.workers(2)))
    chair = build.actor(world, "wang_qiang")
    with pytest.raises(Conflict) as caught:
        renewal.renew(former.number, plan_number=build.HOSPITAL, actor=chair)
    assert caught.value.code == "same_period"
    move_to(date(2027, 11, 1))
    batch = renewal.renew(former.number, plan_number=next_version.number, actor=chair)
    assert (batch.period, batch.line_count) == ("2028", 2)
    done = build.in_force(world, confirmed(world, batch))
    assert (done.first_day, done.last_day) == (date(2028, 1, 1), date(2028, 12, 31))
    covers = Cover.objects.filter(line__batch=done)
    assert set(covers.values_list("renewal_gap_days", flat=True)) == {0}


def test_a_plan_of_another_kind_is_no_renewal(world: Cast, tmp_path: Path) -> None:
    former = first_period(world, tmp_path)
    with pytest.raises(Conflict) as caught:
        renewal.renew(
            former.number, plan_number=build.WOMEN, actor=build.actor(world, "wang_qiang")
        )
    assert (caught.value.code, Batch.objects.count()) == ("other_plan", 1)


def test_members_are_told_once_before_the_end_and_the_batch_expires_after_it(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    plans.signed(world, fee={"refund": "at_end"})
    rows = [build.of_cast("li_mei")]
    former = build.in_force(world, build.confirmed(world, tmp_path, rows, plan=plans.ACCIDENT))
    told = Event.objects.filter(topic=Topic.MUTUAL_AID_COVER_ENDING)
    move_to(date(2027, 10, 23))
    ending.look_ahead()
    assert told.count() == 0
    move_to(date(2027, 10, 24))
    ending.look_ahead()
    ending.look_ahead()
    assert {one.person_id for one in told} == {
        world.people["li_mei"].pk,
        world.people["wang_qiang"].pk,
    }
    assert told[0].params["date"] == "2027-11-23"
    assert told.count() == 2
    move_to(date(2027, 11, 23))
    ending.look_ahead()
    assert build.fresh(former).state == BatchState.IN_FORCE
    move_to(date(2027, 11, 24))
    ending.look_ahead()
    ending.look_ahead()
    assert build.fresh(former).state == BatchState.EXPIRED
    assert FeeRefund.objects.get().amount_fen == former.fee_received_fen
