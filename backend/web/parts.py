"""What the pages are made of: small values that a query gives and a component draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Tone = Literal["good", "wait", "stop", "plain"]
Progress = Literal["done", "now", "next", "stopped"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: `count` (a number, or `99+`) is shown when it is not zero."""

    label: str
    url: str
    count: int | str = 0
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a definition list: what it is, and what it says."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit that answers a question at the top of a page."""

    name: str
    value: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a timeline 办理进度."""

    label: str
    progress: Progress
    when: date | datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list 待填内容: one screen each, with its state in words."""

    label: str
    url: str
    state: str
    tone: Tone = "plain"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A card of the worker's home page: the answer first, then progress and what to do.

    Smaller `rank` stands higher: 10 cover, 20 running cases, 50 the rest.
    """

    title: str
    state: str = ""
    tone: Tone = "plain"
    number: str = ""
    facts: Sequence[Fact] = field(default_factory=tuple)
    steps: Sequence[Step] = field(default_factory=tuple)
    note: str = ""
    actions: Sequence[Link] = field(default_factory=tuple)
    rank: int = 50


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A line of the console's work queue 待办; `who` is masked, `due` is the last day itself."""

    due: date | None
    category: str
    number: str
    who: str
    union: str
    state: str
    url: str
    tone: Tone = "wait"
