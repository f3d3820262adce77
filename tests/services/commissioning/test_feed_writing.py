"""The public files of projects: written from rows and releases, whole or not at all."""

import gzip
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
from pytest_django import Settings

from backend.kernel import clock
from services.commissioning import feed_writing, tasks
from services.commissioning.feeds.ocds.checks import files
from services.commissioning.feeds.ocds.numbers import decode
from services.commissioning.models import PublicWork, Release
from services.commissioning.queries.public.sheet import sheet_of
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

MARK = b"<!-- as it was -->"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published(tmp_path: Path, settings: Settings) -> Path:
    """A published folder of its own for each test."""
    settings.PUBLISHED_ROOT = tmp_path
    return tmp_path


def _paths(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.requirement("R9.23")
def test_all_promised_files_stand_after_one_drain(world: World, published: Path) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    feed_writing.drain()
    number = made.contract.project.number
    year = made.at.year
    assert _paths(published) == {
        "feeds/projects.atom",
        "open/catalog.jsonld",
        f"open/ocds/bulk/{year}.jsonl.gz",
        "open/ocds/csv.zip",
        "open/ocds/digests.json",
        f"open/ocds/records/ocds-abcdef-{number}.json",
        f"open/ocds/releases/ocds-abcdef-{number}.json",
        "open/ocds/releases.json",
        "pages/projects/index.html",
        "pages/projects/large.html",
        f"pages/projects/{number}/index.html",
        f"pages/projects/{number}/large.html",
    }
    assert not PublicWork.objects.exists()


@pytest.mark.requirement("R9.22")
def test_the_checker_finds_no_fault_in_what_was_written(world: World, published: Path) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    feed_writing.drain()
    bc.answered(world, bc.ordered(world, bc.approved(world, made.contract, 3)))
    feed_writing.drain()

    def read(path: str) -> IO[bytes] | None:
        place = published / "open" / path
        return place.open("rb") if place.is_file() else None

    count, found = files.files(read)
    assert (count, found) == (2, [])


@pytest.mark.requirement("R9.20", "R9.23")
def test_the_page_says_quantity_quality_and_money(world: World, published: Path) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    feed_writing.drain()
    project = bv.row(made.contract.project)
    page = (published / f"pages/projects/{project.number}/index.html").read_text("utf-8")
    sheet = sheet_of(project)
    for line in (*sheet.quantity, *sheet.quality, *sheet.money):
        assert line.label in page
        assert line.value in page
    assert "等次“优”" in page
    assert "示范市心桥社会工作服务中心" in page


@pytest.mark.requirement("R9.23")
def test_no_name_of_a_person_stands_on_a_public_file(world: World, published: Path) -> None:
    bv.sign_forms(world)
    bv.evaluated(world)
    feed_writing.drain()
    names = {user.person.unseal("name_sealed") for user in world.cast.users.values() if user.person}
    found = []
    for path in sorted(published.rglob("*")):
        if not path.is_file() or path.suffix == ".zip":
            continue
        text = path.read_bytes()
        words = (gzip.decompress(text) if path.suffix == ".gz" else text).decode()
        found += [(path.name, name) for name in names if name and name in words]
    assert found == []


def test_a_second_drain_changes_nothing(world: World, published: Path) -> None:
    bc.signed(world)
    assert feed_writing.drain() > 0
    before = {path: path.stat().st_mtime_ns for path in published.rglob("*") if path.is_file()}
    assert feed_writing.drain() == 0
    assert feed_writing.rebuild().changed == 0
    assert before == {
        path: path.stat().st_mtime_ns for path in published.rglob("*") if path.is_file()
    }


def test_a_lost_folder_is_written_anew(world: World, published: Path) -> None:
    contract = bc.signed(world)
    feed_writing.drain()
    for path in published.rglob("*"):
        if path.is_file():
            path.unlink()
    assert feed_writing.drain() == 12
    path = published / f"open/ocds/releases/ocds-abcdef-{contract.project.number}.json"
    assert [one["tag"] for one in decode(path.read_bytes())["releases"]] == [
        ["planning", "contract"]
    ]


def test_work_left_after_a_crash_between_release_and_files_is_taken_up(
    world: World, published: Path
) -> None:
    contract = bc.signed(world)
    PublicWork.objects.update(is_released=True)
    assert feed_writing.drain() > 0
    assert (published / f"pages/projects/{contract.project.number}/index.html").is_file()
    assert not PublicWork.objects.exists()


def test_after_a_loss_so_many_projects_are_written_at_once_and_the_shared_files_last(
    world: World, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [bc.signed(world).project.number for _ in range(2)]
    feed_writing.drain()
    shutil.rmtree(published)
    monkeypatch.setattr(feed_writing, "AT_ONCE", 1)
    pages = [published / f"pages/projects/{number}/large.html" for number in numbers]
    newest = published / "open/ocds/releases.json"
    stood = []
    while feed_writing.write_waiting():
        stood.append(([page.is_file() for page in pages], newest.is_file()))
    assert stood == [([True, False], False), ([True, True], False), ([True, True], True)]


def test_with_many_releases_the_bulk_follows_by_its_own_task(
    world: World, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_writing, "BULK_AT_ONCE", 0)
    contract = bc.signed(world)
    feed_writing.drain()
    catalogue = published / "open/catalog.jsonld"
    assert not catalogue.is_file()
    with bv.triggers_off():
        Release.objects.update(at=clock.now() - timedelta(hours=1))
    tasks.write_bulk_task()
    before = catalogue.stat().st_mtime
    bc.account(world)
    bc.answered(world, bc.ordered(world, bc.approved(world, contract)))
    assert feed_writing.drain() > 0
    tasks.write_bulk_task()
    assert (catalogue.stat().st_mtime, feed_writing.bulk_lags()) == (before, False)
    long_ago = before - 3_600
    os.utime(catalogue, (long_ago, long_ago))
    tasks.write_bulk_task()
    assert _digests(published) == {f"{contract.project.number}-{place:04d}" for place in (1, 2)}
    assert not feed_writing.bulk_lags()


def _digests(published: Path) -> set[str]:
    listed = decode((published / "open/ocds/digests.json").read_bytes())
    return {key for one in listed.values() for key in one}


def test_the_bulk_of_a_year_that_is_over_is_not_written_again(
    world: World, published: Path
) -> None:
    year = clock.today().year - 1
    bc.signed(world)
    feed_writing.drain()
    with bv.triggers_off():
        Release.objects.update(at=datetime(year, 6, 1, tzinfo=clock.TZ))
    feed_writing.rebuild()
    place = published / f"open/ocds/bulk/{year}.jsonl.gz"
    place.write_bytes(b"as it was")
    feed_writing.write_bulk()
    assert place.read_bytes() == b"as it was"
    os.utime(place, (0, 0))
    feed_writing.write_bulk()
    assert gzip.decompress(place.read_bytes()).count(b"\n") == 1


def test_an_archive_is_written_again_only_when_its_successor_appears(
    world: World, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = bc.signed(world)
    feed_writing.drain()
    now = clock.now()
    made = Release.objects.get(project=contract.project)
    with bv.triggers_off():
        Release.objects.filter(pk=made.pk).update(at=now - timedelta(days=124))
        for days, sequence in ((93, 2), (62, 3), (31, 4)):
            made.pk, made.sequence, made.at = None, sequence, now - timedelta(days=days)
            made.save(force_insert=True)
    feed_writing.rebuild()
    archives = sorted((published / "feeds/archive").iterdir())
    assert len(archives) == 4
    for path in archives:
        path.write_bytes(path.read_bytes() + MARK)
    bc.account(world)
    bc.answered(world, bc.ordered(world, bc.approved(world, contract)))
    feed_writing.drain()
    assert [path.read_bytes().endswith(MARK) for path in archives] == [True] * 4
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=31))
    PublicWork.objects.create(project=contract.project, act="close_session")
    feed_writing.drain()
    assert [path.read_bytes().endswith(MARK) for path in archives] == [True, True, True, False]
    (youngest,) = set((published / "feeds/archive").iterdir()) - set(archives)
    assert f"archive/{youngest.name}".encode() in archives[-1].read_bytes()


@pytest.mark.requirement("R9.23")
def test_the_feed_has_one_entry_for_each_project_with_its_newest_state(
    world: World, published: Path
) -> None:
    contract = bc.signed(world)
    feed_writing.drain()
    bc.account(world)
    bc.answered(world, bc.ordered(world, bc.approved(world, contract)))
    feed_writing.drain()
    text = (published / "feeds/projects.atom").read_text("utf-8")
    assert text.count("<entry>") == 1
    assert "一线职工心理关爱服务：服务进展" in text
    assert "已支付 90,000.00 元" in text
