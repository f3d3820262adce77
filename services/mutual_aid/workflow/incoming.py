"""A file that arrives is put down whole and unread, before the verb that speaks of it."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass

from backend.kernel.errors import Invalid
from backend.kernel.identifiers import uuid7
from services.mutual_aid.roster.gate import MAX_FILE_BYTES
from services.mutual_aid.workflow.rosters import stored_at


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: the number its upload will have, and its SHA-256."""

    number: str
    digest: bytes


def store(chunks: Iterable[bytes]) -> Stored:
    """Put a file down under a fresh number; raises Invalid `roster_too_large`."""
    number = str(uuid7())
    digest = hashlib.sha256()
    path = stored_at(number)
    size = 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_FILE_BYTES:
                path.unlink()
                raise Invalid("roster_too_large", "文件超过 30 MB，请删去图片或分成几份上传。")
            digest.update(chunk)
            file.write(chunk)
    return Stored(number, digest.digest())


def drop(stored: Stored) -> None:
    """Take a file away again that no upload speaks of."""
    stored_at(stored.number).unlink(missing_ok=True)
