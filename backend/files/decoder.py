"""Starting the sandbox, and reading its answer as that of a stranger."""

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from backend.files.faults import unsupported

SCRIPT = Path(__file__).with_name("sandbox.py")
WALL_SECONDS = 30
LONGEST_HEAD = 4096
TOGETHER = 2
NAMES = ("original", "preview", "thumb")
LONGEST_SIDE = 65_535
MOST_CONTENT = 64 * 1024 * 1024
MOST_SHARPNESS = 1_000_000
HASH_BITS, DETAIL_BITS = 64, 256
_HEXADECIMAL = re.compile(r"[0-9a-f]+", re.ASCII)
# A decoder may take 700 MB: no more than two at once in one process.
_places = BoundedSemaphore(TOGETHER)


@dataclass(frozen=True, slots=True)
class CleanVariant:
    """One clean JPEG."""

    name: str
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Measures:
    """What a photograph is like: shares per mille, `brightness` from 0 to 255 (`measures.py`)."""

    sharpness: int | None
    glare: int
    brightness: int
    cut_edge: int


@dataclass(frozen=True, slots=True)
class Look:
    """How a photograph looks, as two unsigned numbers of 64 and 256 bits (`looks.py`)."""

    short: int
    detail: int


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """All that comes of a photograph; `look` is None where nothing is to be seen on it."""

    variants: tuple[CleanVariant, ...]
    measures: Measures
    look: Look | None


def decode(path: Path) -> CleanPhoto:
    """Decode and re-encode an image in the sandbox.

    Raises Unsupported with the reason; a decoder that crashed, was killed or ran out of time or
    memory reads as `undecodable`.
    """
    with _places, path.open("rb") as source, tempfile.TemporaryFile() as out:
        try:
            subprocess.run(
                [sys.executable, "-I", str(SCRIPT)],
                stdin=source,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise unsupported("undecodable") from None
        out.seek(0)
        return _read_answer(out)


def _read_answer(out: IO[bytes]) -> CleanPhoto:
    try:
        head = json.loads(out.readline(LONGEST_HEAD))
        if "refused" in head:
            raise unsupported(str(head["refused"]))
        return CleanPhoto(
            tuple(_variant(out, *described) for described in _variants(head)),
            _measures(**head["measures"]),
            None if head["look"] is None else _look(head["look"]),
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        raise unsupported("undecodable") from None


def _variants(head: dict[str, Any]) -> list[list[Any]]:
    described: list[list[Any]] = head["variants"]
    if tuple(one[0] for one in described) != NAMES:
        raise ValueError
    return described


def _variant(
    out: IO[bytes], name: str, width: object, height: object, length: object
) -> CleanVariant:
    size = _whole(length, MOST_CONTENT, least=1)
    content = out.read(size)
    if len(content) != size:
        raise ValueError
    sides = [_whole(side, LONGEST_SIDE, least=1) for side in (width, height)]
    return CleanVariant(name, sides[0], sides[1], content)


def _measures(
    *, sharpness: object, glare: object, brightness: object, cut_edge: object
) -> Measures:
    return Measures(
        None if sharpness is None else _whole(sharpness, MOST_SHARPNESS),
        _whole(glare, 1000),
        _whole(brightness, 255),
        _whole(cut_edge, 1000),
    )


def _look(bits: object) -> Look:
    if not isinstance(bits, list):
        raise TypeError
    short, detail = bits
    return Look(_bits(short, HASH_BITS), _bits(detail, DETAIL_BITS))


def _bits(text: object, most: int) -> int:
    if not isinstance(text, str) or len(text) > most // 4 or not _HEXADECIMAL.fullmatch(text):
        raise ValueError
    return int(text, 16)


def _whole(value: object, most: int, *, least: int = 0) -> int:
    """Take a true whole number within its bounds; True, 1.0 and "1" are none."""
    if type(value) is not int or not least <= value <= most:
        raise ValueError
    return value
