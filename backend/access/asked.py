"""What a hot list may be asked in its query: few parameters, each declared with its values.

Only the plainest spelling is read here. Whatever else a query holds goes to the ordinary lane,
which takes it or says what is wrong with it. A word stands in the SQL by its parameter's name
(`:desk`) and is written into it, so that the planner knows it; a number is a parameter of SQL.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql as quoting

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query asks: words and numbers, each in the order of the parameters."""

    words: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


def read(parameters: Sequence[Parameter], query: bytes) -> Asked | None:
    """Read a query; None: it asks for something else."""
    asked: dict[str, str] = {}
    for part in query.decode("latin-1").split("&") if query else ():
        name, _, text = part.partition("=")
        if name in asked:
            return None
        asked[name] = text
    words: list[str] = []
    numbers: list[int] = []
    for one in parameters:
        value = one.read(asked.pop(one.name)) if one.name in asked else one.default
        if isinstance(value, str):
            words.append(value)
        elif value is None:
            return None
        else:
            numbers.append(value)
    return None if asked else Asked(tuple(words), tuple(numbers))


def texts(parameters: Sequence[Parameter], sql: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the SQL for every combination of words."""
    choices = [one for one in parameters if isinstance(one, Choice)]
    for words in itertools.product(*(one.words for one in choices)):
        named = {one.name: word for one, word in zip(choices, words, strict=True)}
        yield words, written(sql, **named)


def written(sql: str, **words: str) -> str:
    """Write words into their places."""
    for name, word in words.items():
        pieces = re.split(f"(?<!:):{name}\\b", sql)
        sql = quoting.quote(word).join(pieces)
    return sql
