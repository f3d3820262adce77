"""Feeds are files: written from the database, atomically, never losing a withdrawal (R12.8)."""

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django import Settings

from backend.access.actor import Actor
from backend.kernel import clock
from services.disclosure import feed_writing, workflow
from services.disclosure.models import FeedWork
from tests.services.disclosure.conftest import BODY, Drafting

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PUBLISHED_ROOT = tmp_path
    settings.PUBLIC_ADDRESS = "https://union.example"
    return tmp_path / "feeds"


@pytest.fixture
def travel(tmp_path: Path) -> Iterator[Path]:
    """A file with the seconds that business time is ahead."""
    path = tmp_path / "offset"
    path.write_text("0")
    clock.use_offset_file(str(path))
    yield path
    clock.use_offset_file(None)


def go_to(path: Path, moment: datetime) -> None:
    clock.use_offset_file(None)
    ahead = moment - clock.now()
    clock.use_offset_file(str(path))
    path.write_text(str(int(ahead.total_seconds())))
    stamp = path.stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(stamp, stamp))


def atom(folder: Path, name: str = "disclosures.atom") -> feedparser.FeedParserDict:
    parsed = feedparser.parse((folder / name).read_bytes())
    assert parsed.bozo is False
    return parsed


@pytest.mark.requirement("R12.8")
def test_a_publication_appears_in_all_feeds_of_its_union_and_of_all(
    folder: Path, published: Drafting
) -> None:
    disclosure = published(title="𠮷祥里职工之家会务公开", body=BODY).disclosure
    assert disclosure is not None
    assert feed_writing.drain() == 6
    for name in ("disclosures", "unions/GH-0001/disclosures"):
        for kind in ("atom", "rss"):
            (entry,) = atom(folder, f"{name}.{kind}").entries
            assert entry.title == "𠮷祥里职工之家会务公开"
            assert entry.id == f"tag:zhijia.example,2026:disclosure/{disclosure.number}"
            assert entry.link == f"https://union.example/disclosures/{disclosure.number}/"
        (item,) = json.loads((folder / f"{name}.json").read_bytes())["items"]
        assert item["title"] == "𠮷祥里职工之家会务公开"
    assert not FeedWork.objects.exists()
    assert feed_writing.drain() == 0


def test_what_waited_is_written_again_after_a_crash(folder: Path, published: Drafting) -> None:
    published()
    feed_writing.drain()
    written = (folder / "disclosures.atom").read_bytes()
    (folder / "disclosures.atom").unlink()
    assert feed_writing.drain() == 1
    assert (folder / "disclosures.atom").read_bytes() == written


def test_an_unchanged_file_keeps_its_time(folder: Path, published: Drafting) -> None:
    published()
    feed_writing.drain()
    path = folder / "disclosures.json"
    before = path.stat().st_mtime_ns
    assert feed_writing.rebuild() == 0
    assert path.stat().st_mtime_ns == before


def test_a_file_that_changed_within_a_second_gets_another_time(tmp_path: Path) -> None:
    path = tmp_path / "a.atom"
    assert feed_writing.write_file(path, b"one")
    first = int(path.stat().st_mtime)
    assert feed_writing.write_file(path, b"two")
    assert int(path.stat().st_mtime) > first
    assert [one.name for one in tmp_path.iterdir()] == ["a.atom"]
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.requirement("R12.4", "R12.8")
def test_a_withdrawal_stays_in_the_feed_as_a_tombstone(
    folder: Path, published: Drafting, signer: Actor
) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    feed_writing.drain()
    (before,) = atom(folder).entries
    workflow.withdraw(
        disclosure.number,
        actor=signer,
        version=disclosure.version,
        ground="mistake",
        reason="统计口径有误",
    )
    feed_writing.drain()
    (after,) = atom(folder).entries
    assert after.id == before.id
    assert after.published == before.published
    assert after.updated > before.updated
    assert after.title == "已撤回：第三季度经费收支情况"
    assert "统计口径有误" in after.content[0].value
    assert "1,204.30" not in (folder / "disclosures.atom").read_text(encoding="utf-8")
    assert [tag.term for tag in after.tags] == ["finance", "withdrawn"]


@pytest.mark.requirement("R12.5", "R12.8")
def test_past_months_stand_in_archives_that_lead_to_each_other(
    folder: Path, travel: Path, published: Drafting
) -> None:
    for month in (8, 9, 10):
        go_to(travel, datetime(2027, month, 10, 9, tzinfo=clock.TZ))
        published(title=f"{month}月情况")
        feed_writing.drain()
    current = atom(folder)
    assert [entry.title for entry in current.entries] == ["10月情况", "9月情况", "8月情况"]
    links = {link.rel: link.href for link in current.feed.links}
    base = "https://union.example/feeds/archive"
    assert links["prev-archive"] == f"{base}/disclosures-2027-09.atom"
    september = atom(folder, "archive/disclosures-2027-09.atom")
    assert [entry.title for entry in september.entries] == ["9月情况"]
    links = {link.rel: link.href for link in september.feed.links}
    assert links["self"] == f"{base}/disclosures-2027-09.atom"
    assert links["prev-archive"] == f"{base}/disclosures-2027-08.atom"
    assert links["current"] == "https://union.example/feeds/disclosures.atom"
    august = json.loads((folder / "archive/disclosures-2027-08.json").read_bytes())
    assert [item["title"] for item in august["items"]] == ["8月情况"]
    assert "next_url" not in august


@pytest.mark.requirement("R12.5")
@pytest.mark.parametrize("days", [15, 400])
def test_what_is_public_stays_on_view_and_in_the_archive(
    client: Client, folder: Path, travel: Path, published: Drafting, days: int
) -> None:
    disclosure = published(title="要留下来的一份").disclosure
    assert disclosure is not None
    go_to(travel, clock.now() + timedelta(days=days))
    for address in (disclosure.address, "/", "/disclosures/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "要留下来的一份" in page.content.decode()
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        disclosure.current.delete()


@pytest.mark.requirement("R12.8")
def test_a_withdrawal_for_privacy_takes_the_words_out_of_every_archive(
    folder: Path, travel: Path, published: Drafting, signer: Actor
) -> None:
    go_to(travel, datetime(2027, 3, 10, 9, tzinfo=clock.TZ))
    draft = published(title="帮扶周师傅一家", body="周师傅一家收到慰问。")
    assert draft.disclosure is not None
    go_to(travel, datetime(2027, 3, 10, 9, tzinfo=clock.TZ) + timedelta(days=60))
    published()
    feed_writing.drain()
    march = folder / "archive/unions/GH-0001/disclosures-2027-03.atom"
    assert "周师傅" in march.read_text(encoding="utf-8")
    workflow.withdraw(
        draft.disclosure.number,
        actor=signer,
        version=draft.disclosure.version,
        ground="privacy",
        reason="写了职工姓名",
    )
    feed_writing.drain()
    for path in folder.rglob("*"):
        assert path.is_dir() or "周师傅" not in path.read_text(encoding="utf-8"), path
