"""Starting a child so that it never outlives its supervisor, and under a lesser user."""

import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)
LARGEST_LOG = 20 * 1024 * 1024


@dataclass(frozen=True)
class Account:
    """The user a child runs as when the supervisor is root."""

    name: str
    uid: int
    gid: int


def lesser_account() -> Account | None:
    """Give the account children drop to: `nobody` for root, None for an ordinary user."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def end_with_parent(signal_number: int) -> Callable[[], None]:
    """Give the hook, run in the child after the user changed, that ends it with its parent."""
    parent = os.getpid()

    def hook() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:
            os._exit(1)

    return hook


@dataclass
class Child:
    """One process of the installation: how it starts, stops and is watched."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    account: Account | None = None
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 4.0  # with those of the servers: less than the ten that Ctrl-C may take
    death_signal: int = 0  # what it gets when the supervisor is killed; 0: the stop signal
    echo: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    failures: int = 0
    started_at: float = 0.0
    not_before: float = 0.0

    def start(self, now: float) -> None:
        """Start the process in a group of its own, its output appended to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            # preexec_fn is safe here: the supervisor has one thread and forks from it.
            self.process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=None if self.echo else log,
                stderr=log,
                env=dict(self.environ),
                start_new_session=True,
                user=self.account.uid if self.account else None,
                group=self.account.gid if self.account else None,
                extra_groups=[] if self.account else None,
                preexec_fn=end_with_parent(self.death_signal or self.stop_signal),
            )
        self.started_at = now

    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the polite signal, once."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def clear(self) -> None:
        """Kill what is left of the process and of its own children."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 5) -> str:
        """Give the end of the log, for an error message."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.strip().splitlines()[-lines:])
