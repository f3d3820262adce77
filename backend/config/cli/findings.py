"""How a check is shown: what was checked, each finding, and the exit status."""

import sys
from collections.abc import Sequence
from typing import Protocol


class Report(Protocol):
    """What a room's check hands back."""

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""

    def lines(self) -> Sequence[str]:
        """Say what was checked, then each finding."""


def show(report: Report) -> int:
    """Print the report; 1 when there is a finding."""
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return 0 if report.ok else 1
