"""Letting a roster file in: every bad file is refused with one clear sentence, before it is read.

Limits of an .xlsx (a zip): its directory is read first, then every part is inflated once under a
hard bound, so that a false directory is found out too. References far outside and entities are
refused because the reader would allocate for them.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from backend.kernel.errors import Invalid
from services.mutual_aid.roster.formulas import Formulas, note_formulas

MAX_FILE_BYTES = 30 * 1024 * 1024
MAX_INFLATED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 2000
MAX_ROWS = 200_000
MAX_SHARED_TEXT_BYTES = 4000
SMALL_INFLATED_BYTES = 5 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024
OVERLAP_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A cell beyond column AZ or row 299,999, or one whose reference hides behind an entity. The plain
# form begins with a literal, which the engine finds fast; any other spelling is looked at slowly.
_FAR = rb"(?:[A-Za-z]{3,}\d|[B-Zb-z][A-Za-z]\d|[A-Za-z]{1,2}(?:\d{7,}|[3-9]\d{5})|[^\"']{0,20}&)"
_FAR_CELL = re.compile(rb' r="' + _FAR)
_FAR_CELL_SPELLED = re.compile(rb"\br\s{0,8}=\s{0,8}[\"']" + _FAR)
_SPELLINGS = (b" r='", b" r =", b" r= ", b"\tr=", b"\nr=", b"\rr=", b" r\t", b" r\n", b" r\r")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


class Format(StrEnum):
    """What kind of file a roster came in."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that was let in: its format, and the formula cells of each of its sheets."""

    format: Format
    formulas: Mapping[str, Formulas] = field(default_factory=dict)


def admit(path: Path) -> Admitted:
    """Let a file in and say what it is; raises Invalid with the reason and the remedy."""
    size = path.stat().st_size
    if size == 0:
        raise Invalid(
            "roster_empty", "这个文件是空的（0 字节）。请确认已保存，再重新选择文件上传。"
        )
    if size > MAX_FILE_BYTES:
        raise Invalid("roster_too_large", "文件超过 30 MB。请删去图片和无关的表，或分成几份上传。")
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_OLE):
        raise _old_or_encrypted(path)
    if head.startswith(b"PK"):
        return Admitted(Format.XLSX, _check_zip(path))
    if b"\x00" in _sample(path) or head.lstrip().startswith((b"<", b"%PDF", b"{")):
        raise Invalid(
            "roster_unknown_kind",
            "认不出这个文件。请在表格软件里打开，另存为 .xlsx 工作簿或 .csv 文件后再上传。",
        )
    return Admitted(Format.CSV)


def _inflate(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Inflate one part in chunks that overlap a little, so that no token is cut in two."""
    rest = b""
    with archive.open(name) as part:
        while chunk := part.read(CHUNK_BYTES):
            yield rest + chunk
            rest = chunk[-OVERLAP_BYTES:]


def _old_or_encrypted(path: Path) -> Invalid:
    """Both an old .xls and a workbook with a password are the same kind of container."""
    if _ENCRYPTED in path.read_bytes():
        return Invalid(
            "roster_encrypted",
            "这个工作簿设了打开密码，系统读不了。请取消密码（文件—信息—保护工作簿），另存后再上传。",
        )
    return Invalid(
        "roster_old_xls",
        "这是旧版 .xls 文件（改扩展名没有用）。请在表格软件里另存为 .xlsx 后再上传。",
    )


def _check_zip(path: Path) -> dict[str, Formulas]:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, path.stat().st_size)
            return _check_parts(archive)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as fault:
        raise Invalid(
            "roster_broken",
            "文件不完整或已损坏，可能没有传完。请在表格软件里打开确认，重新保存后再上传。",
        ) from fault
    except ValueError as fault:
        raise Invalid("roster_broken", "文件内部结构不对，请重新另存为 .xlsx 后再上传。") from fault


def _check_directory(archive: zipfile.ZipFile, packed: int) -> None:
    """Judge by the directory alone, before anything is inflated."""
    members = archive.infolist()
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise Invalid("roster_not_workbook", "这不是工作簿，请另存为 .xlsx 或 .csv 再上传。")
    if any("vbaproject" in name.lower() for name in names):
        raise Invalid("roster_macro", "工作簿里带有宏。请另存为不带宏的 .xlsx 后再上传。")
    if any("externallink" in name.lower() for name in names):
        raise Invalid(
            "roster_external", "工作簿引用了别的文件。请复制后“选择性粘贴—数值”，另存后再上传。"
        )
    if any(member.flag_bits & 1 for member in members):
        raise Invalid("roster_encrypted", "这个文件设了密码，系统读不了。请取消密码后再上传。")
    inflated = sum(member.file_size for member in members)
    is_steep = inflated > SMALL_INFLATED_BYTES and inflated > packed * MAX_RATIO
    if inflated > MAX_INFLATED_BYTES or len(members) > MAX_MEMBERS or is_steep:
        raise _too_big()


def _check_parts(archive: zipfile.ZipFile) -> dict[str, Formulas]:
    """Inflate every part once under the bound and refuse what would make the reader swell."""
    left = MAX_INFLATED_BYTES
    formulas: dict[str, Formulas] = {}
    for member in archive.infolist():
        name = member.filename
        if not name.endswith((".xml", ".rels")):
            continue
        is_sheet = "worksheets/" in name
        is_first = True
        for chunk in _inflate(archive, name):
            left -= len(chunk) - (0 if is_first else OVERLAP_BYTES)
            if left < 0:
                raise _too_big()
            if is_first and chunk.startswith(_UTF16):
                raise Invalid("roster_broken", "工作簿的内部编码不对，请另存为 .xlsx 后再上传。")
            if is_first and _ENTITY.search(chunk):
                raise Invalid("roster_entities", "工作簿内部含有不允许的定义，请新建一份再上传。")
            if is_sheet and _is_far(chunk):
                raise Invalid(
                    "roster_too_wide",
                    "表格超出 AZ 列或 30 万行。请删去多余的空行空列，另存后再上传。",
                )
            if is_sheet:
                note_formulas(chunk, formulas.setdefault(name, {}))
            is_first = False
        if name.endswith("sharedStrings.xml"):
            _check_shared_text(archive, name)
    return formulas


def _is_far(chunk: bytes) -> bool:
    if any(spelling in chunk for spelling in _SPELLINGS):
        return _FAR_CELL_SPELLED.search(chunk) is not None
    return _FAR_CELL.search(chunk) is not None


def _check_shared_text(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse one very long text that every cell of the sheet could point at."""
    longest = run = 0
    with archive.open(name) as part:
        while chunk := part.read(CHUNK_BYTES):
            pieces = chunk.split(b"</si>")
            run += len(pieces[0])
            for piece in pieces[1:]:
                longest = max(longest, run)
                run = len(piece)
    if max(longest, run) > MAX_SHARED_TEXT_BYTES:
        raise Invalid(
            "roster_long_text", "表里有一格文字太长（超过约 1,300 字）。请删去说明文字后再上传。"
        )


def _too_big() -> Invalid:
    return Invalid(
        "roster_zip_bomb",
        "文件解开后超过 100 MB，不像一份名单。请只保留名单这一张表，另存为 .xlsx 后再上传。",
    )


def _sample(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(65_536)
