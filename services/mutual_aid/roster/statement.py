"""A bank statement of fees: rows with date, amount, payer, reference and remark, then a total.

The format is described in docs/fee-statement.md. Read whole or not at all: a row that cannot be
read or a total that does not agree refuses the file.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from services.mutual_aid.roster.cells import date_of, text_of
from services.mutual_aid.roster.columns import HEADER_WITHIN, column_letter, plain_title
from services.mutual_aid.roster.judgement import cell_at
from services.mutual_aid.roster.sheets import Row, open_table

MOST_LINES = 2000
MOST_NAMED = 5
LONGEST_REFERENCE = 60
LONGEST_WORDS = 200
_TOTALS = ("合计", "总计")


class Part(StrEnum):
    """A column of a statement."""

    DAY = "日期"
    AMOUNT = "金额"
    PAYER = "付款人"
    REFERENCE = "流水号"
    REMARK = "附言"


_TITLES: Mapping[Part, str] = {
    Part.DAY: "日期 交易日期 入账日期 记账日期",
    Part.AMOUNT: "金额 收入金额 贷方金额 交易金额 入账金额",
    Part.PAYER: "付款人 付款户名 付款方 对方户名 对方名称",
    Part.REFERENCE: "流水号 交易流水号 银行流水号",
    Part.REMARK: "附言 摘要 备注 用途",
}
_KNOWN = {title: part for part, titles in _TITLES.items() for title in titles.split()}


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One sum that arrived, as the bank names it."""

    row_number: int
    paid_on: dt.date
    amount: Money
    payer: str
    reference: str
    remark: str


@dataclass(frozen=True, slots=True)
class Statement:
    """All rows of a file; their sum is the total that the file states."""

    rows: tuple[StatementRow, ...]
    total: Money


def read_statement(path: Path) -> Statement:
    """Read a statement file (.csv, .xlsx).

    Raises Invalid `statement_no_header`, `statement_bad_rows` with the first rows that cannot be
    read, `statement_empty`, `statement_too_long`, `statement_no_total`, `statement_wrong_total`
    with both sums, and what `open_table` raises.
    """
    table = open_table(path)
    places, start = _header(table.rows)
    reader = _Reader(places)
    for number, row in enumerate(table.rows, start + 1):
        reader.take(number, row)
    return reader.done()


class _Reader:
    """Reads row by row and keeps what is wrong."""

    def __init__(self, places: Mapping[Part, int]) -> None:
        self.places = places
        self.rows: list[StatementRow] = []
        self.faults: list[str] = []
        self.total: Money | None = None

    def take(self, number: int, row: Sequence[object]) -> None:
        """Read one row: blank, total or a line."""
        texts = [text_of(cell) for cell in row]
        first = next((text for text in texts if text), "")
        if not first:
            return
        if first.startswith(_TOTALS):
            self.total = self._amount(number, row)
            return
        if len(self.rows) + len(self.faults) >= MOST_LINES:
            raise Invalid(
                "statement_too_long", f"对账单超过 {MOST_LINES:,} 行，请按日期分成几份上传。"
            )
        found = self._line(number, row)
        if found is not None:
            self.rows.append(found)

    def done(self) -> Statement:
        """Give the whole statement, its total checked."""
        if self.faults:
            more = "；等" if len(self.faults) > MOST_NAMED else ""
            named = "；".join(self.faults[:MOST_NAMED])
            raise Invalid("statement_bad_rows", f"有读不出的行，整份没有收：{named}{more}。")
        if not self.rows:
            raise Invalid("statement_empty", "对账单里没有收款。请核对后再上传。")
        if self.total is None:
            raise Invalid(
                "statement_no_total", "最后缺少“合计”一行。请写上合计金额，用来核对文件是否完整。"
            )
        summed = Money.sum(row.amount for row in self.rows)
        if summed != self.total:
            raise Invalid(
                "statement_wrong_total",
                f"各行相加是 {summed} 元，合计写的是 {self.total} 元，两个数对不上，"
                "整份没有收。请核对后再上传。",
            )
        return Statement(tuple(self.rows), summed)

    def _line(self, number: int, row: Sequence[object]) -> StatementRow | None:
        amount = self._amount(number, row)
        day = date_of(self._cell(row, Part.DAY))
        reference = text_of(self._cell(row, Part.REFERENCE))
        if day is None:
            self._fault(number, Part.DAY, "不是日期")
        if not reference or len(reference) > LONGEST_REFERENCE:
            self._fault(number, Part.REFERENCE, f"没有填写或超过 {LONGEST_REFERENCE} 个字")
        if amount is None or day is None or not reference or len(reference) > LONGEST_REFERENCE:
            return None
        payer = text_of(self._cell(row, Part.PAYER))[:LONGEST_WORDS]
        remark = text_of(self._cell(row, Part.REMARK))[:LONGEST_WORDS]
        return StatementRow(number, day, amount, payer, reference, remark)

    def _amount(self, number: int, row: Sequence[object]) -> Money | None:
        """Read an amount that is kept as text: a number cell may have lost its last digits."""
        cell = self._cell(row, Part.AMOUNT)
        if not isinstance(cell, str):
            self._fault(number, Part.AMOUNT, "要存成文本（如 1204.30），不能存成数字")
            return None
        try:
            amount = Money.from_yuan(cell)
        except Invalid:
            self._fault(number, Part.AMOUNT, "不是金额")
            return None
        if amount.fen <= 0:
            self._fault(number, Part.AMOUNT, "应大于零，退款不要写在这份表里")
            return None
        return amount

    def _cell(self, row: Sequence[object], part: Part) -> object:
        return cell_at(row, self.places[part])

    def _fault(self, number: int, part: Part, words: str) -> None:
        self.faults.append(f"第 {number} 行 {column_letter(self.places[part])} 列“{part}”{words}")


def _header(rows: Iterator[Row]) -> tuple[Mapping[Part, int], int]:
    """Find the header within the first rows; raises Invalid naming the columns that are missing."""
    best: dict[Part, int] = {}
    for number in range(1, HEADER_WITHIN + 1):
        row = next(rows, None)
        if row is None:
            break
        places: dict[Part, int] = {}
        for place, cell in enumerate(row):
            part = _KNOWN.get(plain_title(cell))
            if part is not None:
                places.setdefault(part, place)
        if len(places) == len(Part):
            return places, number
        best = max(best, places, key=len)
    missing = "”“".join(part for part in Part if part not in best)
    raise Invalid("statement_no_header", f"对账单的表头里缺少“{missing}”。请加上后再上传。")
