"""Roster files written for a test."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from services.mutual_aid.roster.checks import Checked, begin
from services.mutual_aid.roster.judgement import RosterRule
from services.mutual_aid.roster.sample import id_number
from services.mutual_aid.roster.sheets import open_table

RULE = RosterRule(dt.date(2027, 1, 1), ages={"F": (16, 60), "M": (16, 60)})
HEADER = ("姓名", "身份证号", "手机号")
MEI = id_number(dt.date(1985, 3, 12), 2)
QIANG = id_number(dt.date(1976, 8, 5), 5)


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write plain rows into a workbook; a text that starts with = becomes a formula."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名单")
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    return path


def read(path: Path, rule: RosterRule = RULE) -> list[Checked]:
    """Read and judge a file."""
    return list(begin(open_table(path), rule).rows())
