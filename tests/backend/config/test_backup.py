"""A backup brings everything back but the keys, and is refused where people already work."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.started import lay_tables, open_folder

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.xdist_group("launcher")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that every user may enter."""
    with open_folder("backup") as path:
        yield path


def zhijia(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command against the installation on a folder, with servers for its own time."""
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "backend.config.cli", "--data", str(data), *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_backed_up_is_there_again_and_an_altered_backup_is_not_taken(folder: Path) -> None:
    first, second, third = (lay_tables(folder / name) for name in ("first", "second", "third"))
    kept = folder / "kept"
    made = zhijia(first, "demo", "--members", "3")
    assert made.returncode == 0, made.stderr
    saved = zhijia(first, "backup", str(kept))
    assert saved.returncode == 0, saved.stderr
    assert not list(kept.rglob("keyring*"))

    twice = zhijia(first, "restore", str(kept))
    assert twice.returncode == 1
    assert twice.stderr.strip().splitlines()[-1] == (
        "error: the installation is not empty (unions_union has rows): nothing was restored"
    )

    back = zhijia(second, "restore", str(kept))
    assert back.returncode == 0, back.stderr
    for check in ("ledger", "audit"):
        before, after = zhijia(first, check, "verify"), zhijia(second, check, "verify")
        assert (after.returncode, after.stdout) == (0, before.stdout)

    with (kept / "database.dump").open("r+b") as dump:
        dump.seek(2000)
        dump.write(b"\x00\x01")
    altered = zhijia(third, "restore", str(kept))
    assert altered.returncode == 1
    assert altered.stderr.strip().splitlines()[-1] == (
        "error: database.dump of the backup is missing or altered"
    )
