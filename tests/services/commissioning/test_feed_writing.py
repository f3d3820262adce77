"""The public files of projects: written from rows and releases, whole or not at all."""

import gzip
from pathlib import Path

import pytest
from pytest_django import Settings

from services.commissioning import feed_writing
from services.commissioning.feeds.ocds.checks import files
from services.commissioning.feeds.ocds.numbers import decode
from services.commissioning.models import PublicWork
from services.commissioning.queries.public.sheet import sheet_of
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

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

    def read(path: str) -> bytes | None:
        place = published / "open" / path
        return place.read_bytes() if place.is_file() else None

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
    assert feed_writing.rebuild() == 0
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
