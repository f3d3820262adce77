"""The statements that a request sends, kept and played again by bare psycopg for other rows.

A parameter that is the row's own (`own` values, in the same places for each row) follows the row;
one that an earlier statement of the tape gave follows what that statement gives now; an identifier
that the program draws (a UUID, a public number) is drawn anew, one for each that was drawn.
Everything else stays as it was sent. So that a key is known for what it is, `spread_keys` lets
every sequence begin far from all others before the rows are made.
"""

import itertools
import os
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection

from tests.bench.measure import cpu_ns

APART = 10_000_000
DIGEST_BYTES = 32
Place = Callable[["Playing"], Any]
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DRAWN = re.compile(_UUID.pattern + r"|JF-\d{4}-\d+|FF-\d{8}-[0-9A-Z]{6}")
_serial = itertools.count(1)


@dataclass(slots=True)
class Sent:
    """One statement as it was sent: text, parameters, rows of a COPY, and the rows it gave."""

    text: str
    params: Any
    copied: list[Sequence[Any]] | None = None
    given: list[Sequence[Any]] = field(default_factory=list)


@dataclass(slots=True)
class Playing:
    """What is known while a tape plays: the row's own values, what was given, what was drawn."""

    own: Sequence[Any]
    given: list[list[Sequence[Any]]] = field(default_factory=list)
    drawn: dict[str, str] = field(default_factory=dict)


def spread_keys() -> None:
    """Let each sequence of keys go on from a number far from those of all others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, sequencename) FROM pg_sequences"
            " WHERE sequencename LIKE %s ORDER BY 1",
            ["%\\_id\\_seq"],
        )
        for place, (name,) in enumerate(cursor.fetchall(), start=1):
            cursor.execute("SELECT setval(%s, %s)", [name, place * APART])


@contextmanager
def recording() -> Iterator[list[Sent]]:
    """Keep the statements that this process sends on Django's connection, COPY included."""
    sent: list[Sent] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        result = execute(sql, params, many, context)
        raw = context["cursor"].cursor
        kept = Sent(sql, _plain(params or ()))
        if raw.description and isinstance(raw, psycopg.ClientCursor):
            kept.given = [tuple(map(_plain, row)) for row in raw.fetchall()]
            if kept.given:
                raw.scroll(0, mode="absolute")
        sent.append(kept)
        return result

    connection.ensure_connection()
    driver = connection.connection
    usual = driver.cursor_factory

    class Copying(usual):  # type: ignore[misc,valid-type]
        @contextmanager
        def copy(self, statement: str, *args: Any, **kwargs: Any) -> Iterator[Any]:
            kept = Sent(statement, (), copied=[])
            sent.append(kept)
            with super().copy(statement, *args, **kwargs) as stream:
                yield _Stream(stream, kept.copied or [])

    driver.cursor_factory = Copying
    try:
        with connection.execute_wrapper(keep):
            yield sent
    finally:
        driver.cursor_factory = usual


class _Stream:
    """A COPY that remembers its rows."""

    def __init__(self, stream: Any, rows: list[Sequence[Any]]) -> None:
        self._stream, self._rows = stream, rows

    def write_row(self, row: Sequence[Any]) -> None:
        self._rows.append(_plain(row))
        self._stream.write_row(row)


@dataclass(frozen=True, slots=True)
class _Step:
    text: str
    params: Place
    copied: list[Place] | None


class Tape:
    """Requests to play again, each in one transaction; `own` are the values of the row recorded."""

    def __init__(self, requests: Sequence[Sequence[Sent]], own: Sequence[Any]) -> None:
        self.statements = sum(len(one) for one in requests)
        known: dict[Any, Place] = {}
        for at, value in enumerate(own):
            _learn(known, value, lambda now, at=at: now.own[at])
        self._requests: list[list[_Step]] = []
        number = itertools.count()
        for request in requests:
            steps = []
            for sent in request:
                steps.append(_step(sent, known))
                _learn_given(known, sent, next(number))
            self._requests.append(steps)

    def player(self) -> Callable[[Sequence[Sequence[Any]]], float]:
        """Give what plays the tape for each of the rows and tells the CPU us of this process."""
        wire = psycopg.connect(os.environ["DATABASE_URL"])

        def play(rows: Sequence[Sequence[Any]]) -> float:
            before = cpu_ns(os.getpid())
            for own in rows:
                now = Playing(own)
                for request in self._requests:
                    with wire.transaction(), wire.cursor() as cursor:
                        for step in request:
                            _play(cursor, step, now)
            return (cpu_ns(os.getpid()) - before) / 1000

        return play


def _play(cursor: psycopg.Cursor[Any], step: _Step, now: Playing) -> None:
    if step.copied is not None:
        with cursor.copy(step.text) as stream:
            for row in step.copied:
                stream.write_row(row(now))
        now.given.append([])
        return
    cursor.execute(step.text, step.params(now))
    now.given.append(cursor.fetchall() if cursor.description else [])


def _step(sent: Sent, known: dict[Any, Place]) -> _Step:
    copied = None if sent.copied is None else [_place(row, known) for row in sent.copied]
    return _Step(sent.text, _place(sent.params, known), copied)


def _learn(known: dict[Any, Place], value: Any, place: Place) -> None:
    """Know a value, and a key written as text, by where it stands."""
    if isinstance(value, (int, str, bytes)) and not isinstance(value, bool):
        known.setdefault(value, place)
        if isinstance(value, int):
            known.setdefault(str(value), lambda now: str(place(now)))


def _learn_given(known: dict[Any, Place], sent: Sent, number: int) -> None:
    for at, row in enumerate(sent.given):
        for column, value in enumerate(row):
            if _is_key(value):
                _learn(
                    known,
                    value,
                    lambda now, at=at, column=column: now.given[number][at][column],
                )


def _is_key(value: Any) -> bool:
    """Tell a key, a digest or a public number from an amount, a count, a word."""
    if isinstance(value, int):
        return value >= APART
    if isinstance(value, bytes):
        return len(value) == DIGEST_BYTES
    return isinstance(value, str) and bool(_DRAWN.match(value))


def _place(value: Any, known: dict[Any, Place]) -> Place:
    """Give what makes a parameter anew; lists and named parameters are looked into."""
    if isinstance(value, dict):
        named = {name: _place(one, known) for name, one in value.items()}
        return lambda now: {name: one(now) for name, one in named.items()}
    if isinstance(value, (list, tuple)):
        kind = type(value)
        places = [_place(one, known) for one in value]
        return lambda now: kind(one(now) for one in places)
    if isinstance(value, (int, str, bytes)) and value in known:
        return known[value]
    if isinstance(value, str) and _DRAWN.fullmatch(value):
        return lambda now: now.drawn.setdefault(value, _draw(value))
    if isinstance(value, int) and value >= APART:
        message = f"{value} is a key that no row and no statement gave"
        raise ValueError(message)
    return lambda _: value


def _draw(value: str) -> str:
    """Make an identifier of the same kind and length that nothing has yet."""
    if _UUID.fullmatch(value):
        return str(uuid.uuid4())
    return value[:3] + f"{next(_serial):x}".rjust(len(value) - 3, "z")


def _plain(value: Any) -> Any:
    """Give bytes for what wraps them, and plain lists, so that values can be compared."""
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, psycopg.Binary):
        return bytes(value.obj)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(one) for one in value)
    return value
