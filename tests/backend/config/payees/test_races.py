"""Two at once: a person never has two accounts that wait, nor two that count."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from backend.access.actor import Actor
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.config.payees import notice, workflow
from backend.kernel.errors import DomainError
from tests import cast as people
from tests.backend.config.payees.conftest import BANK, OTHER

As = Callable[[str], Actor]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> people.Cast:
    return people.create()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run all at the same moment; gives the codes of what was refused."""
    start, refused = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except DomainError as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(refused)


def test_two_accounts_entered_at_once_leave_one_that_waits(as_actor: As) -> None:
    her = as_actor("li_mei")
    workflow.agree(actor=her, notice_version=notice.VERSION)
    numbers = [f"62220200000000{serial:05d}" for serial in range(4)]
    refused = at_once(
        *(
            lambda number=number: workflow.propose(actor=her, bank=BANK, account=number)
            for number in numbers
        )
    )
    assert refused == []
    states = sorted(PayeeAccount.objects.values_list("state", flat=True))
    assert states == [PayeeState.PROPOSED, *[PayeeState.REPLACED] * 3]


@pytest.mark.requirement("R8.28")
def test_an_account_is_not_verified_while_it_makes_way_for_another(
    waiting: PayeeAccount, as_actor: As
) -> None:
    her, officers = as_actor("li_mei"), [as_actor("zhao_min"), as_actor("second_reviewer")]
    at_once(
        lambda: workflow.propose(actor=her, bank=BANK, account=OTHER),
        *(
            lambda who=who: workflow.verify(waiting.number, actor=who, version=1)
            for who in officers
        ),
    )
    waiting.refresh_from_db()
    assert waiting.state in {PayeeState.VERIFIED, PayeeState.REPLACED}
    assert waiting.version == 2
    assert PayeeAccount.objects.filter(state=PayeeState.PROPOSED).count() == 1
