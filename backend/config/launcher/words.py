"""What the launcher says: each step with its time, and errors as one clear line."""

import sys
import time
from typing import TextIO


class LaunchError(Exception):
    """The installation cannot start; the message is the one line that is shown."""


class Steps:
    """Prints each step when it is done, with the seconds it took and the seconds so far."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self.out = out
        self.first = self.last = time.monotonic()

    def done(self, words: str) -> None:
        """Print one finished step."""
        now = time.monotonic()
        self.out.write(f"[{now - self.first:6.1f} s] {words} ({now - self.last:.1f} s)\n")
        self.out.flush()
        self.last = now

    def say(self, words: str) -> None:
        """Print a line that is no step."""
        self.out.write(words + "\n")
        self.out.flush()
