"""The public pages: no sign-in, all versions, tombstones, nothing personal."""

import pytest
from django.test import Client

from backend.access.actor import Actor
from services.disclosure import workflow
from tests.cast import Cast
from tests.services.disclosure.conftest import TITLE, Drafting
from tests.services.disclosure.test_workflow_publication import correct

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R12.8")
def test_the_board_shows_what_is_public_without_sign_in(
    client: Client, cast: Cast, published: Drafting
) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    for address in ("/", "/unions/GH-0001/", "/disclosures/"):
        page = client.get(address)
        assert page.status_code == 200
        body = page.content.decode()
        assert TITLE in body
        assert f'href="/disclosures/{disclosure.number}/"' in body


def test_an_empty_board_says_what_will_stand_there(client: Client, cast: Cast) -> None:
    body = client.get("/").content.decode()
    assert "示范市总工会 · 会务公开" in body
    assert "还没有公开的内容" in body


def test_a_fresh_installation_without_unions_still_answers(client: Client, db: None) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "还没有登记工会" in page.content.decode()


@pytest.mark.requirement("R12.4")
def test_every_version_stays_readable_and_says_which_one_it_is(
    client: Client, published: Drafting, editor: Actor, checker: Actor, signer: Actor
) -> None:
    disclosure = published(body="旧的支出 986.12 万元。").disclosure
    assert disclosure is not None
    correct(disclosure.number, "新的支出 986.21 万元。", editor, checker, signer)
    newest = client.get(disclosure.address).content.decode()
    assert "新的支出" in newest
    assert "旧的支出" not in newest
    assert "更正原因：第 3 行金额有误" in newest
    first = client.get(f"{disclosure.address}versions/1/").content.decode()
    assert "旧的支出" in first
    assert "您正在读第 1 版，这不是最新的" in first
    assert client.get(f"{disclosure.address}versions/3/").status_code == 404


@pytest.mark.requirement("R12.4")
def test_a_withdrawn_disclosure_keeps_its_words_reason_and_time(
    client: Client, published: Drafting, signer: Actor
) -> None:
    disclosure = published(body="旧的支出。").disclosure
    assert disclosure is not None
    workflow.withdraw(
        disclosure.number,
        actor=signer,
        version=disclosure.version,
        ground="mistake",
        reason="口径有误",
    )
    body = client.get(disclosure.address).content.decode()
    assert "旧的支出" in body
    assert "缘由：内容有误" in body
    assert "口径有误" in body


def test_a_withdrawal_for_privacy_hides_title_and_words_everywhere(
    client: Client, published: Drafting, signer: Actor
) -> None:
    disclosure = published(title="慰问周师傅", body="周师傅家住槐树街。").disclosure
    assert disclosure is not None
    workflow.withdraw(
        disclosure.number,
        actor=signer,
        version=disclosure.version,
        ground="privacy",
        reason="写了职工姓名",
    )
    for address in (
        "/",
        "/disclosures/",
        "/disclosures/?q=周师傅",
        disclosure.address,
        f"{disclosure.address}versions/1/",
        "/api/public/v1/disclosures",
        f"/api/public/v1/disclosures/{disclosure.number}",
        "/feeds/disclosures.atom",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "周师傅" not in page.content.decode().replace('value="周师傅"', ""), address


def test_a_draft_is_nowhere_before_it_is_signed(client: Client, checked: Drafting) -> None:
    draft = checked()
    assert draft.disclosure is not None
    assert TITLE not in client.get("/").content.decode()
    assert client.get(draft.disclosure.address).status_code == 404
    assert client.get(f"/api/public/v1/disclosures/{draft.disclosure.number}").status_code == 404


def test_the_words_of_an_author_are_never_markup(client: Client, published: Drafting) -> None:
    disclosure = published(body='<script>alert("x")</script> & 一段话').disclosure
    assert disclosure is not None
    body = client.get(disclosure.address).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; 一段话" in body


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=经费", True), ("q=没有的", False), ("category=finance", True), ("category=aid", False)],
)
def test_the_archive_is_searched_by_title_and_category(
    client: Client, published: Drafting, query: str, *, found: bool
) -> None:
    published()
    body = client.get(f"/disclosures/?{query}").content.decode()
    assert (TITLE in body) is found


def test_a_union_without_publications_has_an_empty_feed(client: Client, cast: Cast) -> None:
    page = client.get("/feeds/unions/GH-0005/disclosures.json")
    assert page.status_code == 200
    assert page["Content-Type"].startswith("application/feed+json")
    assert page.json()["items"] == []
    again = client.get(
        "/feeds/unions/GH-0005/disclosures.json", headers={"If-None-Match": page["ETag"]}
    )
    assert again.status_code == 304
    assert client.get("/feeds/unions/GH-9999/disclosures.json").status_code == 404
