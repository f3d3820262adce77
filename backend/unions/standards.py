"""Local standards 地方标准: dated figures with their source, never constants (RX.14).

The shipped defaults stand in `standards.json` next to this file and are loaded as rows without a
union; a union's own row wins over those above it, a later start over an earlier one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from backend.audit import trail
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict, Invalid
from backend.unions.models import Standard, Union

# Asked in many decisions: as plain SQL it need not be built by the ORM each time.
_IN_FORCE = """
SELECT s.* FROM unions_standard s LEFT JOIN unions_union u ON u.id = s.union_id
 WHERE s.code = %s AND (s.union_id IS NULL OR s.union_id = ANY(%s))
   AND s.valid_from <= %s AND (s.valid_to IS NULL OR s.valid_to >= %s)
 ORDER BY u.level DESC NULLS LAST, s.valid_from DESC
 LIMIT 1"""
_EACH_IN_FORCE = """
SELECT DISTINCT ON (s.code) s.*
  FROM unions_standard s LEFT JOIN unions_union u ON u.id = s.union_id
 WHERE s.code = ANY(%s) AND (s.union_id IS NULL OR s.union_id = ANY(%s))
   AND s.valid_from <= %s AND (s.valid_to IS NULL OR s.valid_to >= %s)
 ORDER BY s.code, u.level DESC NULLS LAST, s.valid_from DESC"""
DEFAULTS = Path(__file__).with_name("standards.json")


@dataclass(frozen=True, slots=True)
class Default:
    """One shipped default; `value` is JSON: fen as whole numbers, rates as decimal text."""

    code: str
    value: Any
    unit: str
    valid_from: date
    source: str
    verified: bool
    note: str


@cache
def defaults() -> tuple[Default, ...]:
    """Read the documented file of defaults."""
    content = json.loads(DEFAULTS.read_text(encoding="utf-8"))
    return tuple(
        Default(**{**row, "valid_from": date.fromisoformat(row["valid_from"])})
        for row in content["standards"]
    )


def load_defaults() -> int:
    """Enter the shipped defaults that are not in the database yet; gives how many were new."""
    known = set(Standard.objects.filter(union=None).values_list("code", "valid_from"))
    fresh = [
        Standard(
            code=one.code,
            union=None,
            valid_from=one.valid_from,
            value=one.value,
            unit=one.unit,
            source=one.source,
            verified=one.verified,
        )
        for one in defaults()
        if (one.code, one.valid_from) not in known
    ]
    return len(Standard.objects.bulk_create(fresh, ignore_conflicts=True))


def enter(
    code: str,
    union: Union,
    value: Any,
    *,
    valid_from: date,
    unit: str,
    source: str,
    actor: ActorLike,
    valid_to: date | None = None,
    verified: bool = False,
) -> Standard:
    """Enter a figure of a union's own, with its source, in the caller's transaction.

    Raises Conflict `standard_exists` where one with the same start stands: figures are dated,
    never overwritten. Raises Invalid `source_missing`, `bad_period`, `float_value`.
    """
    _check(value, valid_from=valid_from, valid_to=valid_to, source=source)
    same = Standard.objects.filter(code=code, union=union, valid_from=valid_from)
    if same.exists():
        raise Conflict("standard_exists", "这一天起的标准已经登记过，请换一个起始日期，不要覆盖。")
    standard = Standard.objects.create(
        code=code,
        union=union,
        value=value,
        valid_from=valid_from,
        valid_to=valid_to,
        unit=unit,
        source=source,
        verified=verified,
    )
    trail.record(actor, "standard.enter", standard, union_id=union.pk, fields=[code])
    return standard


def _check(value: Any, *, valid_from: date, valid_to: date | None, source: str) -> None:
    if not source.strip():
        raise Invalid("source_missing", "请写明这个标准的依据（文件名和文号）。")
    if valid_to is not None and valid_to < valid_from:
        raise Invalid("bad_period", "截止日期不能早于起始日期。")
    if isinstance(value, float):
        raise Invalid("float_value", "金额请按分填整数，比例请按文本填写，例如“0.05”。")


def find(code: str, union: Union, on: date) -> Standard | None:
    """Give the standard in force for a union on a day: nearest up the tree, latest start."""
    rows = Standard.objects.raw(_IN_FORCE, [code, _line(union), on, on])
    return next(iter(rows), None)


def value(code: str, union: Union, on: date) -> Any:
    """Give the figure in force; raises Conflict `standard_missing` where none was entered."""
    return _figure(find(code, union, on), code, union, on)


def whole(code: str, union: Union, on: date) -> int:
    """Give a figure that is a whole number (fen, days, persons)."""
    return _whole(value(code, union, on), code)


def wholes(codes: Sequence[str], union: Union, on: date) -> list[int]:
    """Give several figures that are whole numbers, in the order asked, by one statement."""
    rows = Standard.objects.raw(_EACH_IN_FORCE, [list(codes), _line(union), on, on])
    found = {row.code: row for row in rows}
    return [_whole(_figure(found.get(code), code, union, on), code) for code in codes]


def exact(code: str, union: Union, on: date) -> Decimal:
    """Give a rate or share that is written as decimal text."""
    try:
        return Decimal(str(value(code, union, on)))
    except InvalidOperation:
        raise Conflict(
            "standard_not_decimal", f"标准“{label(code)}”应为小数，请更正后再办理。"
        ) from None


def _line(union: Union) -> list[int]:
    return [key for key in union.ancestors if key is not None]


def _figure(standard: Standard | None, code: str, union: Union, on: date) -> Any:
    if standard is None:
        raise Conflict(
            "standard_missing",
            f"{union.name} {on.year} 年的标准“{label(code)}”还没有录入，请先请上级工会录入再办理。",
        )
    return standard.value


def _whole(figure: Any, code: str) -> int:
    if type(figure) is not int:
        raise Conflict("standard_not_whole", f"标准“{label(code)}”应为整数，请更正后再办理。")
    return figure


_LABELS = {
    "accounts.payee_cool_off_hours": "收款账户变更后的等待时间",
    "hardship.dibao_line_fen": "最低生活保障标准（每人每月）",
    "hardship.notice_workdays": "公示天数",
    "mutual_aid.hardship_offer_share": "提示申请困难帮扶的自付比例",
    "mutual_aid.reference_income_fen": "参考年收入",
    "statistics.smallest_cell": "最小公开人数",
}


def label(code: str) -> str:
    """Name a standard for a reader; the code itself where no name is known."""
    return _LABELS.get(code, code)
