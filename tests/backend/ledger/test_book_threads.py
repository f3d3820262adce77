"""Two people at the same money at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.models import Transfer
from tests.backend.ledger.conftest import Counter

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at once, each in its own transaction; gives `done` or the code of each."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        try:
            gate.wait(timeout=10)
            with transaction.atomic(durable=True):
                act()
        except Conflict as fault:
            return fault.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_the_last_money_of_a_fund_is_reserved_once(counter: Counter) -> None:
    actor = counter.actor("zhao_min")
    keys = ("li_mei", "chen_ping", "liu_yang", "wang_qiang")
    acts = [
        lambda key=key: book.reserve(
            counter.fund, Money(400_000), because=counter.cast.people[key], actor=actor
        )
        for key in keys
    ]
    assert together(*acts) == ["done", "done", "fund_short", "fund_short"]
    assert counter.balances() == (1_000_000, 200_000, 800_000, 0)
    assert book.verify().ok


def test_a_reservation_is_settled_once_when_one_pays_and_one_gives_back(
    counter: Counter,
) -> None:
    with transaction.atomic():
        reserved = book.reserve(
            counter.fund,
            Money(100),
            because=counter.cast.people["li_mei"],
            actor=counter.actor("zhao_min"),
        )
    keeper, approver = counter.actor("sun_li"), counter.actor("zhao_min")
    outcome = together(
        lambda: book.post(reserved, actor=keeper),
        lambda: book.void(reserved, actor=approver, reason="撤回"),
    )
    assert outcome == ["already_settled", "done"]
    assert Transfer.objects.filter(source=reserved).count() == 1
    assert book.verify().ok
