"""A real worker process in front of the real broker, for tests that kill it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from celery.app.task import Task
from django.conf import settings
from django.db import connection


class Worker:
    """One Celery worker with two slots on the queues of this room, in its own process group."""

    def __init__(self, folder: Path, account_file: Path, endpoint: str) -> None:
        self.log = folder / "worker.log"
        self.environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "backend.config.settings.test",
            "DATABASE_URL": test_database_url(),
            "DATA": str(settings.DATA),
            "KEYRING_FILE": str(settings.KEYRING_FILE),
            "FCM_SERVICE_ACCOUNT_FILE": str(account_file),
            "FCM_ENDPOINT": endpoint,
            "ZHIJIA_PROCESS": "worker",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Worker":
        """Start and return at once."""
        command = [
            *(sys.executable, "-m", "celery", "-A", "backend.config.celery:application", "worker"),
            *("-Q", "relay,push", "-c", "2", "--without-gossip", "--without-mingle"),
            *("--without-heartbeat", "-l", "warning", "-n", f"test-{os.getpid()}@%h"),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def brings(self, result: Callable[[], bool], tick: Task, seconds: float = 60.0) -> bool:
        """Wait until the worker has brought it about, ticking once a second as the schedule does.

        Raises AssertionError with the worker's log when it does not come.
        """
        started = time.monotonic()
        ticks = 0
        while (passed := time.monotonic() - started) < seconds:
            if passed >= ticks:
                tick.apply_async(expires=2)
                ticks += 1
            if result():
                return True
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(self.log.read_text()[-3000:])

    def kill(self) -> None:
        """SIGKILL the worker and all its children, as the kernel would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None


def test_database_url() -> str:
    """The address of the database that this test works on."""
    known = connection.settings_dict
    options = connection.get_connection_params()
    host = str(options.get("host", ""))
    where = f"?host={host.replace('/', '%2F')}" if host.startswith("/") else ""
    server = "" if where else f"{host}:{options.get('port', 5432)}"
    secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    return f"postgresql://{known['USER']}{secret}@{server}/{known['NAME']}{where}"
