"""All public files written anew from the database, beside running writers."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from services.commissioning import feed_writing
from services.commissioning.feed_writing import Rebuilt
from services.commissioning.feeds.ocds.numbers import decode
from services.commissioning.models import Contract, Release
from services.commissioning.workflow import public_face
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

HELD_SECONDS = 0.5


@pytest.fixture(autouse=True)
def published(tmp_path: Path, settings: Settings) -> Path:
    """A published folder of its own for each test."""
    settings.PUBLISHED_ROOT = tmp_path / "published"
    return tmp_path / "published"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".zip"
    }


def _releases(folder: Path, contract: Contract) -> Path:
    return folder / f"open/ocds/releases/ocds-abcdef-{contract.project.number}.json"


def _paid(world: World, contract: Contract) -> None:
    bc.account(world)
    bc.answered(world, bc.ordered(world, bc.approved(world, contract)))


@pytest.mark.django_db
@pytest.mark.requirement("R9.22", "R9.23")
def test_lost_and_altered_files_come_back_byte_for_byte(world: World, published: Path) -> None:
    contract = bc.signed(world)
    feed_writing.drain()
    _paid(world, contract)
    feed_writing.drain()
    before, rows = _bytes(published), list(Release.objects.order_by("pk").values())
    for path in published.rglob("*.html"):
        path.unlink()
    altered = _releases(published, contract)
    altered.write_bytes(altered.read_bytes().replace(b"90000.00", b"90000.01"))
    done = feed_writing.rebuild()
    assert (done.projects, done.releases, done.found) == (1, 2, [])
    assert done.changed == 5
    assert _bytes(published) == before
    assert list(Release.objects.order_by("pk").values()) == rows
    shutil.rmtree(published)
    feed_writing.rebuild()
    assert _bytes(published) == before


@pytest.mark.django_db
@pytest.mark.requirement("R9.22")
def test_a_release_that_is_not_what_its_digest_says_never_reaches_a_file(
    world: World, published: Path
) -> None:
    contract, other = bc.signed(world), bc.signed(world)
    feed_writing.drain()
    before = _bytes(published)
    stored = Release.objects.get(project=contract.project)
    with bv.triggers_off():
        content = bytes(stored.content).replace(b"180000.00", b"180000.01")
        Release.objects.filter(pk=stored.pk).update(content=content)
    _releases(published, other).unlink()
    told: list[int] = []
    done = feed_writing.rebuild(lambda one: told.append(one.projects))
    assert content != bytes(stored.content)
    assert [one.where for one in done.found] == [f"{contract.project.number}-0001"]
    assert (_bytes(published), told) == (before, [2])


@pytest.mark.django_db
def test_what_is_done_meanwhile_to_a_project_that_was_written_is_written_too(
    world: World, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract, _ = bc.signed(world), bc.signed(world)
    feed_writing.drain()
    monkeypatch.setattr(feed_writing, "REBUILT_AT_ONCE", 1)

    def meanwhile(done: Rebuilt) -> None:
        if done.projects == 1:
            _paid(world, contract)
            public_face.settle(contract.project.number)

    done = feed_writing.rebuild(meanwhile)
    assert (done.projects, done.found) == (2, [])
    assert len(decode(_releases(published, contract).read_bytes())["releases"]) == 2
    assert feed_writing.drain() == 0


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_whoever_is_writing_longer_than_a_page_may_wait() -> None:
    held, given_back = Event(), Event()

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('commissioning.files'))")
            held.set()
            sleep(HELD_SECONDS)
            given_back.set()
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        assert held.wait(10)
        feed_writing.rebuild(lambda _: None)
        assert given_back.is_set()
        writing.result(10)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("50ms",)
        cursor.execute("RESET lock_timeout")
