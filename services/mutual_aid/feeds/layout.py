"""Columns of a data file: their names, which must be there, which types a Parquet may give."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import polars as pl

from backend.kernel.errors import Invalid

MOST_COLUMNS = 40


class Column(StrEnum):
    """A column by its name in the file."""

    ROW = "row"
    ID_NUMBER = "id_number"
    ID_INDEX = "id_index"
    YEAR = "year"
    ITEM = "item"
    EVENT = "event"
    DAYS = "days"
    AMOUNT = "amount"
    AMOUNT_FEN = "amount_fen"
    OFFSET = "offset"
    OFFSET_FEN = "offset_fen"
    GROUP = "group"
    DATE = "date"


CHINESE: dict[str, Column] = {
    "行号": Column.ROW,
    "身份证号": Column.ID_NUMBER,
    "身份证号索引": Column.ID_INDEX,
    "年度": Column.YEAR,
    "项目": Column.ITEM,
    "次序": Column.EVENT,
    "天数": Column.DAYS,
    "累计金额": Column.AMOUNT,
    "累计金额（分）": Column.AMOUNT_FEN,
    "抵扣金额": Column.OFFSET,
    "抵扣金额（分）": Column.OFFSET_FEN,
    "人群": Column.GROUP,
    "日期": Column.DATE,
}
_WORDS = {column: words for words, column in CHINESE.items()}
_REQUIRED = (Column.ROW, Column.YEAR, Column.ITEM)
_EITHER = (
    (Column.ID_NUMBER, Column.ID_INDEX),
    (Column.AMOUNT, Column.AMOUNT_FEN),
)
_AT_MOST_ONE = ((Column.OFFSET, Column.OFFSET_FEN),)
_WHOLE = (Column.ROW, Column.YEAR, Column.EVENT, Column.DAYS)
_FEN = (Column.AMOUNT_FEN, Column.OFFSET_FEN)
_YUAN = (Column.AMOUNT, Column.OFFSET)


def read_titles(titles: Sequence[str]) -> list[Column]:
    """Give the columns that the titles name.

    Raises Invalid `data_columns` naming the title that is unknown, doubled or missing.
    """
    found: list[Column] = []
    for title in titles[: MOST_COLUMNS + 1]:
        plain = title.strip().strip('"').strip("\ufeff").strip()
        column = CHINESE.get(plain) or (Column(plain) if plain in set(Column) else None)
        if column is None:
            raise _refused(f"表头里的“{plain[:30]}”不是规定的列名")
        if column in found:
            raise _refused(f"表头里“{_WORDS[column]}”出现了两次")
        found.append(column)
    for column in _REQUIRED:
        if column not in found:
            raise _refused(f"表头缺少“{_WORDS[column]}”（{column}）一列")
    for one, other in _EITHER:
        if (one in found) == (other in found):
            raise _refused(f"“{_WORDS[one]}”和“{_WORDS[other]}”应当有且只有一列")
    for one, other in _AT_MOST_ONE:
        if one in found and other in found:
            raise _refused(f"“{_WORDS[one]}”和“{_WORDS[other]}”只能有一列")
    return found


def check_types(schema: Mapping[str, pl.DataType]) -> None:
    """Refuse a column of a Parquet whose type could not hold an exact value, by its name.

    Raises Invalid `data_float` for a floating-point column, `data_columns` for other types.
    """
    for title, kind in schema.items():
        column = read_column(title)
        if kind.is_float():
            raise Invalid(
                "data_float",
                f"“{title}”列是浮点数，会丢掉分。请改成十进制文字，或以分为单位的整数，再上传。",
            )
        is_text, is_whole = kind == pl.String, kind.is_integer()
        is_exact = isinstance(kind, pl.Decimal)
        is_date = kind == pl.Date and column is Column.DATE
        allowed = is_text or (is_exact and column in _YUAN) or (is_whole and column in _WHOLE)
        if not (allowed or is_date or (is_whole and column in _FEN)):
            raise _refused(f"“{title}”列的类型是 {kind}，应为文字")


def read_column(title: str) -> Column:
    """Give the column of one title; raises Invalid `data_columns`."""
    plain = title.strip()
    column = CHINESE.get(plain) or (Column(plain) if plain in set(Column) else None)
    if column is None:
        raise _refused(f"表头里的“{plain[:30]}”不是规定的列名")
    return column


def _refused(what: str) -> Invalid:
    return Invalid("data_columns", f"{what}。请按数据文件格式说明改好表头，再上传。")
