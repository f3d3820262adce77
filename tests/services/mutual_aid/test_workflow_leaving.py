"""Leaving a unit keeps or ends cover as the plan says; death ends it (R8.15)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backend.accounts import memberships
from backend.accounts.states import MembershipAct
from backend.kernel.errors import Conflict, Invalid, NotFound
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Batch, Cover, Line
from services.mutual_aid.states import LineState
from services.mutual_aid.workflow import leaving
from tests.cast import Cast
from tests.services.mutual_aid import build, plans

pytestmark = pytest.mark.django_db
Move = Callable[[date], None]
TODAY = date(2027, 3, 10)


def covered(world: Cast, folder: Path, *, portable: bool) -> tuple[Batch, Line]:
    plans.signed(world, cover={"portable": portable})
    rows = [build.of_cast("li_mei")]
    batch = build.in_force(world, build.confirmed(world, folder, rows, plan=plans.ACCIDENT))
    return batch, batch.lines.get()


def leave(world: Cast, batch: Batch, line: Line, day: date, by: str = "wang_qiang") -> Line:
    actor = build.actor(world, by)
    return leaving.leave_unit(batch.number, line_id=line.pk, left_on=day, actor=actor)


def told(topic: Topic) -> list[str]:
    return [event.params["date"] for event in Event.objects.filter(topic=topic)]


@pytest.mark.requirement("R8.15")
def test_a_portable_plan_keeps_the_cover(world: Cast, tmp_path: Path, move_to: Move) -> None:
    batch, line = covered(world, tmp_path, portable=True)
    move_to(TODAY)
    assert leave(world, batch, line, TODAY).state == LineState.LEFT_UNIT_COVERED
    assert Cover.objects.get().last_day == date(2027, 11, 23)
    assert told(Topic.MUTUAL_AID_LEFT_COVERED) == ["2027-11-23"]


@pytest.mark.requirement("R8.15")
def test_another_plan_ends_it_at_the_end_of_the_leaving_day(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    batch, line = covered(world, tmp_path, portable=False)
    move_to(TODAY)
    with pytest.raises(Invalid) as caught:
        leave(world, batch, line, date(2027, 3, 11))
    assert caught.value.code == "bad_leaving_day"
    with pytest.raises(NotFound):
        leave(world, batch, line, TODAY, by="bus_chair")
    done = leave(world, batch, line, TODAY)
    assert (done.state, done.ended_on) == (LineState.LEFT_UNIT_LAPSED, TODAY)
    assert Cover.objects.get().last_day == TODAY
    assert told(Topic.MUTUAL_AID_LEFT_LAPSED) == ["2027-03-10"]
    with pytest.raises(Conflict) as again:
        leave(world, batch, line, TODAY)
    assert again.value.code == "wrong_state"


@pytest.mark.requirement("R8.15")
def test_who_leaves_before_the_first_day_is_never_covered(world: Cast, tmp_path: Path) -> None:
    batch, line = covered(world, tmp_path, portable=False)
    assert Cover.objects.get().first_day == date(2026, 11, 24)
    leave(world, batch, line, date(2026, 11, 23))
    assert Cover.objects.count() == 0


@pytest.mark.requirement("R8.15")
@pytest.mark.parametrize(
    ("act", "state"),
    [
        (MembershipAct.LEAVE, LineState.LEFT_UNIT_LAPSED),
        (MembershipAct.DIE, LineState.DECEASED),
    ],
)
def test_cover_follows_the_membership(
    world: Cast, tmp_path: Path, move_to: Move, act: MembershipAct, state: LineState
) -> None:
    _, line = covered(world, tmp_path, portable=False)
    move_to(TODAY)
    assert leaving.follow_memberships() == 0
    chair = build.actor(world, "wang_qiang")
    standing = memberships.standing(world.people["li_mei"])
    assert standing is not None
    memberships.change(standing, act, actor=chair)
    assert leaving.follow_memberships() == 1
    assert leaving.follow_memberships() == 0
    line.refresh_from_db()
    assert (line.state, line.ended_on) == (state, TODAY)
    assert Cover.objects.get().last_day == TODAY


@pytest.mark.requirement("R8.15")
def test_a_transfer_to_another_union_counts_as_leaving(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    _, line = covered(world, tmp_path, portable=True)
    move_to(TODAY)
    standing = memberships.standing(world.people["li_mei"])
    assert standing is not None
    memberships.transfer(standing, world.unions["bus"], actor=build.actor(world, "wang_qiang"))
    assert leaving.follow_memberships() == 1
    line.refresh_from_db()
    assert line.state == LineState.LEFT_UNIT_COVERED


def test_death_ends_every_cover_and_every_line_of_the_person(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    batch, line = covered(world, tmp_path, portable=True)
    rows = [build.of_cast("li_mei")]
    build.in_force(world, build.confirmed(world, tmp_path, rows, plan=build.WOMEN))
    move_to(TODAY)
    leave(world, batch, line, date(2027, 3, 1))
    leaving.record_death(
        batch.number,
        line_id=line.pk,
        died_on=date(2027, 3, 9),
        actor=build.actor(world, "wang_qiang"),
    )
    assert set(Line.objects.values_list("state", flat=True)) == {LineState.DECEASED}
    assert set(Cover.objects.values_list("last_day", flat=True)) == {date(2027, 3, 9)}
