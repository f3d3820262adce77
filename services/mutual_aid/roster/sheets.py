"""Streaming the rows of an admitted file, whatever it came in."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from backend.files.parts import Formulas, part_of, survey
from backend.files.workbooks import WorkbookKind, broken, inspect
from backend.kernel.errors import Invalid

MAX_ROWS = 200_000
TITLE_WIDTH = 3
LONGEST_CSV_FIELD = 10_000
Row = list[object]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a roster; `origin` says in Chinese what was read, rows are counted from 1."""

    origin: str
    total_rows: int
    rows: Iterator[Row]
    title_rows: frozenset[int] = frozenset()
    formulas: Formulas = field(default_factory=dict)


def open_table(path: Path) -> Table:
    """Look a file over and open it as a stream of rows.

    Raises Unsupported, TooLarge, Invalid: the reason and the remedy.
    """
    is_workbook = inspect(path) is WorkbookKind.XLSX
    table = _open_workbook(path) if is_workbook else _open_csv(path)
    if table.total_rows > MAX_ROWS:
        raise Invalid("roster_too_long", f"名单超过 {MAX_ROWS:,} 行，请分成几份上传。")
    return table


def _open_workbook(path: Path) -> Table:
    """Open the first visible sheet that holds anything."""
    formulas = survey(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheets_metadata:
            if str(sheet.visible).endswith("Visible") and str(sheet.typ).endswith("WorkSheet"):
                opened = book.get_sheet_by_name(sheet.name)
                if opened.total_height:
                    break
        else:
            raise Invalid("roster_no_rows", "工作簿里没有内容。请把名单填在第一张表里再上传。")
        return Table(
            origin=f"工作表“{sheet.name}”",
            total_rows=opened.total_height,
            rows=cast(Iterator[Row], iter(opened.iter_rows())),
            title_rows=_title_rows(opened.merged_cell_ranges or []),
            formulas=formulas.get(part_of(path, sheet.name), {}),
        )
    except (CalamineError, PasswordError) as fault:
        raise broken() from fault


def _title_rows(ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> frozenset[int]:
    """Give the rows (from 1) that one merged cell spans: titles and remarks, never a person."""
    rows: set[int] = set()
    for (top, left), (bottom, right) in ranges:
        if right - left + 1 >= TITLE_WIDTH and bottom - top < MAX_ROWS:
            rows.update(range(top + 1, bottom + 2))
    return frozenset(rows)


def _open_csv(path: Path) -> Table:
    encoding, name = _encoding(path)
    with path.open("rb") as file:
        total = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) + 1
    return Table(
        origin=f"CSV 文件（{name} 编码）", total_rows=total, rows=_csv_rows(path, encoding)
    )


def _encoding(path: Path) -> tuple[str, str]:
    """Find out the encoding: UTF-8 with or without mark, then GB18030 as Chinese Excel writes."""
    for encoding, name in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")):
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding, name
    raise Invalid(
        "roster_encoding", "认不出这个 CSV 的文字编码。请另存为“CSV UTF-8”或 .xlsx 后再上传。"
    )


def _csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        file.seek(0)
        delimiter = max(",\t;", key=first.count)
        try:
            for row in csv.reader(_bounded(file), delimiter=delimiter):
                yield list(row)
        except csv.Error as fault:
            raise Invalid(
                "roster_broken", "CSV 文件的格式不对（引号没有成对）。请另存为 .xlsx 后再上传。"
            ) from fault


def _bounded(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > LONGEST_CSV_FIELD:
            raise Invalid("roster_long_text", "CSV 文件里有一行太长，请检查后再上传。")
        yield line
