"""Data files read as an insurance office may send them, and what is wrong with them."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from backend.kernel.errors import Invalid
from services.mutual_aid.feeds import blocks
from services.mutual_aid.feeds.blocks import CsvFeed, ParquetFeed
from services.mutual_aid.feeds.checks import FeedRule, checked
from services.mutual_aid.feeds.survey import Survey, survey
from services.mutual_aid.feeds.totals import Totals

RULE = FeedRule(
    2026,
    frozenset({"outpatient"}),
    frozenset({"inpatient"}),
    {"inpatient": 90},
    frozenset({"model_worker"}),
)
HEAD = "row,id_number,year,item,event,amount,offset,group,days"
ONE, TWO = "11010119800101001X", "110101198001010028"
GOOD = f"1,{ONE},2026,outpatient,,3800.03,,,"


def feed(*lines: str, encoding: str = "utf-8", head: str = HEAD) -> CsvFeed:
    """Give a file of these lines, in pieces of odd sizes."""
    content = "\n".join([head, *lines]).encode(encoding)

    def pieces() -> Iterable[bytes]:
        for start in range(0, len(content), 7):
            yield content[start : start + 7]

    return CsvFeed(pieces)


def faults(*lines: str) -> list[str | None]:
    """Give the fault of each row."""
    file = feed(*lines)
    list(file.survey())
    return [fault for block in file.rows(0, 1) for fault in checked(block, RULE)["fault"]]


def refusal(file: CsvFeed | ParquetFeed, said: Totals | None = None) -> Invalid:
    """Give why a file is no file to be taken."""
    with pytest.raises(Invalid) as refused:
        survey(file, said)
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_either_encoding(encoding: str) -> None:
    head = "行号,身份证号,年度,项目,累计金额（分）"
    file = feed(f"1,{ONE},2026,outpatient,380003", "合计,1,3800.03", encoding=encoding, head=head)
    assert survey(file, None).totals == Totals(1, 380_003)
    (block,) = file.rows(0, 1)
    row = checked(block, RULE).row(0, named=True)
    assert (row["identity"], row["amount_fen"], row["fault"]) == (ONE, 380_003, None)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"x,{ONE},2026,outpatient,,1,,,", "bad_shape"),
        (f"1,{ONE},2026,outpatient,,1,,,,more", "bad_shape"),
        ("1,1101011980,2026,outpatient,,1,,,", "bad_id_number"),
        (f"1,{ONE},2025,outpatient,,1,,,", "wrong_year"),
        (f"1,{ONE},2026,dental,,1,,,", "unknown_item"),
        (f"1,{ONE},2026,outpatient,2,1,,,", "bad_event"),
        (f"1,{ONE},2026,inpatient,0,1,,,", "bad_event"),
        (f"1,{ONE},2026,inpatient,1,1,,,91", "too_many_days"),
        (f"1,{ONE},2026,outpatient,,1.005,,,", "bad_amount"),
        (f"1,{ONE},2026,outpatient,,-1,,,", "bad_amount"),
        (f"1,{ONE},2026,outpatient,,1e3,,,", "bad_amount"),
        (f"1,{ONE},2026,outpatient,,,,,", "bad_amount"),
        (f"1,{ONE},2026,outpatient,,1,-1,,", "bad_amount"),
        (f"1,{ONE},2026,outpatient,,1,,rich,", "unknown_group"),
        (f"1,{ONE.lower()},2026,inpatient,,1,2,model_worker,90", None),
    ],
)
def test_each_row_is_refused_for_what_is_wrong_with_it(row: str, fault: str | None) -> None:
    assert faults(row) == [fault]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([GOOD], "data_no_totals"),
        ([GOOD, "合计,2,3800.03"], "data_rows"),
        ([GOOD, "合计,1,3800.04"], "data_sum"),
        ([GOOD.replace("1,", "2,", 1), "合计,1,3800.03"], "data_order"),
        ([GOOD, "合计,1"], "data_totals"),
        (["合计,0,0"], "data_empty"),
    ],
)
def test_missing_repeated_and_altered_rows_refuse_the_whole_file(
    lines: list[str], code: str
) -> None:
    assert refusal(feed(*lines)).code == code


def test_an_unreadable_amount_is_named_where_the_sum_does_not_agree() -> None:
    found = refusal(feed(GOOD.replace("3800.03", "3800,03"), "合计,1,3800.03"))
    assert found.code == "data_sum"
    found = refusal(feed(GOOD.replace("3800.03", "x"), "合计,1,3800.03"))
    assert "第 1 行的金额读不出来" in found.message


@pytest.mark.parametrize(
    "head",
    ["row,id_number,year,item", "row,id_number,year,item,amount,sum", f"{HEAD},row"],
)
def test_a_header_that_does_not_fit_is_refused(head: str) -> None:
    assert refusal(feed(GOOD, "合计,1,3800.03", head=head)).code == "data_columns"


def test_rows_that_repeat_others_are_found_over_the_whole_file() -> None:
    stay = f",{TWO},2026,inpatient,1,100,,,"
    other = f",{ONE},2026,inpatient,1,{{}},,,"
    lines = [f"1{stay}", f"2{other.format(5)}", f"3{stay}", f"4{other.format(6)}"]
    found: Survey = survey(feed(*lines, "合计,4,211"), None)
    assert sorted(found.doubles.iter_rows()) == [
        (2, "conflicting"),
        (3, "repeated"),
        (4, "conflicting"),
    ]


def test_reading_goes_on_where_it_was_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 200)
    monkeypatch.setattr(blocks, "HELD_BACK_BYTES", 60)
    rows = [f"{one},{ONE},2026,inpatient,{one},{one}.50,,," for one in range(1, 41)]
    file = feed(*rows, f"合计,40,{sum(range(1, 41)) + 20}")
    assert survey(file, None).totals.rows == 40
    whole = list(file.rows(0, 1))
    assert len(whole) > 3
    cut = whole[1]
    rest = list(file.rows(cut.end, cut.first_row + cut.frame.height))
    assert [one.first_row for one in rest] == [one.first_row for one in whole[2:]]
    assert pl.concat([b.frame for b in rest]).equals(pl.concat([b.frame for b in whole[2:]]))


def test_a_parquet_holds_text_whole_numbers_or_decimals(tmp_path: Path) -> None:
    path = tmp_path / "d.parquet"
    frame = pl.DataFrame(
        {
            "row": [1, 2],
            "id_number": [ONE, TWO],
            "year": [2026, 2026],
            "item": ["outpatient", "outpatient"],
            "amount": pl.Series([Decimal("3800.03"), Decimal(1)], dtype=pl.Decimal(12, 2)),
        }
    )
    frame.write_parquet(path)
    file = ParquetFeed(path)
    assert survey(file, Totals(2, 380_103)).totals == Totals(2, 380_103)
    assert [checked(b, RULE)["fault"].to_list() for b in file.rows(1, 2)] == [[None]]
    frame.with_columns(pl.col("amount").cast(pl.Float64)).write_parquet(path)
    found = refusal(ParquetFeed(path), Totals(2, 380_103))
    assert (found.code, "“amount”列是浮点数" in found.message) == ("data_float", True)
