"""`make run`: servers, migrations, demo world, web, workers and scheduler under one supervisor."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TextIO

from backend.config.launcher.places import (
    HOST,
    Places,
    check_port,
    forget_environment,
    free_port,
    give_to,
    hold_folder,
    note_environment,
    prepare_places,
)
from backend.config.launcher.processes import Account, Child, lesser_account
from backend.config.launcher.servers import DATABASE, Postgres, Valkey
from backend.config.launcher.supervisor import Interrupted, Supervisor
from backend.config.launcher.words import LaunchError, Steps
from backend.config.queues import WORKERS

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 60.0
WEB_START_SECONDS = 120.0


class Installation:
    """One running copy on one data folder and one port."""

    def __init__(self, port: int, data: Path, members: int, *, out: TextIO = sys.stdout) -> None:
        self.port, self.data, self.members = port, data, members
        self.steps = Steps(out)
        self.supervisor = Supervisor(self.steps)
        self.account = lesser_account()
        self.environ = dict(os.environ)

    def run(self) -> int:
        """Start everything, watch it, stop it; give the exit status."""
        lock = hold_folder(self.data)
        try:
            check_port(self.port)
            os.umask(0o077)
            places = prepare_places(self.data, self.account)
            try:
                self._start(places)
                self.supervisor.watch()
                self.steps.done("asked to stop")
            except Interrupted:
                self.steps.say("stopping before everything was started")
            finally:
                self.supervisor.stop()
                forget_environment(places.data)
                shutil.rmtree(places.sockets, ignore_errors=True)
            self.steps.done("everything is stopped")
        finally:
            lock.close()
        return 0

    @contextmanager
    def servers_only(self) -> Iterator[dict[str, str]]:
        """Run the servers, with tables up to date, for as long as one command takes."""
        lock = hold_folder(self.data)
        try:
            os.umask(0o077)
            places = prepare_places(self.data, self.account)
            try:
                self.describe(places)
                self.start_servers(places)
                self._prepare(None)
                self.supervisor.hand_back_signals()
                yield self.environ
            finally:
                self.supervisor.stop()
                shutil.rmtree(places.sockets, ignore_errors=True)
        finally:
            lock.close()

    def _start(self, places: Places) -> None:
        self.describe(places)
        self.start_servers(places)
        note_environment(places.data, self.environ)
        worker = self._account_of_the_program(places)
        self._prepare(worker)
        self._start_program(places, worker)

    def describe(self, places: Places) -> None:
        """Complete the variables that every child gets."""
        secret = places.data / "keys" / "secret_key"
        if not secret.exists():
            secret.write_text(secrets.token_urlsafe(48), encoding="ascii")
            secret.chmod(0o600)
        self.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.dev")
        if "SECRET_KEY" not in self.environ:
            self.environ.setdefault("SECRET_KEY_FILE", str(secret))
        self.environ.setdefault("PUBLIC_ADDRESS", f"http://{HOST}:{self.port}")
        self.environ.setdefault("METRICS_PORT", str(free_port()))
        self.environ["DATA"] = str(places.data)
        self.environ["PYTHONUNBUFFERED"] = "1"

    def start_servers(self, places: Places) -> None:
        """Start the servers that no variable names."""
        self._start_postgres(places)
        self._start_valkey(places)

    def _start_valkey(self, places: Places) -> None:
        if self.environ.get("REDIS_URL"):
            self.steps.done("Redis-protocol server: the one of REDIS_URL")
            return
        valkey = Valkey(places.sockets, self.account)
        child = valkey.child(places.logs / "valkey.log")
        self.supervisor.start(child)
        self.supervisor.wait_for(valkey.is_ready, child, START_SECONDS)
        self.environ |= {"REDIS_URL": valkey.url(), "ZHIJIA_EMBEDDED": "1"}
        self.steps.done(f"Valkey {valkey.version()} answers")

    def _start_postgres(self, places: Places) -> None:
        if self.environ.get("DATABASE_URL"):
            self.steps.done("PostgreSQL: the server of DATABASE_URL")
            return
        postgres = Postgres(places.postgres, places.sockets, self.account, lasting=True)
        is_new = postgres.initialise()
        child = postgres.child(places.logs / "postgres.log")
        self.supervisor.start(child)
        self.supervisor.wait_for(postgres.is_ready, child, START_SECONDS)
        postgres.ensure_database(DATABASE)
        self.environ |= {"DATABASE_URL": postgres.url(DATABASE), "ZHIJIA_EMBEDDED": "1"}
        words = "answers, in a new data folder" if is_new else "answers"
        self.steps.done(f"PostgreSQL {postgres.version()} {words}")

    def _account_of_the_program(self, places: Places) -> Account | None:
        """Give the account web and worker drop to; none where it cannot read the program."""
        if self.account is None:
            return None
        if not _can_run_python(self.account):
            self.steps.say("web and workers stay root: the program's folder is closed to others")
            return None
        give_to(self.account, places)
        return self.account

    def _child(
        self, name: str, arguments: list[str], account: Account | None, process: str
    ) -> Child:
        environ = {**self.environ, "ZHIJIA_PROCESS": process}
        if account:
            environ["HOME"] = str(self.data)
        command = [sys.executable, "-m", *arguments]
        return Child(name, command, environ, self.data / "logs" / f"{name}.log", account)

    def _prepare(self, account: Account | None) -> None:
        arguments = ["backend.config.launcher.prepare", "--members", str(self.members)]
        child = self._child("prepare", arguments, account, "job")
        child.log.unlink(missing_ok=True)
        child.echo = self.steps.out is sys.stdout
        self.supervisor.run_once(child)
        self.steps.done(
            "tables are up to date" + (", the demo world stands" if self.members else "")
        )

    def _start_program(self, places: Places, account: Account | None) -> None:
        web = self._child("web", self._web_arguments(self.port, "asgi"), account, "web")
        children = [web]
        for name, (queues, slots) in WORKERS.items():
            worker = self._child(
                name, self._worker_arguments(name, queues, slots), account, "worker"
            )
            # Politely ended beside its dying broker, it may wait for that broker for ever.
            worker.stop_signal, worker.death_signal = signal.SIGQUIT, signal.SIGKILL
            children.append(worker)
        beat = ["celery", "-A", "backend.config.celery", "beat", "--loglevel=WARNING", "--pidfile="]
        beat += ["--schedule", str(places.data / "beat" / "schedule")]
        children.append(self._child("beat", beat, account, "worker"))
        children[-1].death_signal = signal.SIGKILL
        self.supervisor.start(*children)
        self.supervisor.wait_for(self._is_ready, web, WEB_START_SECONDS)
        self.steps.done("web, workers and scheduler are up")
        self._greet(places)

    @staticmethod
    def _web_arguments(port: int, module: str) -> list[str]:
        return [
            "granian", f"backend.config.{module}:application", "--interface", "asgi",
            "--host", HOST, "--port", str(port), "--workers", "1", "--loop", "uvloop",
            "--log-level", "warning", "--workers-kill-timeout", "3",
        ]  # fmt: skip

    @staticmethod
    def _worker_arguments(name: str, queues: tuple[str, ...], slots: int) -> list[str]:
        # Without a writable /dev/shm there are no semaphores to fork with: threads do as well.
        pool = "prefork" if os.access("/dev/shm", os.W_OK) else "threads"
        return [
            "celery", "-A", "backend.config.celery", "worker", "--loglevel=WARNING",
            "--hostname", f"{name}@%h", "--queues", ",".join(queues), "--concurrency", str(slots),
            "--pool", pool, "--without-gossip", "--without-mingle",
        ]  # fmt: skip

    def _is_ready(self) -> bool:
        connection = HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200  # noqa: PLR2004 - ready
        except OSError:
            return False
        finally:
            connection.close()

    def _greet(self, places: Places) -> None:
        address = f"http://{HOST}:{self.port}"
        sign_in = places.data / "sign-in.txt"
        self.steps.say(f"\n  union affairs, public   {address}/")
        self.steps.say(f"  for members             {address}/me/")
        self.steps.say(f"  for union staff         {address}/console/")
        self.steps.say(
            f"  APIs                    {address}/api/member/v1/docs (also staff, public)"
        )
        self.steps.say(
            f"  metrics, private        http://{HOST}:{self.environ['METRICS_PORT']}/metrics"
        )
        self.steps.say(f"  logs                    {places.logs}\n")
        if sign_in.exists():
            self.steps.say(sign_in.read_text(encoding="utf-8"))
        self.steps.say("Ctrl-C stops everything.")


def _can_run_python(account: Account) -> bool:
    """Tell whether the account can read the program and its packages."""
    try:
        probe = subprocess.run(
            [sys.executable, "-c", "import django, granian, backend.config.queues"],
            capture_output=True,
            check=False,
            cwd=ROOT,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        )
    except OSError:
        return False
    return probe.returncode == 0


def serve(port: int, data: Path, members: int) -> int:
    """Run one copy until it is stopped; raise LaunchError when it cannot start."""
    if not 0 < port < 2**16:
        message = f"port {port} is no port: choose one from 1 to 65535"
        raise LaunchError(message)
    return Installation(port, data.resolve(), members).run()
