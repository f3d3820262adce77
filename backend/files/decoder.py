"""Starting the sandbox, and reading its answer as that of a stranger."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from backend.files.faults import unsupported

SCRIPT = Path(__file__).with_name("sandbox.py")
WALL_SECONDS = 30
LONGEST_HEAD = 4096
TOGETHER = 2
NAMES = ("original", "preview", "thumb")
# A decoder may take 700 MB: no more than two at once in one process.
_places = BoundedSemaphore(TOGETHER)


@dataclass(frozen=True, slots=True)
class CleanVariant:
    """One clean JPEG."""

    name: str
    width: int
    height: int
    content: bytes


def decode(path: Path) -> list[CleanVariant]:
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


def _read_answer(out: IO[bytes]) -> list[CleanVariant]:
    try:
        head = json.loads(out.readline(LONGEST_HEAD))
        described = head.get("variants") or []
        variants = [
            CleanVariant(str(name), int(width), int(height), out.read(int(length)))
            for name, width, height, length in described
        ]
    except (ValueError, TypeError, AttributeError):
        raise unsupported("undecodable") from None
    if "refused" in head:
        raise unsupported(str(head["refused"]))
    if tuple(one.name for one in variants) != NAMES or not all(one.content for one in variants):
        raise unsupported("undecodable")
    return variants
