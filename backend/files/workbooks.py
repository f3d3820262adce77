"""Workbooks 表格文件: looked over before any reader opens them, in two steps.

`inspect` is the fast step, at upload: the kind by its first bytes, and of an archive its directory,
names and relations, so that size, ratio and number of members are bounded before anything is
unfolded. `backend.files.parts.survey` is the slow one, before reading: it unfolds each member once.
Links to the web inside cells are let through: no reader of ours follows them.
"""

import lzma
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from backend.files.faults import TooLarge, Unsupported

MEBIBYTE = 1024 * 1024
MOST_INFLATED_BYTES = 100 * MEBIBYTE
MOST_RATIO = 100
RATIO_FREE_BYTES = 5 * MEBIBYTE
MOST_MEMBERS = 2000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ENCRYPTED_FLAG = 0x1
MOST_RELATIONS_BYTES = 4 * MEBIBYTE
TEXT_PROBE_BYTES = 65_536
# All that the archive reader raises over bytes that were made to mislead it.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_NO_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8", b"<", b"{")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")


class WorkbookKind(StrEnum):
    """What a roster file may be."""

    XLSX = "xlsx"
    CSV = "csv"


def inspect(path: Path) -> WorkbookKind:
    """Tell whether a file may be kept as a workbook, and as which kind.

    Raises Unsupported `workbook_empty`, `workbook_encrypted`, `workbook_old_format`,
    `workbook_broken`, `workbook_macro`, `workbook_external`, `not_a_workbook`, and TooLarge
    `workbook_bomb`: a Chinese sentence each, with the remedy.
    """
    kind = kind_of(path)
    if kind is WorkbookKind.XLSX:
        try:
            _check_archive(path)
        except BROKEN:
            raise broken() from None
    return kind


def kind_of(path: Path) -> WorkbookKind:
    """Tell the kind by the first bytes; raises Unsupported for what is no table at all."""
    with path.open("rb") as file:
        head = file.read(TEXT_PROBE_BYTES)
    if not head.strip():
        raise Unsupported("workbook_empty", "文件是空的，请确认已保存，再重新选择文件上传。")
    if head.startswith(OLE):
        raise _old_or_encrypted(path)
    if head.startswith(b"PK"):
        return WorkbookKind.XLSX
    if b"\0" in head or head.lstrip().startswith(_NO_TEXT):
        raise _not_a_workbook()
    return WorkbookKind.CSV


def broken() -> Unsupported:
    """Say that the file cannot be opened."""
    return Unsupported(
        "workbook_broken",
        "文件不完整或已损坏，可能没有传完。请在表格软件里打开确认，另存为 .xlsx 后再上传。",
    )


def bomb(fault: str) -> TooLarge:
    """Say that the file unfolds to more than a roster ever is."""
    return TooLarge(
        "workbook_bomb", f"{fault}，为了安全没有接收。请新建一张只含名单的表格，粘贴数值后再上传。"
    )


def _old_or_encrypted(path: Path) -> Unsupported:
    """Both an old .xls and a workbook with a password are the same kind of container."""
    if ENCRYPTED_STREAM in path.read_bytes():
        return Unsupported(
            "workbook_encrypted",
            "表格设了打开密码，读不了。请取消密码（文件—信息—保护工作簿），另存后再上传。",
        )
    return Unsupported(
        "workbook_old_format",
        "这是旧版 .xls 表格（改扩展名没有用）。请在表格软件里另存为 .xlsx 后再上传。",
    )


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _check_directory(members, path.stat().st_size)
        _check_names({member.filename for member in members})
        _check_relations(archive, members)


def _check_directory(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Judge by the directory alone, before anything is unfolded."""
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise Unsupported(
            "workbook_encrypted", "表格文件加了密码，读不了。请去掉密码，另存后再上传。"
        )
    inflated = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS:
        raise bomb(f"文件内部有 {len(members)} 个部件，超过 {MOST_MEMBERS} 个")
    if inflated > MOST_INFLATED_BYTES:
        raise bomb(
            f"文件解开后有 {inflated // MEBIBYTE} MB，超过 {MOST_INFLATED_BYTES // MEBIBYTE} MB"
        )
    is_steep = inflated > max(RATIO_FREE_BYTES, MOST_RATIO * packed)
    if is_steep or sum(one.compress_size for one in members) > packed:
        raise bomb("文件的压缩比不正常")


def _check_names(names: set[str]) -> None:
    lowered = {name.lower().replace("\\", "/") for name in names}
    if any("vbaproject" in name for name in lowered):
        raise Unsupported("workbook_macro", "表格里带有宏。请另存为不带宏的 .xlsx 格式后再上传。")
    if any("externallink" in name for name in lowered):
        raise _external()
    if "xl/workbook.xml" not in lowered:
        raise _not_a_workbook()


def _check_relations(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if not member.filename.lower().endswith(".rels"):
            continue
        if member.file_size > MOST_RELATIONS_BYTES:
            raise bomb("文件内部的关联清单过大")
        for relation in _RELATION.findall(archive.read(member)):
            if b'"External"' in relation and b"/hyperlink" not in relation:
                raise _external()


def _external() -> Unsupported:
    return Unsupported(
        "workbook_external",
        "表格引用了别的文件。请复制后“选择性粘贴—数值”，断开链接，另存后再上传。",
    )


def _not_a_workbook() -> Unsupported:
    return Unsupported(
        "not_a_workbook", "这不是 .xlsx 或 .csv 表格。请在表格软件里另存为其中一种，再上传。"
    )
