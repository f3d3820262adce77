"""What was delivered, read in a flat number of statements whatever the size (R9.18, R9.22)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.commissioning.models import Contract, Session
from services.commissioning.queries import delivered
from services.commissioning.rules.delivered import Delivered
from services.commissioning.workflow import ratings
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def counted(contract: Contract) -> tuple[Delivered, int]:
    with CaptureQueriesContext(connection) as queries:
        found = delivered.figures(contract)
    return found, len(queries)


@pytest.mark.requirement("R9.18", "R9.22")
def test_persons_are_counted_once_and_confirmations_each_time(world: World) -> None:
    contract = build_contract.signed(world)
    empty, before = counted(contract)
    assert (empty.persons, empty.sessions, empty.unit_cost_fen) == (0, 0, None)
    build_contract.closed(world, contract, ("li_mei", "wang_qiang"), counted=4)
    again = build_contract.closed(world, contract, ("li_mei",), counted=1)
    ratings.rate(again.number, actor=world.actor("li_mei"), stars=4)
    build_contract.reported(world, contract, fen=3_000_000)
    found, after = counted(Contract.objects.get())
    assert (found.persons, found.confirmations, found.sessions) == (2, 3, 2)
    assert (found.provider_count, found.unit_cost_fen) == (5, 1_500_000)
    assert (found.ratings, found.stars_hundredths) == (1, 400)
    assert after == before == 8


@pytest.mark.requirement("R9.22")
def test_what_is_still_under_way_does_not_count(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.opened(world, contract)
    build_contract.spent(world, build_contract.begun(world, contract))
    found, _ = counted(contract)
    assert (found.sessions, found.spent_fen) == (0, 0)
    assert Session.objects.get().confirmed is None
