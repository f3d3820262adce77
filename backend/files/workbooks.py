"""Workbooks 表格文件: looked over before any reader opens them.

The directory of the archive is read first; nothing is inflated until sizes, ratio and number of
members are within bounds, and then each member is inflated once, piece by piece, so that a
directory that lies is found. Links to the web inside cells are let through: no reader of ours
follows them.
"""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from backend.files.faults import TooLarge, Unsupported

MEBIBYTE = 1024 * 1024
MOST_INFLATED_BYTES = 100 * MEBIBYTE
MOST_RATIO = 100
MOST_MEMBERS = 2000
PIECE_BYTES = MEBIBYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ENCRYPTED_FLAG = 0x1
MOST_RELATIONS_BYTES = 4 * MEBIBYTE
TEXT_PROBE_BYTES = 65_536
_RELATION = re.compile(rb"<Relationship\b[^>]*>")


class WorkbookKind(StrEnum):
    """What a roster file may be."""

    XLSX = "xlsx"
    CSV = "csv"


def inspect(path: Path) -> WorkbookKind:
    """Tell whether a file may be read as a workbook, and as which kind.

    Raises Unsupported `workbook_empty`, `workbook_encrypted`, `workbook_old_format`,
    `workbook_broken`, `workbook_macro`, `workbook_external`, `not_a_workbook`, and TooLarge
    `workbook_bomb`: a Chinese sentence each, with the remedy.
    """
    with path.open("rb") as file:
        head = file.read(TEXT_PROBE_BYTES)
    if not head.strip():
        raise Unsupported("workbook_empty", "文件是空的，请检查后重新上传。")
    if head.startswith(OLE):
        raise _old_or_encrypted(path)
    if head.startswith(b"PK"):
        _check_archive(path)
        return WorkbookKind.XLSX
    if b"\0" in head or head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"<")):
        raise _not_a_workbook()
    return WorkbookKind.CSV


def _old_or_encrypted(path: Path) -> Unsupported:
    if ENCRYPTED_STREAM in path.read_bytes():
        return Unsupported(
            "workbook_encrypted", "表格设了打开密码，读不了。请在 Excel 里取消密码，另存后再上传。"
        )
    return Unsupported(
        "workbook_old_format",
        "这是旧版 .xls 表格（改名也不行）。请在 Excel 里“另存为”.xlsx 格式后再上传。",
    )


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_directory(members, path.stat().st_size)
            _check_names({member.filename for member in members})
            _check_relations(archive, members)
            for member in members:
                _inflate(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError):
        raise Unsupported(
            "workbook_broken", "表格文件不完整或已损坏，打不开。请重新导出或另存后再上传。"
        ) from None


def _check_directory(members: list[zipfile.ZipInfo], packed: int) -> None:
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise Unsupported(
            "workbook_encrypted", "表格文件加了密码，读不了。请去掉密码，另存后再上传。"
        )
    inflated = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS:
        raise _bomb(f"文件内部有 {len(members)} 个部件，超过 {MOST_MEMBERS} 个")
    if inflated > MOST_INFLATED_BYTES:
        raise _bomb(
            f"文件解开后有 {inflated // MEBIBYTE} MB，超过 {MOST_INFLATED_BYTES // MEBIBYTE} MB"
        )
    if inflated > MOST_RATIO * packed or sum(one.compress_size for one in members) > packed:
        raise _bomb("文件的压缩比不正常")


def _check_names(names: set[str]) -> None:
    lowered = {name.lower().replace("\\", "/") for name in names}
    if any("vbaproject" in name for name in lowered):
        raise Unsupported("workbook_macro", "表格里带有宏。请另存为不带宏的 .xlsx 格式后再上传。")
    if any(name.startswith("xl/externallinks/") for name in lowered):
        raise _external()
    if "xl/workbook.xml" not in lowered:
        raise _not_a_workbook()


def _check_relations(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if not member.filename.lower().endswith(".rels"):
            continue
        if member.file_size > MOST_RELATIONS_BYTES:
            raise _bomb("文件内部的关联清单过大")
        for relation in _RELATION.findall(archive.read(member)):
            if b'"External"' in relation and b"/hyperlink" not in relation:
                raise _external()


def _inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a member to its end: a wrong size or sum in the directory raises BadZipFile."""
    with archive.open(member) as stream:
        while stream.read(PIECE_BYTES):
            pass


def _bomb(fault: str) -> TooLarge:
    return TooLarge(
        "workbook_bomb", f"{fault}，为了安全没有接收。请新建一张只含名单的表格，粘贴数值后再上传。"
    )


def _external() -> Unsupported:
    return Unsupported(
        "workbook_external", "表格引用了外部文件。请在 Excel 里断开链接，粘贴为数值后再上传。"
    )


def _not_a_workbook() -> Unsupported:
    return Unsupported("not_a_workbook", "这不是 .xlsx 或 .csv 表格。请下载名单模板，填好后上传。")
