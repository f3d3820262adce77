"""Two at once: one wins, the other hears it, and the money moves once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from backend.kernel.errors import DomainError
from backend.ledger.models import Balance
from services.hardship import workflow
from services.hardship.models import Application, Decision
from services.hardship.states import State
from tests.services.hardship import build

pytestmark = pytest.mark.django_db(transaction=True)


def race(*acts: Callable[[], Any]) -> list[str]:
    """Run acts at the same time; gives "done" or the code of the refusal for each."""

    def one(act: Callable[[], Any]) -> str:
        try:
            act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(future.result(30) for future in [pool.submit(one, act) for act in acts])


@pytest.fixture
def racing(transactional_db: None, story: build.Story) -> build.Story:
    """The usual story on committed rows, so that two threads meet."""
    return story


@pytest.mark.requirement("R8.44")
def test_of_two_reviewers_at_once_one_approves(racing: build.Story) -> None:
    made = build.at(State.NOTICE, racing)
    racing.move_to(build.date(2026, 12, 1))
    version = build.row(made.number).version
    reviewers = [racing.who(part) for part in ("zhao_min", "second_reviewer")]
    acts = [
        lambda who=who: workflow.approve(
            made.number,
            actor=who,
            version=version,
            amount=build.AMOUNT,
            fund=racing.fund.number,
            opinion="同意。",
        )
        for who in reviewers
    ]
    assert race(*acts) == ["done", "stale_version"]
    assert Decision.objects.filter(application=made, act="approve").count() == 1
    assert Balance.objects.get(fund=racing.fund).reserved_fen == 200_000


@pytest.mark.requirement("R8.39")
def test_of_two_devices_at_once_one_begins_an_application(racing: build.Story) -> None:
    who = racing.who("li_mei")
    acts = [lambda: workflow.start(actor=who, purposes=build.ALL) for _ in range(2)]
    assert race(*acts) == ["already_open", "done"]
    assert Application.objects.count() == 1


def test_withdrawal_and_approval_at_once_leave_one_of_the_two(racing: build.Story) -> None:
    made = build.at(State.NOTICE, racing)
    racing.move_to(build.date(2026, 12, 1))
    version = build.row(made.number).version
    worker, reviewer = racing.who("li_mei"), racing.who("zhao_min")
    ends = race(
        lambda: workflow.withdraw(made.number, actor=worker, version=version),
        lambda: workflow.approve(
            made.number,
            actor=reviewer,
            version=version,
            amount=build.AMOUNT,
            fund=racing.fund.number,
            opinion="同意。",
        ),
    )
    assert ends == ["done", "stale_version"]
    withdrawn = build.row(made.number).state is State.WITHDRAWN
    assert Balance.objects.get(fund=racing.fund).reserved_fen == (0 if withdrawn else 200_000)
