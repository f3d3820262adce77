"""Main job a and b: the federation's first disclosure in three feeds, and its rule packs."""

import json
from functools import partial
from pathlib import Path

import feedparser
import httpx
import pytest

from services import mutual_aid
from tests.journeys.people import PARTS, STAFF, People
from tests.journeys.stack import Stack, until

PACKS = sorted((Path(mutual_aid.__file__).parent / "packs").glob("*.json"))
FEEDS = ("atom", "rss", "json")
OPINION = "中共北京市委关于进一步做好工会工作的意见（2014年4月11日）"
DRAFTS = f"{STAFF}/disclosure-drafts"


def titles_in_feeds(stack: Stack) -> dict[str, list[str]]:
    """Read the three feeds as a reader's program does."""
    found = {}
    for kind in FEEDS:
        content = httpx.get(f"{stack.url}/feeds/disclosures.{kind}", timeout=30).content
        if kind == "json":
            found[kind] = [item["title"] for item in json.loads(content)["items"]]
        else:
            found[kind] = [entry.title for entry in feedparser.parse(content).entries]
    return found


def _titled(stack: Stack, kind: str, title: str) -> list[str]:
    return [one for one in titles_in_feeds(stack)[kind] if title in one]


def _written(where: str) -> httpx.Response | None:
    answer = httpx.get(where, timeout=30)
    return answer if "Last-Modified" in answer.headers else None


@pytest.mark.requirement("R12.8")
def test_a1_the_opinion_stands_in_all_three_feeds_with_conditional_get(stack: Stack) -> None:
    found = titles_in_feeds(stack)
    for kind in FEEDS:
        assert any(OPINION in title for title in found[kind]), kind
        where = f"{stack.url}/feeds/disclosures.{kind}"
        first = until(partial(_written, where), f"the {kind} feed as a file")
        again = httpx.get(where, headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
        assert (again.status_code, again.content) == (304, b"")
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert httpx.get(where, headers=since, timeout=30).status_code == 304


@pytest.mark.requirement("R12.3")
def test_a2_a_text_with_an_id_number_is_refused_and_three_people_publish_it(
    stack: Stack, people: People
) -> None:
    editor, checker, signatory = (
        people[key] for key in ("wu_tong", "privacy_checker", "signatory")
    )
    number = PARTS["li_mei"].id_number
    words = {"union_number": "GH-0001", "title": "职工之家开放安排", "category": "activity"}
    draft = editor.do("POST", DRAFTS, {**words, "body": f"联系人证件号 {number}。"})
    where = f"{DRAFTS}/{draft['number']}"
    refused = editor.post(f"{where}/submit", version=draft["version"])
    assert refused.status_code == 422
    assert number not in refused.text
    assert editor.read(where)["state"] == draft["state"]
    better = {"title": words["title"], "body": "职工之家每周六开放，欢迎职工和家属。"}
    draft = editor.do("PUT", where, better, version=draft["version"])
    draft = editor.do("POST", f"{where}/submit", version=draft["version"])
    assert editor.post(f"{where}/pass-check", {}, version=draft["version"]).status_code == 403
    assert signatory.post(f"{where}/sign-off", {}, version=draft["version"]).status_code == 409
    draft = checker.do("POST", f"{where}/pass-check", {}, version=draft["version"])
    assert checker.post(f"{where}/sign-off", {}, version=draft["version"]).status_code == 403
    signatory.do("POST", f"{where}/sign-off", {}, version=draft["version"])
    for kind in FEEDS:
        found = partial(_titled, stack, kind, words["title"])
        until(found, f"the new disclosure in the {kind} feed")
    assert words["title"] in httpx.get(stack.url, timeout=30).text


@pytest.mark.requirement("R8.17")
def test_b_every_pack_in_the_tree_passes_its_check(stack: Stack) -> None:
    said = stack.cli("packs", "check", *map(str, PACKS))
    assert len(PACKS) == 8
    assert "fail" not in said.lower().split()
