"""Sessions: planned, opened, closed with two counts side by side (R9.16)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.kernel import clock
from backend.kernel.errors import DomainError
from notifications.models import Event
from services.commissioning.models import Session
from services.commissioning.queries import delivered
from services.commissioning.states.delivery import SessionState
from services.commissioning.workflow import sessions
from tests.conftest import MoveToMoment
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


@pytest.mark.requirement("R9.16")
def test_the_providers_count_stands_beside_the_confirmed_one(world: World) -> None:
    contract = build_contract.signed(world)
    session = build_contract.closed(world, contract, ("li_mei", "wang_qiang"), counted=5)
    assert (session.state, session.provider_count, session.confirmed) == (SessionState.CLOSED, 5, 2)
    assert session.secret_sealed is None
    told = Event.objects.filter(topic="commissioning.service_confirmed")
    assert set(told.values_list("person_id", flat=True)) == {
        world.cast.users[key].person_id for key in ("li_mei", "wang_qiang")
    }
    found = delivered.figures(contract)
    assert (found.persons, found.confirmations, found.sessions, found.provider_count) == (
        2,
        2,
        1,
        5,
    )
    assert found.confirmed_share is not None
    assert (found.confirmed_share.share, found.confirmed_share.low, found.confirmed_share.high) == (
        4_000, 1_176, 7_693,
    )  # fmt: skip


@pytest.mark.requirement("R9.16")
def test_a_session_opens_only_about_its_time(world: World, move_to_moment: MoveToMoment) -> None:
    contract = build_contract.signed(world)
    officer, now = world.actor("feng_xue"), clock.now()
    session = sessions.plan_session(
        contract.number,
        actor=officer,
        title="讲座",
        place="礼堂",
        starts_at=now + timedelta(hours=3),
        ends_at=now + timedelta(hours=4),
    )
    open_it = lambda: sessions.open_session(session.number, actor=officer, version=1)  # noqa: E731
    assert refused(open_it) == "too_early"
    move_to_moment(now + timedelta(hours=5))
    assert refused(open_it) == "too_late"
    assert Session.objects.get().state is SessionState.PLANNED
    move_to_moment(now + timedelta(hours=2, minutes=30))
    assert open_it().state is SessionState.OPEN


@pytest.mark.parametrize(
    ("start", "length", "code"),
    [(-5, 1, "in_past"), (1, 0, "bad_time"), (1, 25, "bad_time"), (5_000, 1, "outside_term")],
)
def test_a_wrong_time_is_refused(world: World, start: int, length: int, code: str) -> None:
    contract = build_contract.signed(world)
    begin = clock.now() + timedelta(hours=start)
    plan = lambda: sessions.plan_session(  # noqa: E731
        contract.number,
        actor=world.actor("feng_xue"),
        title="讲座",
        place="礼堂",
        starts_at=begin,
        ends_at=begin + timedelta(hours=length),
    )
    assert refused(plan) == code
    assert not Session.objects.exists()


def test_another_organization_does_not_touch_the_session(world: World) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    close = lambda: sessions.close_session(  # noqa: E731
        session.number, actor=world.actor("second_officer"), version=2, provider_count=9
    )
    assert refused(close) == "not_found"
    assert Session.objects.get().state is SessionState.OPEN


def test_a_planned_session_is_called_off_with_a_reason(world: World) -> None:
    contract = build_contract.signed(world)
    officer, now = world.actor("feng_xue"), clock.now()
    session = sessions.plan_session(
        contract.number,
        actor=officer,
        title="讲座",
        place="礼堂",
        starts_at=now + timedelta(hours=3),
        ends_at=now + timedelta(hours=4),
    )
    drop = lambda words: sessions.drop_session(  # noqa: E731
        session.number, actor=officer, version=1, reason=words
    )
    assert refused(lambda: drop("")) == "reason_missing"
    assert drop("讲师生病").state is SessionState.DROPPED
