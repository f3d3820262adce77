"""A backup brings everything back but the keys, and is refused where people already work."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.started import held_servers, lay_tables, open_folder

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.xdist_group("launcher")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that every user may enter."""
    with open_folder("backup") as path:
        yield path


def zhijia(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command against the installation on a folder, with servers for its own time if none."""
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "backend.config.cli", "--data", str(data), *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def last_line(refused: subprocess.CompletedProcess[str]) -> str:
    """Give what a command that was to fail said last."""
    assert refused.returncode == 1
    return refused.stderr.strip().splitlines()[-1]


def verified(data: Path) -> list[tuple[int, str]]:
    """Give what the two verifications say."""
    done = [zhijia(data, check, "verify") for check in ("ledger", "audit")]
    return [(one.returncode, one.stdout) for one in done]


def test_what_was_backed_up_is_there_again_and_an_altered_backup_is_not_taken(folder: Path) -> None:
    first, second = (lay_tables(folder / name) for name in ("first", "second"))
    kept = folder / "kept"
    with held_servers(first):
        made = zhijia(first, "demo", "--members", "3")
        assert made.returncode == 0, made.stderr
        saved = zhijia(first, "backup", str(kept))
        assert saved.returncode == 0, saved.stderr
        assert not list(kept.rglob("keyring*"))
        assert last_line(zhijia(first, "restore", str(kept))) == (
            "error: the installation is not empty (unions_union has rows): nothing was restored"
        )
        before = verified(first)
    assert [status for status, _ in before] == [0, 0]

    whole = (kept / "database.dump").read_bytes()
    (kept / "database.dump").write_bytes(whole[:2000] + b"\x00\x01" + whole[2002:])
    assert last_line(zhijia(second, "restore", str(kept))) == (
        "error: database.dump of the backup is missing or altered"
    )
    (kept / "database.dump").write_bytes(whole)
    back = zhijia(second, "restore", str(kept))
    assert back.returncode == 0, back.stderr
    with held_servers(second):
        assert verified(second) == before
