"""The inside of a workbook: each member unfolded once under a hard bound, before a reader may.

References far outside, entities and endless texts are refused because a reader would allocate for
them; formula cells are noted on the way, because a reader gives only their last values.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, fromstring

from backend.files.faults import Unsupported
from backend.files.workbooks import BROKEN, MOST_INFLATED_BYTES, bomb, broken

MOST_FORMULAS = 2000
MOST_SHARED_TEXT_BYTES = 4000
PIECE_BYTES = 1024 * 1024
OVERLAP_BYTES = 4096
LOOK_BACK_BYTES = 512
HEAD_BYTES = 4096
Formulas = dict[int, set[int]]

_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A cell beyond column AZ or row 299,999, or one whose reference hides behind an entity. The plain
# form begins with a literal, which the engine finds fast; any other spelling is looked at slowly.
_FAR = rb"(?:[A-Za-z]{3,}\d|[B-Zb-z][A-Za-z]\d|[A-Za-z]{1,2}(?:\d{7,}|[3-9]\d{5})|[^\"']{0,20}&)"
_FAR_CELL = re.compile(rb' r="' + _FAR)
_FAR_CELL_SPELLED = re.compile(rb"\br\s{0,8}=\s{0,8}[\"']" + _FAR)
# What each far cell of the plain form has, unless an "&" hides it: two letters or six digits.
_MAYBE_FAR = re.compile(rb' r="[A-Za-z](?:[A-Za-z]|\d{6})')
_QUOTED, _SPACED = b" r='", (b" r =", b" r= ")
_OTHER_BLANKS = (b"\t", b"\n", b"\r")
_BROKEN_UP = (b"\tr=", b"\nr=", b"\rr=", b" r\t", b" r\n", b" r\r")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_TEXT_END = b"</si>"
_FORMULA = re.compile(rb"<f[\s>/]")
_FORMULA_OF_NAMESPACE = re.compile(rb"<\w+:f[\s>/]")
_REFERENCE = re.compile(rb"\br\s{0,8}=\s{0,8}[\"']([A-Za-z]{1,2})(\d{1,6})[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def survey(path: Path) -> dict[str, Formulas]:
    """Unfold an inspected .xlsx once; gives the formula cells of each sheet part.

    A part's formulas are row number (from 1) -> columns (from 0). Raises Unsupported
    `workbook_broken`, `workbook_entities`, `workbook_too_wide`, `workbook_long_text`,
    `workbook_formulas`, TooLarge `workbook_bomb`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _check_parts(archive)
    except BROKEN as fault:
        raise broken() from fault


def part_of(path: Path, sheet: str) -> str:
    """Find the XML part of a sheet by its name through the workbook's relations."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = fromstring(archive.read("xl/workbook.xml"))
            relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (*BROKEN, KeyError, ParseError) as fault:
        raise broken() from fault
    sheets = (one.get(_RELATION) for one in _named(book, "sheet") if one.get("name") == sheet)
    relation = next(sheets, None)
    targets = (
        one.get("Target") for one in _named(relations, "Relationship") if one.get("Id") == relation
    )
    target = next(targets, None)
    if target is None:
        raise broken()
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def column_index(letters: str) -> int:
    """Turn a column letter into its place from 0: `A` is 0, `AA` is 26."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def _check_parts(archive: zipfile.ZipFile) -> dict[str, Formulas]:
    left = MOST_INFLATED_BYTES
    formulas: dict[str, Formulas] = {}
    for member in archive.infolist():
        name = member.filename
        is_sheet, is_first = "worksheets/" in name, True
        for piece in _unfold(archive, name):
            left -= len(piece) - (0 if is_first else OVERLAP_BYTES)
            if left < 0:
                raise bomb("文件解开后超过 100 MB")
            if is_first:
                _check_head(name, piece)
                # A sheet may lie under any name; its root element cannot hide.
                is_sheet = is_sheet or b"worksheet" in piece[:HEAD_BYTES]
            if is_sheet:
                _check_sheet(piece)
                _note_formulas(piece, formulas.setdefault(name, {}))
            is_first = False
        if name.endswith("sharedStrings.xml"):
            _check_shared_text(archive, name)
    return formulas


def _unfold(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Unfold one member in pieces that overlap a little, so that no token is cut in two."""
    rest = b""
    with archive.open(name) as member:
        while piece := member.read(PIECE_BYTES):
            yield rest + piece
            rest = piece[-OVERLAP_BYTES:]


def _check_head(name: str, piece: bytes) -> None:
    if name.endswith((".xml", ".rels")) and piece.startswith(_UTF16):
        raise broken()
    if _ENTITY.search(piece):
        raise Unsupported(
            "workbook_entities", "表格内部含有不允许的定义。请新建一份，粘贴数值后再上传。"
        )


def _check_sheet(piece: bytes) -> None:
    if _is_spelled(piece):
        is_far = _FAR_CELL_SPELLED.search(piece)
    elif b"&" in piece or _MAYBE_FAR.search(piece):
        is_far = _FAR_CELL.search(piece)
    else:
        return
    if is_far:
        raise Unsupported(
            "workbook_too_wide", "表格超出 AZ 列或 30 万行。请删去多余的空行空列，另存后再上传。"
        )


def _is_spelled(piece: bytes) -> bool:
    """Tell whether a reference may be written otherwise; one byte is sought faster than four."""
    return (
        (b"'" in piece and _QUOTED in piece)
        or any(spelling in piece for spelling in _SPACED)
        or (
            any(blank in piece for blank in _OTHER_BLANKS)
            and any(spelling in piece for spelling in _BROKEN_UP)
        )
    )


def _note_formulas(piece: bytes, found: Formulas) -> None:
    is_named = b":f" in piece and (b":f>" in piece or b":f " in piece)
    tag = _FORMULA_OF_NAMESPACE if is_named else _FORMULA
    for formula in tag.finditer(piece):
        before = piece[max(0, formula.start() - LOOK_BACK_BYTES) : formula.start()]
        for letters, row in _REFERENCE.findall(before)[-1:]:
            found.setdefault(int(row), set()).add(column_index(letters.decode()))
    if sum(map(len, found.values())) > MOST_FORMULAS:
        raise Unsupported(
            "workbook_formulas",
            f"表里有 {MOST_FORMULAS} 个以上公式单元格。请全选复制，"
            "“选择性粘贴—数值”到新表，再上传。",
        )


def _check_shared_text(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse one very long text that every cell of the sheet could point at.

    Leaps from text end to text end, each time as far as the longest text may reach.
    """
    rest = b""
    with archive.open(name) as member:
        while piece := member.read(PIECE_BYTES):
            rest += piece
            start = 0
            while len(rest) - start > MOST_SHARED_TEXT_BYTES + len(_TEXT_END):
                end = rest.rfind(_TEXT_END, start, start + MOST_SHARED_TEXT_BYTES + len(_TEXT_END))
                if end < 0:
                    raise _long_text()
                start = end + len(_TEXT_END)
            rest = rest[start:]
    if max(map(len, rest.split(_TEXT_END))) > MOST_SHARED_TEXT_BYTES:
        raise _long_text()


def _long_text() -> Unsupported:
    return Unsupported(
        "workbook_long_text", "表里有一格文字太长（超过约 1,300 字）。请删去说明文字后再上传。"
    )


def _named(root: Element, name: str) -> list[Element]:
    return [one for one in root.iter() if one.tag.rpartition("}")[2] == name]
