"""A bank statement: read to the fen, or refused with the row and what is wrong with it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from services.mutual_aid.roster.statement import MOST_LINES, read_statement
from tests.services.mutual_aid.roster.files import workbook

TITLES = ("日期", "金额", "付款人", "流水号", "附言")
GOOD = ("2026-11-20", "1,204.30", "某厂工会", "YH1", "会费")
TOTAL = ("合计", "1204.30", "", "", "")


def test_columns_stand_in_any_order_under_their_usual_names(tmp_path: Path) -> None:
    rows = [
        ("会费收款明细",),
        ("摘要", "交易流水号", "对方名称", "贷方金额", "记账日期"),
        ("互助会费", "YH1", "某厂工会", "60", "20261120"),
        ("互助会费", "YH2", "某厂工会", "40.05", "2026年11月21日"),
        ("总计", "", "", "100.05", ""),
    ]
    found = read_statement(workbook(tmp_path / "s.xlsx", rows))
    assert found.total == Money(10_005)
    assert [(row.row_number, row.amount.fen, f"{row.paid_on}") for row in found.rows] == [
        (3, 6_000, "2026-11-20"),
        (4, 4_005, "2026-11-21"),
    ]


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ([TITLES[:4], GOOD, TOTAL], "statement_no_header", "缺少“附言”"),
        ([TITLES, GOOD], "statement_no_total", "缺少“合计”"),
        ([TITLES, GOOD, ("合计", "1204.31")], "statement_wrong_total", "1,204.31 元"),
        ([TITLES, ("合计", "1.00")], "statement_empty", "没有收款"),
        ([TITLES, ("某日", *GOOD[1:]), TOTAL], "statement_bad_rows", "第 2 行 A 列“日期”"),
        ([TITLES, (GOOD[0], "六十", *GOOD[2:]), TOTAL], "statement_bad_rows", "第 2 行 B 列“金额”"),
        ([TITLES, (GOOD[0], "1.234", *GOOD[2:]), TOTAL], "statement_bad_rows", "不是金额"),
        ([TITLES, (GOOD[0], "-60", *GOOD[2:]), TOTAL], "statement_bad_rows", "应大于零"),
        ([TITLES, (GOOD[0], 1204.3, *GOOD[2:]), TOTAL], "statement_bad_rows", "要存成文本"),
        ([TITLES, (*GOOD[:3], "", "x"), TOTAL], "statement_bad_rows", "“流水号”没有填写"),
        ([TITLES, *[GOOD] * (MOST_LINES + 1), TOTAL], "statement_too_long", "2,000 行"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(
    tmp_path: Path, rows: Sequence[Sequence[object]], code: str, words: str
) -> None:
    with pytest.raises(Invalid) as caught:
        read_statement(workbook(tmp_path / "s.xlsx", rows))
    assert caught.value.code == code
    assert words in caught.value.message
