"""Where benchmarks run: servers of their own, a small world, and web servers pinned to a core."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command

from backend.config.launcher.processes import Child, end_with_parent, lesser_account
from backend.config.launcher.servers import Postgres, Valkey
from backend.config.launcher.testing import wait_until_ready

SERVER_CORE = 0
CLIENT_CORE = 1
START_SECONDS = 30


def prepare() -> None:
    """Start what DATABASE_URL and REDIS_URL do not give, and set Django up; once a process."""
    if "ZHIJIA_BENCH" in os.environ:
        return
    os.environ["ZHIJIA_BENCH"] = "1"
    account = lesser_account()
    folder = Path(tempfile.mkdtemp(prefix="zjb-", dir="/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if account:
        os.chown(folder, account.uid, account.gid)
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(folder, account)
        _start(valkey, valkey.child(folder / "valkey.log"))
        os.environ["REDIS_URL"] = valkey.url()
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(folder / "postgres", folder, account, lasting=False)
        postgres.initialise()
        _start(postgres, postgres.child(folder / "postgres.log"))
        postgres.ensure_database("bench")
        os.environ["DATABASE_URL"] = postgres.url("bench")
    os.environ["DATA"] = str(folder / "data")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.dev")
    os.environ["RATE_LIMIT_PER_MINUTE"] = "1000000"
    django.setup()
    call_command("migrate", verbosity=0)


def _start(server: Postgres | Valkey, child: Child) -> None:
    child.start(time.monotonic())
    wait_until_ready(server, child)
    atexit.register(child.clear)
    atexit.register(child.ask_to_stop)


def connect() -> psycopg.Connection[tuple[object, ...]]:
    """Open a plain connection to the benchmark's database."""
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def empty() -> None:
    """Take out what another benchmark put in."""
    with connect() as plain:
        plain.execute("TRUNCATE unions_union, accounts_person, fields_datakey CASCADE")


@contextmanager
def web_server(application: str) -> Iterator[tuple[int, int]]:
    """Run an ASGI application on the server core; gives (port, process id)."""
    port = _free_port()
    ends_with_parent = end_with_parent(15)

    def pinned() -> None:
        ends_with_parent()
        if len(os.sched_getaffinity(0)) > 1:
            os.sched_setaffinity(0, {SERVER_CORE})

    command = [
        str(Path(sys.executable).with_name("granian")),
        *(application, "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--loop", "uvloop", "--log-level", "warning"),
    ]
    environ = {**os.environ, "METRICS_PORT": "0"}
    # preexec_fn is safe here: this process has one thread when it starts a server.
    with subprocess.Popen(command, env=environ, preexec_fn=pinned) as process:  # noqa: PLW1509
        try:
            _wait_for(port, process)
            yield port, process.pid
        finally:
            process.terminate()


def pin_client() -> None:
    """Keep this process, which makes the load, off the server's core."""
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {CLIENT_CORE})


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the web server of a benchmark did not start")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
