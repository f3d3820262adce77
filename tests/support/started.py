"""Folders for the copies of the product that tests start: entered by every user, gone afterwards.

The tables come ready from the folder that `make test` keeps; `test_launcher.py` starts the one
copy that makes all of them by migration.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.config.launcher import template
from backend.config.launcher.places import postgres_folder
from backend.config.launcher.processes import lesser_account

HOLD = """
import sys
from pathlib import Path
from backend.config.launcher.places import forget_environment, note_environment
from backend.config.launcher.serving import Installation
data = Path(sys.argv[1])
with Installation(0, data, 0, out=sys.stderr).servers_only() as environ:
    note_environment(data, environ)
    print("ready", flush=True)
    sys.stdin.read()
    forget_environment(data)
"""


@contextmanager
def held_servers(data: Path) -> Iterator[None]:
    """Keep the servers of a folder up, so that each command need not start its own."""
    command = [sys.executable, "-c", HOLD, str(data)]
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with subprocess.Popen(
        command, cwd=template.ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"ready\n"
        yield
        holder.communicate()
    assert holder.returncode == 0


@contextmanager
def open_folder(name: str) -> Iterator[Path]:
    """Give a folder that every user may enter: what root starts keeps its database inside."""
    path = Path(tempfile.mkdtemp(prefix=f"zhijia-{name}-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def lay_tables(data: Path) -> Path:
    """Put a database with all tables and no row where a copy on this folder looks for it.

    Without a kept folder nothing is laid, and the copy makes its tables itself. The server does
    not wait for the disk: a killed process loses nothing by that, a power cut might.
    """
    account = lesser_account()
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o711 if account else 0o700)
    target = postgres_folder(data, account)
    target.parent.mkdir(exist_ok=True)
    if template.fetch(target):
        with (target / "postgresql.auto.conf").open("a", encoding="ascii") as settings:
            settings.write("fsync = off\n")
        password = target.parent / "postgres.password"
        password.write_text("not-asked-for", encoding="ascii")
        password.chmod(0o600)
        if account:
            os.chown(password, account.uid, account.gid)
    return data
