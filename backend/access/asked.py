"""What a hot list may be asked in its query: few parameters, each declared with its values.

Only the plainest spelling is read here. Whatever else a query holds goes to the ordinary lane,
which takes it or says what is wrong with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words; without a default it must be asked for."""

    name: str
    words: tuple[str, ...]
    default: str | None = None

    def read(self, text: str) -> str | None:
        """Give the word, or None when it is none of them."""
        return text if text in self.words else None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from 1 to `most`, in plain digits."""

    name: str
    most: int
    default: int

    def read(self, text: str) -> int | None:
        """Give the number, or None when it is not plainly one of these."""
        if len(text) > MOST_DIGITS or not (text.isascii() and text.isdigit()) or text[0] == "0":
            return None
        number = int(text)
        return number if number <= self.most else None


Parameter = Choice | Whole
Value = str | int


def values(parameters: Sequence[Parameter], query: bytes) -> tuple[Value, ...] | None:
    """Read a query in the order of its parameters; None: it asks for something else."""
    asked: dict[str, str] = {}
    for part in query.decode("latin-1").split("&") if query else ():
        name, _, text = part.partition("=")
        if name in asked:
            return None
        asked[name] = text
    found: list[Value] = []
    for one in parameters:
        value = one.read(asked.pop(one.name)) if one.name in asked else one.default
        if value is None:
            return None
        found.append(value)
    return None if asked else tuple(found)
