"""The inbox as a worker sees it, with plain forms only."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from backend.accounts.models import Person
from notifications import outbox, queries, relay
from notifications.models import Preference, QuietHours
from notifications.topics import Topic
from tests import cast as people
from tests.notifications.conftest import Post

KEY = {"idempotency_key": "form-key-0001"}


@pytest.fixture
def li_mei(cast: people.Cast) -> Person:
    """李梅, a member."""
    return cast.people["li_mei"]


@pytest.fixture
def browser(client: Client, cast: people.Cast) -> Client:
    """李梅's phone browser, signed in."""
    client.cookies[settings.SESSION_COOKIE_NAME] = people.sign_in(cast.users["li_mei"])
    return client


def test_an_empty_inbox_says_what_will_stand_there(browser: Client) -> None:
    page = browser.get("/me/inbox/").content.decode()
    assert "还没有消息" in page
    assert "申请有进展" in page


def test_the_first_line_answers_how_many_are_unread(
    browser: Client, li_mei: Person, post: Post
) -> None:
    post(li_mei, Topic.HARDSHIP_NOTICE_OPENED, params={"number": "BF-1", "date": "12月1日"})
    relay.drain()
    answer = browser.get("/me/inbox/")
    page = answer.content.decode()
    assert "未读消息 1 条" in page
    assert "申请 BF-1 已开始公示，公示至12月1日。" in page
    assert answer["Cache-Control"] == "no-store"


def test_opening_a_message_marks_it_and_leads_to_its_subject(
    browser: Client, li_mei: Person, post: Post
) -> None:
    post(li_mei)
    relay.drain()
    answer = browser.post("/me/inbox/1/open/", {**KEY, "link": "/me/hardship/BF-1/"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/hardship/BF-1/")
    assert queries.unread(li_mei.pk).unread == 0


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_a_foreign_link_leads_back_to_the_inbox(
    browser: Client, li_mei: Person, post: Post, link: str
) -> None:
    post(li_mei)
    relay.drain()
    answer = browser.post("/me/inbox/1/open/", {**KEY, "link": link})
    assert answer["Location"] == "/me/inbox/"


def test_everything_on_the_page_can_be_marked_at_once(
    browser: Client, li_mei: Person, post: Post
) -> None:
    for _ in range(3):
        post(li_mei)
    relay.drain()
    assert browser.post("/me/inbox/read/", {**KEY, "upto": "2"}).status_code == 302
    assert queries.unread(li_mei.pk).unread == 1


def test_the_page_of_somebody_else_shows_nothing_of_it(
    client: Client, cast: people.Cast, li_mei: Person, post: Post
) -> None:
    post(li_mei)
    relay.drain()
    client.cookies[settings.SESSION_COOKIE_NAME] = people.sign_in(cast.users["chen_ping"])
    assert "还没有消息" in client.get("/me/inbox/").content.decode()
    assert client.post("/me/inbox/1/open/", KEY).status_code == 404
    assert queries.unread(li_mei.pk).unread == 1


def test_text_is_escaped(browser: Client, li_mei: Person) -> None:
    with transaction.atomic():
        outbox.notice(
            Topic.DISCLOSURE_PUBLISHED, cohort="all", about=li_mei, title="<script>x</script>"
        )
    relay.drain()
    assert "<script>x" not in browser.get("/me/inbox/").content.decode()


def test_long_inboxes_have_a_next_page(browser: Client, li_mei: Person, post: Post) -> None:
    for _ in range(25):
        post(li_mei)
    relay.drain()
    assert 'href="?before=6"' in browser.get("/me/inbox/").content.decode()
    second = browser.get("/me/inbox/?before=6").content.decode()
    assert second.count('class="letter letter-new"') == 5


def test_a_category_is_switched_off_and_on_again(browser: Client) -> None:
    address = "/me/inbox/settings/"
    browser.post(address, {**KEY, "category": "progress", "mode": "off"})
    assert Preference.objects.get().mode == "off"
    assert "不接收" in browser.get(address).content.decode()
    refused = browser.post(
        address, {"idempotency_key": "form-key-0002", "category": "account", "mode": "off"}
    )
    assert refused.status_code == 403
    assert Preference.objects.count() == 1


def test_quiet_hours_are_set_and_a_wrong_time_is_explained(browser: Client) -> None:
    address = "/me/inbox/settings/"
    browser.post(address, {**KEY, "quiet": "1", "starts": "22:00", "ends": "07:00"})
    assert "现在每天 22:00 到 07:00 不提醒" in browser.get(address).content.decode()
    wrong = browser.post(
        address,
        {"idempotency_key": "form-key-0002", "quiet": "1", "starts": "late", "ends": "07:00"},
    )
    assert wrong.status_code == 422
    assert QuietHours.objects.count() == 1


def test_signed_out_leads_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/me/inbox/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/sign-in/?next=%2Fme%2Finbox%2F")
