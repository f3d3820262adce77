"""Confirmations: by the code of the moment, once, only while the session is open (R9.16)."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.audit.models import Entry
from backend.kernel import clock
from backend.kernel.errors import DomainError
from services.commissioning.models import Confirmation, Session
from services.commissioning.rules import codes
from services.commissioning.workflow import confirmations, sessions
from tests import cast
from tests.conftest import MoveToMoment
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def confirm(world: World, session: Session, who: str, code: str = "") -> confirmations.Confirmed:
    return confirmations.confirm(
        session.number, actor=world.actor(who), code=code or build_contract.code_of(session)
    )


@pytest.mark.requirement("R9.16")
def test_a_member_confirms_once(world: World) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    assert not confirm(world, session, "li_mei").again
    assert confirm(world, session, "li_mei").again
    assert Confirmation.objects.count() == 1
    assert Entry.objects.filter(act="commissioning.confirm_service").count() == 1


@pytest.mark.requirement("R9.16")
def test_a_code_counts_in_its_half_minute_and_the_next(
    world: World, move_to_moment: MoveToMoment
) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    code, now = build_contract.code_of(session), clock.now()
    window = codes.window_at(now)
    last = clock.start_of(now.date()).fromtimestamp((window + 2) * 30 - 5, tz=clock.TZ)
    move_to_moment(last)
    assert not confirm(world, session, "li_mei", code).again
    move_to_moment(last + timedelta(seconds=10))
    assert refused(lambda: confirm(world, session, "wang_qiang", code)) == "wrong_code"
    assert Confirmation.objects.count() == 1


@pytest.mark.requirement("R9.16")
def test_a_wrong_code_confirms_nothing(world: World) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    real = build_contract.code_of(session)
    wrong = f"{(int(real) + 1) % 10**8:08d}"
    assert refused(lambda: confirm(world, session, "li_mei", wrong)) == "wrong_code"
    assert refused(lambda: confirm(world, session, "li_mei", "验证码")) == "wrong_code"
    assert not Confirmation.objects.exists()


@pytest.mark.requirement("R9.16")
def test_only_an_open_session_is_confirmed(world: World, move_to_moment: MoveToMoment) -> None:
    contract = build_contract.signed(world)
    session = build_contract.opened(world, contract)
    code = build_contract.code_of(session)
    move_to_moment(session.ends_at + timedelta(minutes=31))
    assert refused(lambda: confirm(world, session, "li_mei", code)) == "over"
    sessions.close_session(
        session.number, actor=world.actor("feng_xue"), version=2, provider_count=0
    )
    assert refused(lambda: confirm(world, session, "li_mei", code)) == "not_open"
    assert refused(lambda: confirm(world, Session(number="CC-0"), "li_mei", "1")) == "not_found"
    assert not Confirmation.objects.exists()


@pytest.mark.requirement("R9.16")
def test_who_provides_it_and_who_is_no_member_do_not_confirm(world: World) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    assert refused(lambda: confirm(world, session, "feng_xue")) in {"provides_it", "not_a_member"}
    assert not Confirmation.objects.exists()


@pytest.mark.requirement("R9.16")
def test_a_station_confirms_for_a_member_without_a_phone(world: World) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    clerk, worker = world.actor("liu_yang"), cast.part("li_mei")
    for_her = lambda name: confirmations.confirm_for(  # noqa: E731
        session.number, actor=clerk, id_number=worker.id_number, name=name
    )
    assert refused(lambda: for_her("张三")) == "member_not_found"
    assert not for_her(worker.name).again
    row = Confirmation.objects.get()
    assert (row.way, row.filed_by, row.person_id) == (
        "station",
        world.cast.users["liu_yang"],
        world.cast.users["li_mei"].person_id,
    )
    chair = world.actor("wang_qiang")
    other = lambda: confirmations.confirm_for(  # noqa: E731
        session.number, actor=chair, id_number=worker.id_number, name=worker.name
    )
    assert refused(other) == "not_permitted"


@pytest.mark.requirement("R9.16")
def test_a_confirmation_is_one_insert_and_moves_no_counter(world: World) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    code, li_mei = build_contract.code_of(session), world.actor("li_mei")
    with CaptureQueriesContext(connection) as queries:
        confirmations.confirm(session.number, actor=li_mei, code=code)
    written = [one["sql"] for one in queries if "commissioning_" in one["sql"]]
    assert len(written) == 2
    assert not any(sql.startswith("UPDATE") or "FOR UPDATE" in sql for sql in written)
    assert sum("INSERT INTO commissioning_confirmation" in sql for sql in written) == 1
    assert len(queries) <= 6


@pytest.mark.requirement("R9.16")
@pytest.mark.django_db(transaction=True)
def test_a_full_hall_confirms_at_once_and_none_is_lost_or_counted_twice(world: World) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    code = build_contract.code_of(session)
    members = [
        key
        for key in world.cast.users
        if world.actor(key).membership_union_id is not None and key != "feng_xue"
    ]
    wanted = members[:6]
    start = threading.Barrier(2 * len(wanted))
    outcomes: list[bool] = []

    def come(key: str) -> None:
        start.wait()
        try:
            outcomes.append(confirm(world, session, key, code).again)
        finally:
            connection.close()

    racers = [threading.Thread(target=come, args=(key,)) for key in wanted * 2]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(outcomes) == [False] * len(wanted) + [True] * len(wanted)
    closed = sessions.close_session(
        session.number, actor=world.actor("feng_xue"), version=2, provider_count=len(wanted)
    )
    assert closed.confirmed == len(wanted) == Confirmation.objects.count()
