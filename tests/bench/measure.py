"""How figures are taken: CPU of a process tree, pairs in turn, a self-pair as noise gauge."""

import statistics
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

NOISE_LIMIT = 0.10


class LeftOut(Exception):
    """A benchmark cannot run here; the message says why (a missing peer program)."""


@dataclass(frozen=True)
class Result:
    """One benchmark: ours and the floor in the same unit, their ratio, and what it should be.

    `noise` is how far two runs of the floor lay apart (0.03 = 3 %); None where none was taken.
    """

    id: str
    title: str
    unit: str
    figure: float
    floor: float
    ratio: float
    goal: float | None = None
    noise: float | None = None
    spread: tuple[float, float] | None = None
    notes: Sequence[str] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """Say in a word how it came out; noisy runs get none.

        Goals are given to one decimal, and ratios are judged to one.
        """
        if self.goal is None:
            return "reported"
        if self.noise is not None and self.noise > NOISE_LIMIT:
            return "no verdict: too noisy"
        return "reached" if round(self.ratio, 1) <= self.goal else "missed"

    def as_dict(self) -> dict[str, Any]:
        """Give everything, for the JSON file."""
        return {**asdict(self), "verdict": self.verdict}


def cpu_ns(root: int) -> int:
    """CPU time in nanoseconds that a process and all below it have used so far."""
    return sum(_own_ns(pid) for pid in tree(root))


def tree(root: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with suppress(OSError, IndexError):
                after_name = (place / "stat").read_text().rsplit(")", 1)[1].split()
                parents.setdefault(int(after_name[1]), []).append(int(place.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def _own_ns(pid: int) -> int:
    total = 0
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                total += int((task / "schedstat").read_text().split()[0])
    return total


def in_turn(
    ours: Callable[[], float], floor: Callable[[], float], twin: Callable[[], float], rounds: int
) -> tuple[list[float], list[float], list[float]]:
    """Measure ours, the floor and the floor's twin alternately, `rounds` times each."""
    figures: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _ in range(rounds):
        for kept, once in zip(figures, (ours, floor, twin), strict=True):
            kept.append(once())
    return figures


def compare(
    name: str,
    title: str,
    unit: str,
    goal: float | None,
    figures: tuple[list[float], list[float], list[float]],
    **more: Any,
) -> Result:
    """Turn alternating figures into medians, the ratio of pairs and the noise."""
    ours, floor, twin = figures
    ratios = sorted(a / b for a, b in zip(ours, floor, strict=True))
    return Result(
        id=name,
        title=title,
        unit=unit,
        figure=round(statistics.median(ours), 1),
        floor=round(statistics.median(floor), 1),
        ratio=round(statistics.median(ratios), 2),
        goal=goal,
        noise=round(abs(statistics.median(a / b for a, b in zip(twin, floor, strict=True)) - 1), 3),
        spread=(round(ratios[0], 2), round(ratios[-1], 2)),
        **more,
    )
