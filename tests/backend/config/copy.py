"""A running copy of the product for the tests of the launcher: its processes, its address."""

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from backend.config.launcher.places import free_port

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 90


def children_of(pid: int) -> dict[int, str]:
    """Give the living children of a process, with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            after_name = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if after_name[0] != "Z" and int(after_name[1]) == pid:
            found[int(entry.name)] = command
    return found


def family_of(pid: int) -> set[int]:
    """Give all living descendants of a process."""
    direct = set(children_of(pid))
    return direct.union(*(family_of(child) for child in direct))


def is_alive(pid: int) -> bool:
    """Tell whether a process lives (one that only waits to be reaped does not)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


class Copy:
    """One copy on a folder and a port; what it says goes to a file beside the folder."""

    def __init__(self, data: Path, port: int | None = None, **environ: str) -> None:
        self.data, self.port, self.environ = data, port or free_port(), environ
        self.said = data.with_suffix(".txt")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Copy":
        """Start the launcher and wait until it is ready."""
        self.launch()
        if not self.wait_ready(START_SECONDS):
            self.stop()
            raise AssertionError(self.said.read_text(encoding="utf-8"))
        return self

    def launch(self) -> None:
        """Start the launcher and wait for nothing."""
        kept = {"PATH", "LANG", "TMPDIR", "HOME"}
        environ = {name: text for name, text in os.environ.items() if name in kept}
        command = [sys.executable, "-m", "backend.config.cli", "serve", "--members", "0"]
        command += ["--port", str(self.port), "--data", str(self.data)]
        with self.said.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**environ, **self.environ}, stdout=out, stderr=out
            )

    @property
    def pid(self) -> int:
        """Give the process id of the supervisor."""
        assert self.process is not None
        return self.process.pid

    def status(self, path: str = "/readyz") -> int:
        """Ask for a page; 0 when nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def child(self, word: str) -> int:
        """Give the process id of the child whose command line holds the word; 0 when none does."""
        return next((pid for pid, line in children_of(self.pid).items() if word in line), 0)

    def wait_ready(self, seconds: float) -> bool:
        """Tell whether the copy becomes ready in time."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and self.process is not None and self.process.poll() is None:
            if self.status() == 200:
                return True
            time.sleep(0.1)
        return False

    def stop(self) -> int:
        """Stop as Ctrl-C does; fails after the ten seconds that are promised."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(10)
