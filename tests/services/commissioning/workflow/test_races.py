"""Two at once: at the deadline an application is in and opened, or refused; never lost between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from backend.kernel import clock
from backend.kernel.errors import DomainError
from services.commissioning.models import Bid, Need
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import bids, closing, needs
from tests.services.commissioning import walk
from tests.services.commissioning.walk import CONTENT, Story

pytestmark = pytest.mark.django_db(transaction=True)


def race(*acts: Callable[[], Any]) -> list[str]:
    """Run acts at the same time; gives "done" or the code of the refusal for each, in order."""
    ready = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> str:
        try:
            ready.wait(10)
            act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(30) for future in [pool.submit(one, act) for act in acts]]


@pytest.fixture
def racing(transactional_db: None, story: Story) -> Story:
    """The story on committed rows, so that two threads meet."""
    return story


@pytest.mark.requirement("R9.5")
def test_at_the_deadline_an_application_is_in_and_opened_or_refused(racing: Story) -> None:
    project, feng_xue = walk.row(walk.opened(racing)), racing.world.actor("feng_xue")
    bid = bids.start_bid(project.number, actor=feng_xue)
    racing.move_to(project.call.deadline.replace(microsecond=0))

    def submit() -> None:
        bids.submit_bid(bid.number, actor=feng_xue, version=bid.version, content=CONTENT)

    def close() -> None:
        while clock.now() <= project.call.deadline:
            pass
        closing.close_call(project.number)

    answer, closed = race(submit, close)
    bid = Bid.objects.get(pk=bid.pk)
    assert closed == "done"
    assert walk.row(project).state is ProjectState.QUALIFICATION
    if answer == "done":
        assert (bid.state, bid.amount_fen) == (BidState.OPENED, CONTENT.amount_fen)
    else:
        assert answer in {"call_closed", "call_not_open"}
        assert (bid.state, bid.amount_fen) == (BidState.DRAFT, None)


@pytest.mark.requirement("R9.5")
def test_two_closings_open_once_and_nothing_is_taken_back_after_the_deadline(
    racing: Story,
) -> None:
    project, feng_xue = walk.row(walk.opened(racing)), racing.world.actor("feng_xue")
    bid = walk.bid(racing, project, "heart")
    racing.pass_deadline(project)
    answers = race(
        lambda: bids.withdraw_bid(bid.number, actor=feng_xue, version=bid.version),
        lambda: closing.close_call(project.number),
        lambda: closing.close_call(project.number),
    )
    assert answers[1:] == ["done", "done"]
    assert answers[0] in {"call_closed", "call_not_open"}
    assert Bid.objects.get(pk=bid.pk).state is BidState.OPENED
    assert project.steps.filter(act="close_call").count() == 1


@pytest.mark.requirement("R9.5")
def test_of_two_devices_at_once_one_begins_the_application(racing: Story) -> None:
    project, feng_xue = walk.opened(racing), racing.world.actor("feng_xue")
    answers = race(*[lambda: bids.start_bid(project.number, actor=feng_xue)] * 2)
    assert sorted(answers) == ["bid_exists", "done"]
    assert Bid.objects.count() == 1


@pytest.mark.requirement("R9.26")
def test_one_worker_tapping_twice_is_one_voice(racing: Story) -> None:
    need, chen_ping = walk.need(racing), racing.world.actor("chen_ping")
    answers = race(*[lambda: needs.add_voice(need.number, actor=chen_ping)] * 2)
    assert answers == ["done", "done"]
    assert (Need.objects.get().voices, need.heard.count()) == (2, 2)
