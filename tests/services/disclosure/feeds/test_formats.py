"""The three formats say the same, survive 4-byte characters and satisfy a strict reader."""

import json
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from backend.kernel import clock
from services.disclosure.feeds.atom_rss import render_atom, render_rss
from services.disclosure.feeds.entries import Channel, Entry
from services.disclosure.feeds.json_feed import render_json

ATOM = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"
WHEN = datetime(2026, 11, 20, 9, 30, tzinfo=clock.TZ)
LATER = datetime(2026, 11, 21, 9, 30, tzinfo=clock.TZ)
ENTRY = Entry(
    identity="tag:zhijia.example,2026:disclosure/GK-2026-000001",
    url="https://union.example/disclosures/GK-2026-000001/",
    title="𠮷祥里“会家合一” & <公开>",
    summary="更正说明（第 2 版）：第 3 行",
    html="<p>收入 1,204.30 万元 &amp; 支出</p>",
    category="finance",
    category_label="经费",
    union_name="示范市总工会",
    published=WHEN,
    updated=LATER,
)


def channel(kind: str, **more: Any) -> Channel:
    return Channel(
        identity="tag:zhijia.example,2026:feeds/disclosures",
        title="各级工会会务公开",
        subtitle="公开的会务",
        author="职家",
        site_url="https://union.example/",
        self_url=f"https://union.example/feeds/disclosures.{kind}",
        current_url=f"https://union.example/feeds/disclosures.{kind}",
        updated=LATER,
        **more,
    )


@pytest.mark.requirement("R12.8")
@pytest.mark.parametrize(("kind", "render"), [("atom", render_atom), ("rss", render_rss)])
def test_a_strict_reader_takes_the_xml_formats(kind: str, render: Any) -> None:
    parsed = feedparser.parse(render(channel(kind), [ENTRY]))
    assert parsed.bozo is False
    (entry,) = parsed.entries
    assert entry.id == ENTRY.identity
    assert entry.title == ENTRY.title
    assert entry.link == ENTRY.url
    assert entry.published_parsed[:5] == (2026, 11, 20, 1, 30)
    assert entry.updated_parsed[:5] == (2026, 11, 21, 1, 30)
    assert entry.content[0].value == ENTRY.html
    assert entry.summary == ENTRY.summary
    assert parsed.feed.language == "zh-CN"


def test_atom_names_itself_its_author_and_its_category() -> None:
    root = ET.fromstring(render_atom(channel("atom"), [ENTRY]))  # noqa: S314 (our own bytes)
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "zh-CN"
    assert root.findtext(f"{ATOM}updated") == "2026-11-21T09:30:00+08:00"
    links = [(link.attrib["rel"], link.attrib["href"]) for link in root.findall(f"{ATOM}link")]
    assert links == [
        ("alternate", "https://union.example/"),
        ("self", "https://union.example/feeds/disclosures.atom"),
    ]
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "示范市总工会"
    category = entry.find(f"{ATOM}category")
    assert category is not None
    assert category.attrib == {"term": "finance", "label": "经费"}
    assert root.find(f"{FH}archive") is None


def test_an_archive_says_so_and_leads_on() -> None:
    place = channel("atom", is_archive=True, older_url="https://o", newer_url="https://n")
    root = ET.fromstring(render_atom(place, []))  # noqa: S314 (our own bytes)
    assert root.find(f"{FH}archive") is not None
    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
    assert links["prev-archive"] == "https://o"
    assert links["next-archive"] == "https://n"
    assert links["current"] == "https://union.example/feeds/disclosures.atom"


def test_rss_marks_its_guid_as_no_address() -> None:
    root = ET.fromstring(render_rss(channel("rss"), [ENTRY]))  # noqa: S314 (our own bytes)
    guid = root.find("channel/item/guid")
    assert guid is not None
    assert (guid.text, guid.attrib) == (ENTRY.identity, {"isPermaLink": "false"})
    own = root.find(f"channel/{ATOM}link")
    assert own is not None
    assert own.attrib["href"] == "https://union.example/feeds/disclosures.rss"


@pytest.mark.requirement("R12.8")
def test_json_feed_keeps_the_rules_of_version_1_1() -> None:
    feed = json.loads(render_json(channel("json", older_url="https://o"), [ENTRY]))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://union.example/feeds/disclosures.json"
    assert (feed["language"], feed["authors"]) == ("zh-CN", [{"name": "职家"}])
    assert feed["next_url"] == "https://o"
    assert set(feed) <= {
        "version", "title", "description", "home_page_url", "feed_url", "language", "authors",
        "next_url", "hubs", "items",
    }  # fmt: skip
    (item,) = feed["items"]
    assert isinstance(item["id"], str)
    assert item["title"] == ENTRY.title
    assert item["date_published"] == "2026-11-20T09:30:00+08:00"
    assert item["date_modified"] == "2026-11-21T09:30:00+08:00"
    assert item["tags"] == ["经费"]
    assert set(item) <= {
        "id", "url", "title", "summary", "content_html", "content_text", "date_published",
        "date_modified", "authors", "tags", "language", "attachments",
    }  # fmt: skip


@pytest.mark.parametrize("render", [render_atom, render_rss, render_json])
def test_the_same_entries_give_the_same_bytes(render: Any) -> None:
    assert render(channel("x"), [ENTRY]) == render(channel("x"), [ENTRY])
    assert "𠮷祥里".encode() in render(channel("x"), [ENTRY])
