"""Who files for others finds each claim again, however many there are: page by page."""

import re

import pytest

from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.visits import browser, text

pytestmark = pytest.mark.django_db
SHOWN = 20
NUMBER = re.compile(r"SL-[0-9]{4}-[0-9]+")


def filed(desk: build.Story, count: int, by: str) -> list[str]:
    """Give the numbers of claims that somebody filed for 李梅, the newest first."""
    under = build.cover(desk)
    made = [build.draft(desk, under=under, filed_by=by).number for _ in range(count)]
    return made[::-1]


def shown(page: str) -> list[str]:
    return list(dict.fromkeys(NUMBER.findall(page)))


def after(page: str) -> str:
    found = re.search(r'href="(\?cursor=[^"]+)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_a_member_pages_through_what_she_filed_for_others(desk: build.Story) -> None:
    numbers = filed(desk, SHOWN + 1, "chen_ping")
    client = browser(desk.made, "chen_ping")
    overview = text(client.get("/me/claims/"))
    assert shown(overview) == numbers[:SHOWN]
    assert "/me/claims/filed/" in overview
    first = text(client.get("/me/claims/filed/"))
    assert shown(first) == numbers[:SHOWN]
    rest = text(client.get(f"/me/claims/filed/{after(first)}"))
    assert shown(rest) == numbers[SHOWN:]
    assert client.get("/me/claims/filed/?cursor=x").status_code == 400
    assert shown(text(browser(desk.made, "li_mei").get("/me/claims/filed/"))) == []


def test_one_page_needs_no_way_to_a_second(desk: build.Story) -> None:
    numbers = filed(desk, SHOWN, "chen_ping")
    overview = text(browser(desk.made, "chen_ping").get("/me/claims/"))
    assert shown(overview) == numbers
    assert "/me/claims/filed/" not in overview


def test_a_steward_pages_through_what_she_filed(desk: build.Story) -> None:
    numbers = filed(desk, SHOWN + 1, "wang_qiang")
    client = browser(desk.made, "wang_qiang")
    first = text(client.get("/console/mutual-aid/file-claim/"))
    rest = text(client.get(f"/console/mutual-aid/file-claim/{after(first)}"))
    assert shown(first) + shown(rest) == numbers
