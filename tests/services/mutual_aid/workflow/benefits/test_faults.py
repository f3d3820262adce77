"""A payment batch under faults: two at once, and a process killed in the middle of a verb."""

import os
import random
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from backend.kernel.errors import DomainError
from backend.ledger import book
from backend.ledger.formats import Outcome, csv_v1
from backend.ledger.models import PaymentBatch, PaymentOrder
from notifications.models import Event
from services.mutual_aid.models import Benefit
from services.mutual_aid.states import BenefitState
from services.mutual_aid.workflow.benefits import bank, ordering
from tests.services.mutual_aid.build_benefits import Desk, due, due_of_settlement, reply_to

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 10
Act = Callable[[], Any]


def race(*acts: Act) -> list[str]:
    """Run acts at the same time; gives "done" or the code of the refusal for each."""

    def one(act: Act) -> str:
        try:
            act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(future.result(30) for future in [pool.submit(one, act) for act in acts])


class Statements:
    """Counts the statements of an act; at the fatal one the process is gone, as by `kill -9`."""

    def __init__(self, fatal: int = 0) -> None:
        self.count, self.fatal = 0, fatal

    def __call__(self, execute: Callable[..., Any], *call: Any) -> Any:
        """Count, and die where it was said."""
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*call)


def counted(act: Act) -> int:
    """Run an act to its end; gives how many statements it sent."""
    statements = Statements()
    with connection.execute_wrapper(statements):
        act()
    return statements.count


def killed(act: Act, fatal: int) -> bool:
    """Run an act in a child process that dies before its `fatal` statement."""
    child = os.fork()
    if child == 0:
        # The socket of the parent is not the child's to use or to close.
        parents, connection.connection = connection.connection, None
        try:
            with connection.execute_wrapper(Statements(fatal)):
                act()
        finally:
            os._exit(0 if parents else 1)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def owed(desk: Desk) -> list[str]:
    """Owe three people of a settlement and one claim."""
    shared = due_of_settlement(desk, [("li_mei", 700), ("chen_ping", 900), ("li_mei", 50)])
    return [due(desk, 1_000).number, *(one.number for one in shared)]


def standing() -> tuple[Any, ...]:
    """What the tables hold: nothing of it may change when a process dies."""
    return (
        list(Benefit.objects.order_by("pk").values_list("number", "state", "version")),
        list(PaymentOrder.objects.order_by("pk").values_list("number", "state")),
        list(PaymentBatch.objects.order_by("pk").values_list("number", "state", "count")),
        Event.objects.count(),
    )


def test_two_keepers_order_the_same_benefit_once(desk: Desk) -> None:
    numbers = [due(desk, 1_000).number]
    act = lambda: ordering.order(actor=desk.keeper, benefits=numbers)  # noqa: E731 - two of one act
    assert race(act, act) == ["done", "wrong_state"]
    assert PaymentOrder.objects.count() == 1
    assert book.verify().findings == []


def test_one_keeper_orders_all_while_another_orders_one(desk: Desk) -> None:
    numbers = owed(desk)
    outcome = race(
        lambda: ordering.order(actor=desk.keeper, benefits=numbers[:1]),
        lambda: ordering.order_all(desk.plan.code, actor=desk.keeper),
    )
    assert outcome in (["done", "done"], ["done", "wrong_state"])
    assert PaymentOrder.objects.count() == 4
    assert book.verify().findings == []


@pytest.mark.requirement("R8.29")
def test_kill_9_at_ten_points_of_a_batch_loses_nothing_and_does_nothing_twice(desk: Desk) -> None:
    dice = random.Random(20261123)
    first = acts_of(desk, owed(desk))
    lengths = [counted(act) for act in first]
    numbers = owed(desk)
    points = sorted(dice.sample(range(1, sum(lengths) + 1), KILLS))
    for act, length in zip(acts_of(desk, numbers), lengths, strict=True):
        for fatal in [one for one in points if one <= length]:
            before, money = standing(), desk.balances()
            assert killed(act, fatal), f"statement {fatal} of {length}"
            assert (standing(), desk.balances()) == (before, money)
            assert book.verify().findings == []
        points = [one - length for one in points if one > length]
        act()
    states = set(Benefit.objects.filter(number__in=numbers).values_list("number", "state"))
    assert states == {(numbers[0], BenefitState.RETURNED)} | {
        (number, BenefitState.PAID) for number in numbers[1:]
    }
    assert desk.balances() == (10_000_000 - 5_300, 2_000, 3_300)
    assert book.verify().findings == []


def acts_of(desk: Desk, numbers: list[str]) -> list[Act]:
    """Order, file and reply of one batch; the claim comes back."""

    def batch() -> PaymentBatch:
        order = PaymentOrder.objects.filter(mutual_aid_benefit__number=numbers[-1]).get()
        return order.batch

    said: list[bytes] = []

    def take_in() -> None:
        if not said:
            reply = reply_to(batch(), {numbers[0]: Outcome.RETURNED})
            said.append(csv_v1.write_reply(reply))
        bank.import_bank_reply(batch().number, actor=desk.confirmer, content=said[0])

    return [
        lambda: ordering.order(actor=desk.keeper, benefits=numbers),
        lambda: bank.build_bank_file(batch().number, actor=desk.keeper),
        take_in,
    ]


def test_an_act_that_was_done_is_not_done_again(desk: Desk) -> None:
    numbers = owed(desk)
    order, file, reply = acts_of(desk, numbers)
    order()
    file()
    reply()
    assert not killed(reply, fatal=10_000)
    before, money = standing(), desk.balances()
    reply()
    assert (standing(), desk.balances()) == (before, money)
    with pytest.raises(DomainError) as caught:
        order()
    assert caught.value.code == "wrong_state"
