"""Which cells hold a formula: the reader gives only cached values, so the XML is asked."""

import re
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from backend.kernel.errors import Invalid
from services.mutual_aid.roster.gate import inflate

MOST_FORMULAS = 2000
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^>]{0,200}?\br\s{0,8}=\s{0,8}[\"']([A-Za-z]{1,2})(\d{1,6})[\"'][^>]{0,200}>"
    rb"\s*<(?:\w+:)?f[\s>/]"
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Formulas = dict[int, frozenset[int]]


def formula_cells(path: Path, sheet: str) -> Formulas:
    """Give row number (from 1) -> columns (from 0) of the formula cells of the named sheet.

    Raises Invalid `roster_formulas` when there are more than a person would type.
    """
    found: dict[int, set[int]] = {}
    count = 0
    with zipfile.ZipFile(path) as archive:
        for chunk in inflate(archive, _part_of(archive, sheet)):
            if not _HAS_FORMULA.search(chunk):
                continue
            for match in _FORMULA_CELL.finditer(chunk):
                columns = found.setdefault(int(match[2]), set())
                columns.add(column_index(match[1].decode()))
                count += 1
            if count > MOST_FORMULAS:
                raise Invalid(
                    "roster_formulas",
                    f"表里有 {MOST_FORMULAS} 个以上公式单元格。请全选复制，"
                    "“选择性粘贴—数值”到新表，再上传。",
                )
    return {row: frozenset(columns) for row, columns in found.items()}


def column_index(letters: str) -> int:
    """Turn a column letter into its place from 0: `A` is 0, `AA` is 26."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def column_letter(place: int) -> str:
    """Turn a place from 0 into a column letter."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Find the XML part of a sheet by its name through the workbook's relations."""
    book = fromstring(archive.read("xl/workbook.xml"))
    relation = next(
        (one.get(_RELATION) for one in _named(book, "sheet") if one.get("name") == sheet), None
    )
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(
        (
            one.get("Target")
            for one in _named(relations, "Relationship")
            if one.get("Id") == relation
        ),
        None,
    )
    if target is None:
        raise Invalid("roster_broken", "工作簿内部结构不对，请重新另存为 .xlsx 后再上传。")
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _named(root: Element, name: str) -> list[Element]:
    return [one for one in root.iter() if one.tag.rpartition("}")[2] == name]
