"""`make test`: servers of its own in a temporary folder, then pytest, then nothing is left."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from backend.config.launcher import template
from backend.config.launcher.processes import Child, end_with_parent, lesser_account
from backend.config.launcher.servers import DATABASE, Postgres, Valkey
from backend.config.launcher.words import LaunchError, Steps

START_SECONDS = 30
STOP_SECONDS = 5
DONT_COMPILE = "PYTHONDONTWRITEBYTECODE"
PARALLEL = ("-n", "2", "--dist", "loadgroup")


def wait_until_ready(server: Postgres | Valkey, child: Child) -> None:
    """Wait until a server answers; raise LaunchError with its last words when it ends."""
    limit = time.monotonic() + START_SECONDS
    while not server.is_ready():
        if not child.is_running() or time.monotonic() > limit:
            message = f"{child.name} did not start: {child.last_words()}"
            raise LaunchError(message)
        time.sleep(0.02)


def _pytest(arguments: Sequence[str], environ: dict[str, str]) -> int:
    wanted = [] if any(word.startswith("-n") for word in arguments) else list(PARALLEL)
    command = [sys.executable, "-m", "pytest", *wanted, *arguments]
    # Test files are rewritten and compiled once, not by each worker of each run.
    environ = {name: text for name, text in environ.items() if name != DONT_COMPILE}
    with subprocess.Popen(command, env=environ, preexec_fn=end_with_parent(15)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the terminal told pytest as well: let it end its way


def run_tests(arguments: Sequence[str]) -> int:
    """Start what is not given by DATABASE_URL and REDIS_URL, run pytest, give its status."""
    environ, account = dict(os.environ), lesser_account()
    folder = Path(tempfile.mkdtemp(prefix="zj-", dir="/tmp"))
    if account:
        os.chown(folder, account.uid, account.gid)
    children: list[Child] = []
    try:
        if not environ.get("REDIS_URL"):
            valkey = Valkey(folder, account)
            children.append(valkey.child(folder / "valkey.log"))
            children[-1].start(time.monotonic())
            wait_until_ready(valkey, children[-1])
            environ["REDIS_URL"] = valkey.url()
        if not environ.get("DATABASE_URL"):
            postgres = Postgres(folder / "postgres", folder, account, lasting=False)
            children.append(postgres.child(folder / "postgres.log"))
            _start_with_tables(postgres, children[-1], environ)
            environ |= {"DATABASE_URL": postgres.url(), "TEST_DATABASE_TEMPLATE": template.NAME}
        return _pytest(arguments, environ)
    finally:
        stop(children)
        shutil.rmtree(folder, ignore_errors=True)


def _start_with_tables(postgres: Postgres, child: Child, environ: dict[str, str]) -> None:
    """Start the server with all tables in a template database, kept from an earlier run or new."""
    steps = Steps()
    is_kept = template.fetch(postgres.data)
    if not is_kept:
        postgres.initialise()
    child.start(time.monotonic())
    wait_until_ready(postgres, child)
    if not is_kept:
        before = template.mark()
        postgres.ensure_database(template.NAME)
        template.migrate(postgres.url(template.NAME), environ)
        postgres.ensure_database(DATABASE, template.NAME)  # for the copies that tests start
        stop([child])
        template.keep(postgres.data, before)
        child.start(time.monotonic())
        wait_until_ready(postgres, child)
    words = "with the tables of an earlier run" if is_kept else "with new tables"
    steps.done(f"PostgreSQL {postgres.version()} {words}")


def stop(children: Sequence[Child]) -> None:
    """Stop servers, the last started first; who does not end in time is killed."""
    for child in reversed(children):
        child.ask_to_stop()
    limit = time.monotonic() + STOP_SECONDS
    while any(child.is_running() for child in children) and time.monotonic() < limit:
        time.sleep(0.02)
    for child in children:
        child.clear()
