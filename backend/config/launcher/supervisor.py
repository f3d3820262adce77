"""Watching every child: what ends is started again, and everything is stopped in order."""

import signal
import time
from collections.abc import Callable, Sequence

from backend.config.launcher.processes import Child
from backend.config.launcher.words import LaunchError, Steps

PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
STEADY_SECONDS = 20.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):
    """Somebody asked the launcher to stop."""


class Supervisor:
    """Owns the children of one running copy."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self.stages: list[list[Child]] = []
        self.asked_to_stop = False
        for number in SIGNALS:
            signal.signal(number, self._note)

    def hand_back_signals(self) -> None:
        """Let signals do again what they do by default: another program takes over."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def _note(self, *_: object) -> None:
        self.asked_to_stop = True

    def start(self, *children: Child) -> None:
        """Start children that are stopped together, before all that were started earlier."""
        self.stages.append(list(children))
        for child in children:
            child.start(time.monotonic())

    def wait_for(self, ready: Callable[[], bool], child: Child, seconds: float) -> None:
        """Wait until `ready()`, keeping everything alive; raise LaunchError when it takes too long.

        A child that ends three times before it was ever ready is not started again.
        """
        limit = time.monotonic() + seconds
        while not ready():
            self.look()
            if child.failures > 2 or time.monotonic() > limit:  # noqa: PLR2004 - as the text says
                message = (
                    f"{child.name} did not start; the end of {child.log}:\n{child.last_words()}"
                )
                raise LaunchError(message)
            time.sleep(PAUSE_SECONDS / 2)
        child.failures = 0

    def run_once(self, child: Child) -> None:
        """Run a child that does one thing to its end; raise LaunchError when it fails."""
        child.start(time.monotonic())
        try:
            while child.is_running():
                self.look()
                time.sleep(PAUSE_SECONDS / 2)
        finally:
            child.clear()
        if child.process is None or child.process.returncode:
            message = f"{child.name} failed; the end of {child.log}:\n{child.last_words(12)}"
            raise LaunchError(message)

    def look(self) -> None:
        """Start again what has ended; raise Interrupted when somebody asked to stop."""
        if self.asked_to_stop:
            raise Interrupted
        now = time.monotonic()
        for child in self.children():
            if child.is_running():
                if child.failures and now - child.started_at > STEADY_SECONDS:
                    child.failures = 0
                continue
            if not child.not_before:
                self._note_end(child, now)
            if now >= child.not_before:
                child.not_before = 0.0
                child.start(now)

    def _note_end(self, child: Child, now: float) -> None:
        child.clear()
        status = child.process.returncode if child.process else 0
        pause = min(PAUSE_SECONDS * 2**child.failures, LONGEST_PAUSE_SECONDS)
        child.failures += 1
        child.not_before = now + pause
        self.steps.say(f"{child.name} ended with status {status}; starting it again")

    def children(self) -> Sequence[Child]:
        """Give every child that is to live, in the order of start."""
        return [child for stage in self.stages for child in stage]

    def watch(self) -> None:
        """Keep everything alive until somebody asks to stop."""
        try:
            while True:
                self.look()
                time.sleep(PAUSE_SECONDS)
        except Interrupted:
            return

    def stop(self) -> None:
        """Stop everything, the last started first; who does not end in time is killed."""
        while self.stages:
            stage = self.stages.pop()
            for child in stage:
                child.ask_to_stop()
            limit = time.monotonic() + max(child.stop_seconds for child in stage)
            while any(child.is_running() for child in stage) and time.monotonic() < limit:
                time.sleep(0.02)
            for child in stage:
                child.clear()
