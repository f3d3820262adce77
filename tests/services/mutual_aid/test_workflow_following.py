"""Automatic covers follow a membership that changes, by the plan's own rule (R8.15)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db.models import F

from backend.accounts import memberships
from backend.accounts.states import MembershipAct
from backend.audit.models import Entry
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Cover
from services.mutual_aid.workflow import cover, following
from tests.cast import Cast
from tests.services.mutual_aid import build, plans

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R8.15")]
Move = Callable[[date], None]
TODAY = date(2026, 11, 24)
END = date(2026, 12, 31)
AUTOMATIC = {"mode": "automatic", "age": [18, 60], "requires": ["membership_active"]}
TERM = {"start": "calendar_year", "months": 12}
NEXT_YEAR = {"start": "fixed", "from": "2027-01-01", "to": "2027-12-31", "months": None}


def covered(world: Cast, entry: dict[str, object] = AUTOMATIC, **terms: object) -> Cover:
    """Cover all members by an automatic plan; gives the cover of 李梅."""
    version = plans.signed(world, entry=entry, cover={**TERM, **terms})
    officer = build.actor(world, "plan_officer")
    assert cover.cover_members(version.number, actor=officer) > 0
    return Cover.objects.get(person=world.people["li_mei"])


def change(world: Cast, act: MembershipAct) -> None:
    standing = memberships.standing(world.people["li_mei"])
    assert standing is not None
    memberships.change(standing, act, actor=build.actor(world, "wang_qiang"))


def told(topic: Topic) -> list[tuple[int | None, str]]:
    return [(one.person_id, one.params["date"]) for one in Event.objects.filter(topic=topic)]


@pytest.mark.parametrize(
    ("act", "portable", "last_day"),
    [
        (MembershipAct.LEAVE, "portable", END),
        (MembershipAct.LEAVE, "bound", TODAY),
        (MembershipAct.LAPSE, "bound", TODAY),
        (MembershipAct.EXPEL, "bound", TODAY),
        (MembershipAct.RETAIN, "portable", END),
        (MembershipAct.RETAIN, "bound", TODAY),
    ],
)
def test_the_plan_says_whether_cover_goes_on_and_the_member_is_told_once(
    world: Cast, move_to: Move, act: MembershipAct, portable: str, last_day: date
) -> None:
    own = covered(world, portable=portable == "portable")
    move_to(TODAY)
    assert following.follow_automatic() == 0
    change(world, act)
    move_to(date(2026, 11, 27))
    assert following.follow_automatic() == 1
    assert following.follow_automatic() == 0
    own.refresh_from_db()
    assert (own.last_day, own.left_on) == (last_day, TODAY)
    kept = last_day == END
    topic = Topic.MUTUAL_AID_MEMBER_COVERED if kept else Topic.MUTUAL_AID_MEMBER_LAPSED
    other = Topic.MUTUAL_AID_MEMBER_LAPSED if kept else Topic.MUTUAL_AID_MEMBER_COVERED
    assert told(topic) == [(own.person_id, last_day.isoformat())]
    assert told(other) == []
    traces = Entry.objects.filter(act__startswith="mutual_aid.cover.", person_id=own.person_id)
    assert [one.act for one in traces] == [f"mutual_aid.cover.{'keep' if kept else 'end'}"]
    assert not Cover.objects.exclude(pk=own.pk).exclude(last_day=END).exists()


def test_death_ends_even_a_portable_cover_and_nobody_writes_to_the_dead(
    world: Cast, move_to: Move
) -> None:
    own = covered(world, portable=True)
    move_to(TODAY)
    change(world, MembershipAct.DIE)
    assert following.follow_automatic() == 1
    assert following.follow_automatic() == 0
    own.refresh_from_db()
    assert own.last_day == TODAY
    assert not Event.objects.filter(person_id=own.person_id, topic__contains="member_").exists()


def test_a_transfer_under_the_same_sponsor_keeps_the_cover(world: Cast, move_to: Move) -> None:
    own = covered(world, portable=False)
    move_to(TODAY)
    standing = memberships.standing(world.people["li_mei"])
    assert standing is not None
    memberships.transfer(standing, world.unions["bus"], actor=build.actor(world, "wang_qiang"))
    assert following.follow_automatic() == 1
    own.refresh_from_db()
    assert (own.last_day, own.left_on) == (END, TODAY)
    assert told(Topic.MUTUAL_AID_MEMBER_COVERED) == [(own.person_id, "2026-12-31")]


def test_who_is_retained_first_and_leaves_later_is_followed_twice(
    world: Cast, move_to: Move
) -> None:
    own = covered(world, entry={key: AUTOMATIC[key] for key in ("mode", "age")}, portable=False)
    move_to(TODAY)
    change(world, MembershipAct.RETAIN)
    assert following.follow_automatic() == 1
    own.refresh_from_db()
    assert (own.last_day, own.left_on) == (END, TODAY)
    move_to(date(2026, 11, 30))
    change(world, MembershipAct.LEAVE)
    assert following.follow_automatic() == 1
    assert following.follow_automatic() == 0
    own.refresh_from_db()
    assert own.last_day == date(2026, 11, 30)


def test_a_membership_that_ended_before_the_cover_was_made_changes_nothing(
    world: Cast, move_to: Move
) -> None:
    actor = build.actor(world, "wang_qiang")
    standing = memberships.standing(world.people["li_mei"])
    assert standing is not None
    memberships.change(standing, MembershipAct.LEAVE, actor=actor)
    move_to(TODAY)
    memberships.join(world.people["li_mei"], world.unions["bus"], actor=actor)
    own = covered(world, portable=False)
    assert following.follow_automatic() == 0
    assert Cover.objects.filter(pk=own.pk, last_day=END, left_on=None).exists()


def test_a_cover_that_had_not_begun_never_begins(world: Cast, move_to: Move) -> None:
    own = covered(world, portable=False, **NEXT_YEAR)
    move_to(TODAY)
    change(world, MembershipAct.LEAVE)
    assert following.follow_automatic() == 1
    assert not Cover.objects.filter(pk=own.pk).exists()
    assert not Cover.objects.filter(last_day__lt=F("first_day")).exists()
