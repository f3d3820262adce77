"""A started copy of the product, used as its users do: over HTTP and websocket, nothing else.

The journeys may look at files that an operator has (the text-message file of the demo, the log of
the push stand-in, the logs of the servers), use the command line and move the clock.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx

from tests.support.authenticator import AuthenticatorApp

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180.0
# The story begins on a Monday inside the enrolment window, whatever day the tests run on.
FIRST_MORNING = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
FOREIGN = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DATA", "KEYRING_FILE",
           "HOLIDAY_CALENDAR_DIR", "SECRET_KEY", "SECRET_KEY_FILE")  # fmt: skip

T = TypeVar("T")


def free_port() -> int:
    """Give a port that is free on loopback now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(find: Callable[[], T | None], what: str, seconds: float = 30.0) -> T:
    """Ask again and again until something is there; fail with what was waited for."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if found := find():
            return found
        time.sleep(0.1)
    message = f"{what} did not come within {seconds:.0f} s"
    raise AssertionError(message)


class Stack:
    """One copy on its own folder and port; `environ` adds settings (the push stand-in)."""

    def __init__(
        self, data: Path, *, members: int = 40, environ: dict[str, str] | None = None
    ) -> None:
        self.data, self.members = data, members
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.offset_file = data.parent / f"{data.name}-clock"
        self.said = data.parent / f"{data.name}-said.txt"
        self.environ = environ or {}
        self.process: subprocess.Popen[bytes] | None = None
        # By phone: who signs in twice has one app.
        self.authenticators: defaultdict[str, AuthenticatorApp] = defaultdict(AuthenticatorApp)

    def start(self) -> "Stack":
        """Start it on the first morning of the story and wait until it is ready."""
        self.data.mkdir(parents=True, exist_ok=True)
        if not self.offset_file.exists():
            self._set_clock(FIRST_MORNING)
        command = ["serve", "--port", str(self.port), "--members", str(self.members)]
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                self._command(*command), cwd=ROOT, env=self._environ(), stdout=said, stderr=said
            )
        self.wait_ready()
        return self

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "backend.config.cli", "--data", str(self.data), *words]

    def _environ(self) -> dict[str, str]:
        own = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith("PYTEST_") and name not in FOREIGN
        }
        return {**own, "CLOCK_OFFSET_FILE": str(self.offset_file), **self.environ}

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until `/readyz` answers 200; fail with what the launcher said."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and self._process().poll() is None:
            if self.is_ready():
                return
            time.sleep(0.1)
        said = self.said.read_text(encoding="utf-8")
        message = f"the copy did not become ready:\n{said[-4000:]}"
        raise AssertionError(message)

    def is_ready(self) -> bool:
        """Tell whether `/readyz` answers 200."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def _process(self) -> subprocess.Popen[bytes]:
        assert self.process is not None
        return self.process

    def stop(self) -> None:
        """Stop it as Ctrl-C does; it has ten seconds by contract."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def cli(self, *words: str, status: int = 0) -> str:
        """Run `zhijia` against this copy, expect its exit status, give what it printed."""
        done = subprocess.run(
            self._command(*words),
            cwd=ROOT,
            env=self._environ(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def now(self) -> datetime:
        """Give the moment of the story's clock."""
        offset = int(self.offset_file.read_text(encoding="ascii"))
        return datetime.fromtimestamp(time.time(), FIRST_MORNING.tzinfo) + timedelta(seconds=offset)

    def move_to(self, day: date, hour: int = FIRST_MORNING.hour) -> None:
        """Move the clock of every process to a full hour of a later day."""
        moment = FIRST_MORNING.replace(year=day.year, month=day.month, day=day.day, hour=hour)
        self._set_clock(moment)

    def _set_clock(self, moment: datetime) -> None:
        seconds = int((moment - datetime.fromtimestamp(time.time(), moment.tzinfo)).total_seconds())
        fresh = self.offset_file.with_suffix(".fresh")
        fresh.write_text(str(seconds), encoding="ascii")
        fresh.chmod(0o644)
        fresh.replace(self.offset_file)

    def texts_to(self, phone: str) -> list[dict[str, Any]]:
        """Give the text messages sent to a phone, oldest first."""
        return [text for text in self.texts() if text["phone"] == phone]

    def texts(self) -> list[dict[str, Any]]:
        """Give every text message that was sent."""
        path = self.data / "sms.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def children(self, word: str) -> list[int]:
        """Give the process ids of the launcher's children whose command line holds a word."""
        return [pid for pid, line in _children_of(self._process().pid) if word in line]

    def kill(self, word: str) -> None:
        """SIGKILL the children whose command line holds a word, with all that they started."""
        found = self.children(word)
        assert found, f"no child is called {word}"
        for pid in found:
            for one in (*(grandchild for grandchild, _ in _children_of(pid)), pid):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)


def _children_of(parent: int) -> list[tuple[int, str]]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            after_name = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if after_name[0] != "Z" and int(after_name[1]) == parent:
            found.append((int(entry.name), line))
    return found
