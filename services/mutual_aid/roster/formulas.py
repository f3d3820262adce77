"""Which cells hold a formula: the reader gives only cached values, so the XML is asked."""

import re
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from backend.kernel.errors import Invalid

MOST_FORMULAS = 2000
LOOK_BACK_BYTES = 512
_FORMULA = re.compile(rb"<f[\s>/]")
_FORMULA_OF_NAMESPACE = re.compile(rb"<\w+:f[\s>/]")
_REFERENCE = re.compile(rb"\br\s{0,8}=\s{0,8}[\"']([A-Za-z]{1,2})(\d{1,6})[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Formulas = dict[int, set[int]]


def note_formulas(chunk: bytes, found: Formulas) -> None:
    """Note the formula cells of a piece of sheet XML: row number (from 1) -> columns (from 0).

    Raises Invalid `roster_formulas` when there are more than a person would type.
    """
    tag = _FORMULA_OF_NAMESPACE if b":f>" in chunk or b":f " in chunk else _FORMULA
    for formula in tag.finditer(chunk):
        before = chunk[max(0, formula.start() - LOOK_BACK_BYTES) : formula.start()]
        for letters, row in _REFERENCE.findall(before)[-1:]:
            found.setdefault(int(row), set()).add(column_index(letters.decode()))
    if sum(map(len, found.values())) > MOST_FORMULAS:
        raise Invalid(
            "roster_formulas",
            f"表里有 {MOST_FORMULAS} 个以上公式单元格。请全选复制，"
            "“选择性粘贴—数值”到新表，再上传。",
        )


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


def part_of(path: Path, sheet: str) -> str:
    """Find the XML part of a sheet by its name through the workbook's relations."""
    with zipfile.ZipFile(path) as archive:
        book = fromstring(archive.read("xl/workbook.xml"))
        relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    relation = next(
        (one.get(_RELATION) for one in _named(book, "sheet") if one.get("name") == sheet), None
    )
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
