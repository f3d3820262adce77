"""The supervisor behind `make run`: what ends is repaired, nothing is left behind."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.config.launcher.places import place_outside, read_environment
from backend.config.queues import WORKERS
from tests.backend.config.copy import Copy, children_of, family_of, is_alive
from tests.support.started import lay_tables, open_folder

pytestmark = pytest.mark.xdist_group("launcher")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Give a folder for the copies of this file, one that every user may enter."""
    with open_folder("copies") as path:
        yield path


@pytest.fixture(scope="module")
def first(folder: Path) -> Iterator[Copy]:
    """Give a running copy, with a home that cannot be written."""
    copy = Copy(folder / "first", HOME="/proc").start()
    yield copy
    copy.stop()


def refused(copy: Copy) -> tuple[int, str]:
    """Launch a copy that must not start; give its status and what it said last."""
    copy.launch()
    assert copy.process is not None
    status = copy.process.wait(20)
    return status, copy.said.read_text(encoding="utf-8").strip().splitlines()[-1]


def test_a_second_launcher_on_the_same_folder_is_refused(first: Copy, folder: Path) -> None:
    second = Copy(first.data)
    second.said = folder / "second-on-first.txt"
    status, line = refused(second)
    owner = f"{first.data} is in use by the launcher with process id {first.pid}"
    assert (status, line) == (1, f"error: {owner}: choose another DATA=")
    assert first.status() == 200


def test_a_busy_port_is_refused_with_one_line(first: Copy, folder: Path) -> None:
    status, line = refused(Copy(folder / "busy", first.port))
    assert (status, line) == (
        1,
        f"error: port {first.port} on 127.0.0.1 is in use: choose another PORT=",
    )
    assert first.status() == 200


@pytest.mark.parametrize(
    "word",
    ["valkey-server", "asgi:application", "--hostname relay@", "--hostname worker@", " beat "],
)
def test_a_killed_child_is_started_again(first: Copy, word: str) -> None:
    before = first.child(word)
    assert before
    os.kill(before, signal.SIGKILL)
    limit = time.monotonic() + 10
    while first.child(word) in {0, before} and time.monotonic() < limit:
        time.sleep(0.05)
    assert first.child(word) not in {0, before}
    assert first.wait_ready(30)


def test_a_killed_postgres_comes_back_with_its_rows(first: Copy) -> None:
    before = first.child("bin/postgres")
    os.kill(before, signal.SIGKILL)
    limit = time.monotonic() + 20
    while first.child("bin/postgres") in {0, before} and time.monotonic() < limit:
        time.sleep(0.05)
    assert first.wait_ready(30)  # ready means that the tables are there
    assert first.child("bin/postgres") != before


def test_the_command_line_reaches_the_running_copy(first: Copy) -> None:
    environ = read_environment(first.data)
    assert environ["DATA"] == str(first.data)
    assert environ["ZHIJIA_EMBEDDED"] == "1"
    assert (first.data / "environment.json").stat().st_mode & 0o077 == 0


def test_a_killed_supervisor_leaves_no_orphan_and_ctrl_c_leaves_nothing(
    first: Copy, folder: Path
) -> None:
    closed = folder / "closed"  # its database lies elsewhere when root starts it
    closed.mkdir(mode=0o700)
    copy = Copy(lay_tables(closed / "data")).start()
    try:
        assert any("postgres" in line for line in children_of(copy.pid).values())
        kill_and_wait(copy)
        began = again_and_stop(copy, first)
        assert time.monotonic() - began < 10
        assert closed.stat().st_mode & 0o777 == 0o700
        keys = copy.data / "keys" / "keyring.json"
        assert keys.stat().st_mode & 0o077 == 0
    finally:
        copy.stop()
        if os.geteuid() == 0:
            shutil.rmtree(place_outside(copy.data))


def kill_and_wait(copy: Copy) -> None:
    """Kill the supervisor alone, all its workers at work, and see its whole family end."""
    limit = time.monotonic() + 30
    while not all(family_of(copy.child(f"--hostname {name}@")) for name in WORKERS):
        assert time.monotonic() < limit
        time.sleep(0.1)
    family = family_of(copy.pid)
    assert len(family) > 8
    os.kill(copy.pid, signal.SIGKILL)
    assert copy.process is not None
    copy.process.wait()
    limit = time.monotonic() + 9
    while any(is_alive(pid) for pid in family) and time.monotonic() < limit:
        time.sleep(0.1)
    assert [pid for pid in family if is_alive(pid)] == []


def again_and_stop(copy: Copy, first: Copy) -> float:
    """Start on the folder that was left, beside the first copy; stop; give when that was asked."""
    copy.start()
    family = family_of(copy.pid)
    assert (first.status(), copy.status()) == (200, 200)
    began = time.monotonic()
    assert copy.stop() == 0
    assert [pid for pid in family if is_alive(pid)] == []
    assert read_environment(copy.data) == {}
    assert first.status() == 200
    return began


def test_a_folder_that_cannot_be_made_is_one_clear_line(folder: Path) -> None:
    (folder / "file").write_text("not a folder", encoding="ascii")
    copy = Copy(folder / "file" / "data")
    copy.said = folder / "no-folder.txt"
    status, line = refused(copy)
    assert (status, line) == (
        1,
        f"error: the data folder {copy.data} cannot be used: Not a directory",
    )


def test_production_refuses_the_embedded_servers() -> None:
    done = subprocess.run(
        [".venv/bin/python", "-c", "import backend.config.settings.production"],
        env={"PATH": os.environ["PATH"], "ZHIJIA_EMBEDDED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the embedded servers are for development, tests and trials only" in done.stderr
