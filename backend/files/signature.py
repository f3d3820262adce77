"""What a file says it is, by its first bytes: cheap refusals before any decoder sees it."""

from pathlib import Path

from backend.files.faults import unsupported

HEAD_BYTES = 4096
TAIL_BYTES = 65_600
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")
# Marks of a second nature: a page, a script, a PDF or an archive inside an image.
FOREIGN = (b"<html", b"<script", b"<svg", b"<?php", b"%pdf-", b"<!doctype")
ARCHIVE_END = b"PK\x05\x06"
PARQUET = b"PAR1"


def check_image(path: Path) -> None:
    """Refuse what is no JPEG, PNG or WebP by its signature, and images with a second nature.

    Raises Unsupported `empty_file`, `heic`, `not_an_image`, `polyglot`.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        tail = file.read()
    if not head:
        raise unsupported("empty_file")
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise unsupported("heic")
    if not _is_image(head):
        raise unsupported("not_an_image")
    ends = (head + b"\0" + tail).lower()
    if ARCHIVE_END in tail or any(mark in ends for mark in FOREIGN):
        raise unsupported("polyglot")


def check_data(path: Path) -> str:
    """Tell the media type of a data file by its first and last bytes: CSV text or Parquet.

    Raises Unsupported `not_data`. What stands in it is checked row by row by its reader.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - len(PARQUET)))
        tail = file.read()
    if head.startswith(PARQUET) and tail == PARQUET:
        return "application/vnd.apache.parquet"
    is_text = b"\0" not in head and b"," in head and not head.startswith((b"%PDF", b"<", b"{"))
    if not is_text:
        raise unsupported("not_data")
    return "text/csv"


def _is_image(head: bytes) -> bool:
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    )
