"""The bad rows as a workbook: marked, with reason and remedy, ready to be sent back."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

from services.mutual_aid.roster.problems import Problem

SHEET = "需要修改的行"
_REASONS = "问题和改法"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class BadRow:
    """One bad row as it was read: number in the sent file, cells, problems."""

    row_number: int
    cells: Sequence[object]
    problems: Sequence[Problem]


def marked_workbook(titles: Sequence[str], rows: Iterable[BadRow]) -> bytes:
    """Write the bad rows under the roster's own header, wrong cells coloured and commented.

    Every cell is written as text, never as a formula, so that nothing a roster held can run.
    The file can be corrected and uploaded as it is.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "bg_color": "#f6f5f2", "bottom": 1})
    plain = book.add_format({"num_format": "@"})
    wrong = book.add_format({"num_format": "@", "bg_color": "#ffe3e3", "border": 1})
    wrap = book.add_format({"text_wrap": True})
    sheet.write_row(0, 0, ["原行号", *map(safe_text, titles), _REASONS], head)
    for place, row in enumerate(rows, 1):
        faults = {problem.letter: problem for problem in row.problems}
        sheet.write_number(place, 0, row.row_number)
        for column in range(len(titles)):
            letter = xlsxwriter.utility.xl_col_to_name(column)
            cell = row.cells[column] if column < len(row.cells) else ""
            fault = faults.get(letter)
            sheet.write_string(place, column + 1, safe_text(cell), wrong if fault else plain)
            if fault:
                sheet.write_comment(place, column + 1, f"{fault.reason}{fault.remedy}")
        sheet.write_string(place, len(titles) + 1, _explain(row.problems), wrap)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, len(titles), 20, plain)
    sheet.set_column(len(titles) + 1, len(titles) + 1, 60)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def safe_text(cell: object) -> str:
    """Write a cell as text that no spreadsheet takes for a formula."""
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_RISKY) else text


def _explain(problems: Sequence[Problem]) -> str:
    return "\n".join(f"{one.letter} 列“{one.title}”：{one.reason}{one.remedy}" for one in problems)
