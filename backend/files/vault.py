"""The store: sealed files in a folder outside the database, opened only with the attachment's key.

A file is a sequence of blocks, each `length (4 bytes) | envelope` of at most 1 MiB of content. The
associated data of a block names the row, the variant, the block's place and whether it is the last,
so that nothing can be cut, moved or exchanged unseen.
"""

import hashlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from backend.kernel.seal import SealBrokenError, seal, unseal

BLOCK_BYTES = 1024 * 1024
_LENGTH = struct.Struct(">I")


def quarantine(number: str) -> Path:
    """Where the bytes of an upload wait to be checked."""
    return _folder("quarantine") / number


def place(number: str, variant: str) -> Path:
    """Where the sealed file of a variant lies; spread over 256 folders by the end of the number."""
    return _folder("sealed") / number[-2:] / f"{number}.{variant}"


def write(target: Path, source: BinaryIO, *, key: bytes, aad: bytes) -> tuple[int, bytes]:
    """Seal a stream into a new file; gives (content bytes, SHA-256 of the sealed file)."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(target.name + ".draft")
    digest, size, index = hashlib.sha256(), 0, 0
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        block = source.read(BLOCK_BYTES)
        while True:
            following = source.read(BLOCK_BYTES)
            envelope = seal(key, block, _block_aad(aad, index, is_last=not following))
            for part in (_LENGTH.pack(len(envelope)), envelope):
                out.write(part)
                digest.update(part)
            size, index = size + len(block), index + 1
            if not following:
                break
            block = following
        out.flush()
        os.fsync(out.fileno())
    draft.replace(target)
    return size, digest.digest()


def read(source: Path, *, key: bytes, aad: bytes) -> Iterator[bytes]:
    """Give the content block by block; raises SealBrokenError when one byte was changed or cut."""
    with source.open("rb") as file:
        index, head = 0, file.read(_LENGTH.size)
        while True:
            envelope = _whole_block(file, head)
            head = file.read(_LENGTH.size)
            yield unseal(key, envelope, _block_aad(aad, index, is_last=not head))
            index += 1
            if not head:
                return


def discard(path: Path) -> None:
    """Remove a file of the store or the quarantine if it is there."""
    path.unlink(missing_ok=True)


def _whole_block(file: BinaryIO, head: bytes) -> bytes:
    if len(head) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        envelope = file.read(min(length, 2 * BLOCK_BYTES))
        if len(envelope) == length:
            return envelope
    message = "the sealed file ends too early"
    raise SealBrokenError(message)


def _block_aad(aad: bytes, index: int, *, is_last: bool) -> bytes:
    return aad + f"#{index}{'.' if is_last else ''}".encode()


def _folder(name: str) -> Path:
    folder = Path(settings.FILES_DIR) / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
