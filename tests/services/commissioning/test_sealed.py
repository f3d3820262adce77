"""Nobody reads an application before the deadline, nor that there is one (R9.5).

Every staff, member and public route and every page is walked by the buyer, the approver, the
acceptance officer, the auditor, a panelist and a rival, with the real numbers in every place.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.access.routers import operations
from backend.config.api import APIS
from services.commissioning.models import Bid
from services.commissioning.rules.bid import Line
from services.commissioning.workflow import bids, closing
from tests.backend.access.test_matrix_pages import PAGES
from tests.services.commissioning import walk
from tests.services.commissioning.visits import browser, caller, text_of
from tests.services.commissioning.walk import CONTENT, Story

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.5")]
PLACE = r"\{[^}]+\}|<[^>]+>"
API_READS = [
    f"{audience}{path}"
    for audience, api in APIS.items()
    for method, path, _ in operations(api)
    if method == "GET"
]
PAGE_READS = [f"/{path}" for path, _ in PAGES if "{" not in path]
CANARY = "绝密方案甲乙丙丁"
FEN = 17_654_321
READERS = (
    "project_buyer", "project_approver", "acceptance_officer", "zhou_lan", "zheng_he",
    "second_officer", "li_mei", "",
)  # fmt: skip


@pytest.fixture
def sealed(story: Story) -> Bid:
    """A submitted application full of words that stand nowhere else."""
    return submit(story)


def submit(story: Story) -> Bid:
    """Submit an application full of words that stand nowhere else."""
    project, feng_xue = walk.opened(story), story.world.actor("feng_xue")
    bid = bids.start_bid(project.number, actor=feng_xue)
    content = replace(
        CONTENT,
        plan=CANARY,
        team=CANARY,
        track_record=CANARY,
        amount_fen=FEN,
        lines=(Line(CANARY, FEN),),
    )
    return bids.submit_bid(bid.number, actor=feng_xue, version=bid.version, content=content)


def traces_of(bid: Bid) -> list[str]:
    """Give what must be read nowhere: content, price, receipt, and the number itself."""
    return [CANARY, str(FEN), "176,543.21", bid.number, bytes(bid.receipt or b"").hex()]


def filled(path: str, number: str) -> str:
    """Put one number into every place of a path."""
    return re.sub(PLACE, number, path)


@pytest.mark.parametrize("who", READERS)
def test_no_route_and_no_page_gives_away_a_sealed_application(
    story: Story, sealed: Bid, who: str
) -> None:
    call, client = caller(story), browser(story, who) if who else Client()
    wrong = []
    for path, number in asked(API_READS, sealed):
        answer = call(who, "GET", filled(path, number))
        wrong += _found(answer.content.decode(errors="replace"), sealed, path, number)
    for path, number in asked(PAGE_READS, sealed):
        reply = client.get(filled(path, number))
        if not reply.streaming:
            wrong += _found(reply.content.decode(errors="replace"), sealed, path, number)
    assert wrong == []


def asked(paths: Sequence[str], bid: Bid) -> Iterator[tuple[str, str]]:
    """Give each path once, and once for each number where it has a place for one."""
    for path in paths:
        numbers = [bid.number, bid.call.project.number, bid.organization.number]
        for number in numbers if re.search(PLACE, path) else numbers[:1]:
            yield path, number


def _found(text: str, bid: Bid, path: str, number: str) -> list[str]:
    """Name what a reply gives away; the number that was asked for may be read back."""
    secrets = [one for one in traces_of(bid) if one != number]
    return [f"{path} {number}: {one}" for one in secrets if one in text]


def test_the_buyer_cannot_tell_one_application_from_none(story: Story) -> None:
    """Two projects alike but for a sealed application read the same to all officers."""
    empty = walk.row(walk.opened(story))
    full = walk.row(walk.opened(story))
    walk.bid(story, full, "heart")
    for who in ("project_buyer", "project_approver", "zhou_lan"):
        shown = []
        for project in (empty, full):
            client = browser(story, who)
            text = text_of(client, reverse("commissioning-project", args=[project.number]))
            reply = caller(story)(who, "GET", f"staff/commissioning/projects/{project.number}")
            shown.append(
                _alike(text, project.number) + _alike(reply.content.decode(), project.number)
            )
        assert shown[0] == shown[1]


def _alike(text: str, number: str) -> str:
    """Leave out what differs by nature: number, keys of forms, times, the seed's commitment."""
    text = text.replace(number, "N")
    text = re.sub(r'value="[A-Za-z0-9_-]{20,}"', "", text)
    text = re.sub(r"[0-9a-f]{64}", "", text)
    text = re.sub(r"T\d\d:\d\d:\d\d[.\d]*", "", text)
    return re.sub(r"\d\d:\d\d", "", text)


def test_no_log_tells_of_it_not_even_that_of_the_database(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        submit(story)
    said = caplog.text + "".join(one["sql"] for one in queries)
    assert "content_sealed" in said
    for secret in (CANARY, CANARY.encode().hex(), str(FEN)):
        assert secret not in said


def test_nothing_of_it_lies_readable_in_the_database(sealed: Bid) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                assert CANARY not in row, table
                assert CANARY.encode().hex() not in row, table
                assert str(FEN) not in row, table


def test_after_the_deadline_those_who_may_read_it_do(story: Story, sealed: Bid) -> None:
    """The same walk is no proof unless it finds the canary once the call has closed."""
    story.pass_deadline(sealed.call.project)
    closing.close_call(sealed.call.project.number)
    buyer = browser(story, "project_buyer")
    assert CANARY in text_of(buyer, reverse("commissioning-bid", args=[sealed.number]))
    rival = browser(story, "second_officer")
    assert rival.get(reverse("provider-bid", args=[sealed.number])).status_code == 404
    assert rival.get(reverse("commissioning-bid", args=[sealed.number])).status_code == 403
