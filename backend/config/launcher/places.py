"""Where a running copy keeps its things, and what keeps two copies apart."""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from backend.config.launcher.processes import Account
from backend.config.launcher.servers import is_open_to_others, shared_folder
from backend.config.launcher.words import LaunchError

HOST = "127.0.0.1"
ENVIRONMENT = "environment.json"
SHARED_VARIABLES = (
    "DATABASE_URL", "REDIS_URL", "DATA", "DJANGO_SETTINGS_MODULE", "SECRET_KEY",
    "SECRET_KEY_FILE", "ZHIJIA_EMBEDDED",
    "PUBLIC_ADDRESS", "KEYRING_FILE", "RECEIPT_SIGNING_KEY_FILE", "CLOCK_OFFSET_FILE",
    "HOLIDAY_CALENDAR_DIR",
)  # fmt: skip


def hold_folder(data: Path) -> IO[str]:
    """Take the data folder for this launcher alone; raise LaunchError when another one has it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "launcher.lock").open("a+", encoding="ascii")
    except OSError as error:
        message = f"the data folder {data} cannot be used: {error.strerror}"
        raise LaunchError(message) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        owner = lock.read().strip() or "unknown"
        lock.close()
        message = f"{data} is in use by the launcher with process id {owner}: choose another DATA="
        raise LaunchError(message) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def check_port(port: int) -> None:
    """Raise LaunchError when nothing can listen on the port."""
    with socket.socket() as probe:
        # As the server does: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = (
                "is in use"
                if error.errno == errno.EADDRINUSE
                else f"cannot be used ({error.strerror})"
            )
            message = f"port {port} on {HOST} {why}: choose another PORT="
            raise LaunchError(message) from error


def free_port() -> int:
    """Find a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def note_environment(data: Path, environ: Mapping[str, str]) -> None:
    """Write down, for the owner alone, how the command line reaches this running copy."""
    forget_environment(data)
    shared = {name: environ[name] for name in SHARED_VARIABLES if name in environ}
    handle = os.open(data / ENVIRONMENT, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(shared, file)


def forget_environment(data: Path) -> None:
    """Take the note away when the copy stops."""
    (data / ENVIRONMENT).unlink(missing_ok=True)


def read_environment(data: Path) -> dict[str, str]:
    """Give what a running copy on this folder has written down; empty when none is running."""
    try:
        with (data / "launcher.lock").open(encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        shared: dict[str, str] = json.loads((data / ENVIRONMENT).read_text(encoding="utf-8"))
        return shared
    except FileNotFoundError:
        return {}
    return {}


@dataclass(frozen=True)
class Places:
    """The folders of one running copy."""

    data: Path
    postgres: Path
    sockets: Path

    @property
    def logs(self) -> Path:
        """Where each child writes."""
        return self.data / "logs"


def place_outside(data: Path) -> Path:
    """Give where the database of a data folder lies that the lesser account cannot enter."""
    return shared_folder() / f"data-{hashlib.sha256(str(data).encode()).hexdigest()[:16]}"


def postgres_folder(data: Path, account: Account | None) -> Path:
    """Give where the database lies: in the data folder, or where the lesser account can enter."""
    if account and not is_open_to_others(data):
        return place_outside(data) / "postgres"
    return data / "postgres"


def prepare_places(data: Path, account: Account | None) -> Places:
    """Make the folders; give them to the lesser account; change the mode of no parent."""
    data.chmod(0o711 if account else 0o700)
    remembered = data / "sockets.path"
    if remembered.exists():  # a launcher that was killed could not clear up
        stale = Path(remembered.read_text(encoding="utf-8").strip())
        if stale.name.startswith("zj-"):
            shutil.rmtree(stale, ignore_errors=True)
    sockets = Path(tempfile.mkdtemp(prefix="zj-", dir="/tmp"))
    remembered.write_text(str(sockets), encoding="utf-8")
    postgres = postgres_folder(data, account)
    postgres.parent.mkdir(exist_ok=True)
    for name in ("keys", "logs", "files", "published", "beat"):
        (data / name).mkdir(exist_ok=True)
    (data / "published").chmod(0o755)
    if account:
        for folder in (sockets, postgres.parent):
            if folder != data:
                os.chown(folder, account.uid, account.gid)
    return Places(data, postgres, sockets)


def give_to(account: Account, places: Places) -> None:
    """Hand the data folder, its lock excepted, to the account that web and worker run as."""
    os.chown(places.data, account.uid, account.gid)
    for path in places.data.rglob("*"):
        if path.name != "launcher.lock" and places.postgres not in path.parents:
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
