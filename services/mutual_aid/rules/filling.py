"""Filling in an entry of section 10: which fields an item asks for, and which one is wrong.

The evaluator stops with a code; a person needs the name of the field and what to write there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.kernel.money import Money
from services.mutual_aid.rules.entries import (
    FIELDS,
    EvaluationError,
    limit_of,
    parts_due,
    read_events,
)
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.pack import Benefit, Kind, Pack

MOST_DAYS = 3660
# The day in the cover follows from the dates; nobody is asked for it.
REST = frozenset({"day"})
FIELD_LABELS: dict[str, str] = {
    "amount": "金额",
    "cycles": "各结算周期的金额",
    "daily": "每天的金额",
    "days": "天数",
    "class": "类别",
    "grade": "等级",
    "offsets": "其他保障已付的金额",
}
OFFSET_LABELS: dict[str, str] = {
    "commercial_supplementary": "商业补充保险已付",
    "medical_assistance": "医疗救助已付",
    "unit_supplementary": "单位补充保险已付",
}
_ROWS = {"death": "身故", "full_disability": "全残"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry: the field (a path inside the entry) and what to do about it."""

    field: str
    message: str


def benefit_of(pack: Pack, item: str) -> Benefit | None:
    """Find a benefit of a plan by its item."""
    return next((one for one in pack.benefits if one.item == item), None)


def asked(benefit: Benefit) -> list[str]:
    """Name the fields that a person is asked for, in the order of a form."""
    limit, parts, _ = limit_of(benefit)
    found: list[str] = [
        name for name in ("class", "grade", "amount") if name in FIELDS[benefit.kind]
    ]
    if limit is not None or benefit.kind is Kind.PER_DIEM:
        found.append("days")
    if limit is not None:
        found.append(parts)
    return [*found, "offsets"] if other_payers(benefit) else found


def other_payers(benefit: Benefit) -> list[str]:
    """Name the payers a person is asked about; what another plan paid is known here."""
    return sorted(name for name in benefit.offsets if not name.startswith("plan_"))


def offset_label(name: str) -> str:
    """Name another payer; a name that nobody translated is shown as it is."""
    return OFFSET_LABELS.get(name, name)


def row_label(benefit: Benefit, row: str) -> str:
    """Name a row of a table."""
    return _ROWS.get(row) or f"{row} {'类' if benefit.kind is Kind.CLASS_TABLE else '级'}"


def fault_of(benefit: Benefit, entry: Mapping[str, object]) -> Fault | None:
    """Find what is wrong with an entry for this item; None when it can be computed."""
    for name in entry:
        if name not in FIELDS[benefit.kind] - REST:
            label = FIELD_LABELS.get(name, name)
            return Fault(name, f"“{benefit.title}”不填“{label}”，请删去这一项。")
    found = _CHECKS[benefit.kind](benefit, entry)
    if found is not None:
        return found
    try:
        read_events(benefit, [entry])
    except EvaluationError:
        return Fault("", f"“{benefit.title}”填得不完整，请对照单据重新填写。")
    return None


def entry_words(benefit: Benefit, entry: Mapping[str, object]) -> list[tuple[str, str]]:
    """Read an entry out: name and value of each answer."""
    words: list[tuple[str, str]] = []
    for name in asked(benefit):
        value = entry.get(name)
        if value is None or name == "offsets":
            continue
        if name in {"class", "grade"}:
            words.append((FIELD_LABELS[name], row_label(benefit, str(value))))
        elif isinstance(value, list):
            words.append((FIELD_LABELS[name], "、".join(_yuan(part) for part in value)))
        else:
            words.append((FIELD_LABELS[name], f"{value} 天" if name == "days" else _yuan(value)))
    offsets = entry.get("offsets")
    if isinstance(offsets, Mapping):
        words += [(offset_label(name), _yuan(amount)) for name, amount in offsets.items()]
    return words


def _yuan(value: object) -> str:
    fen = read_money(value)
    return str(value) if fen is None else f"{Money(fen)} 元"


def _money_fault(benefit: Benefit, entry: Mapping[str, object]) -> Fault | None:
    limit, name, _ = limit_of(benefit)
    days = entry.get("days")
    if days is not None and (type(days) is not int or not 0 <= days <= MOST_DAYS):
        return Fault("days", f"“天数”应是 0 到 {MOST_DAYS} 之间的整数。")
    if limit is not None and isinstance(days, int) and days > limit:
        found = _parts_fault(benefit, entry, days)
    else:
        found = _amount_fault(entry, name, limit)
    return found or _offset_fault(benefit, entry)


def _amount_fault(entry: Mapping[str, object], name: str, limit: int | None) -> Fault | None:
    if name and name in entry:
        return Fault(
            name, f"不超过 {limit} 天的，不用分开填“{FIELD_LABELS[name]}”，请只填一个“金额”。"
        )
    if "amount" not in entry:
        return Fault("amount", "请填写“金额”。")
    if read_money(entry["amount"]) is None:
        return Fault("amount", "“金额”应写成 1204.30 这样的数字，最多两位小数，不能是负数。")
    return None


def _parts_fault(benefit: Benefit, entry: Mapping[str, object], days: int) -> Fault | None:
    limit, name, _ = limit_of(benefit)
    label, due = FIELD_LABELS[name], parts_due(benefit, days)
    if "amount" in entry:
        return Fault("amount", f"超过 {limit} 天的，请不填“金额”，改填“{label}”共 {due} 个。")
    parts = entry.get(name)
    if not isinstance(parts, list) or len(parts) != due:
        got = len(parts) if isinstance(parts, list) else 0
        return Fault(name, f"{days} 天应填 {due} 个“{label}”，您填了 {got} 个。")
    for place, part in enumerate(parts):
        if read_money(part) is None:
            return Fault(
                f"{name}/{place}", f"“{label}”的第 {place + 1} 个应写成 1204.30 这样的数字。"
            )
    return None


def _offset_fault(benefit: Benefit, entry: Mapping[str, object]) -> Fault | None:
    offsets = entry.get("offsets", {})
    if not isinstance(offsets, Mapping):
        return Fault("offsets", "“其他保障已付的金额”应逐项填写。")
    for name, amount in offsets.items():
        if name not in benefit.offsets:
            return Fault(
                f"offsets/{name}", f"“{benefit.title}”不减“{offset_label(name)}”，请删去。"
            )
        if read_money(amount) is None:
            return Fault(f"offsets/{name}", f"“{offset_label(name)}”应写成 1204.30 这样的数字。")
    return None


def _days_fault(_: Benefit, entry: Mapping[str, object]) -> Fault | None:
    days = entry.get("days")
    if type(days) is not int or not 1 <= days <= MOST_DAYS:
        return Fault("days", f"请填写“天数”，应是 1 到 {MOST_DAYS} 之间的整数。")
    return None


def _row_fault(benefit: Benefit, entry: Mapping[str, object]) -> Fault | None:
    name = "class" if benefit.kind is Kind.CLASS_TABLE else "grade"
    row = entry.get(name)
    if not isinstance(row, str) or row not in benefit.table:
        rows = "、".join(row_label(benefit, row) for row in benefit.table)
        return Fault(name, f"请从列出的“{FIELD_LABELS[name]}”里选一个：{rows}。")
    return None


_CHECKS: dict[Kind, Callable[[Benefit, Mapping[str, object]], Fault | None]] = {
    Kind.EXCESS_RATE: _money_fault,
    Kind.RATIO: _money_fault,
    Kind.LOSS_RATIO: _money_fault,
    Kind.PER_DIEM: _days_fault,
    Kind.CLASS_TABLE: _row_fault,
    Kind.GRADED_TABLE: _row_fault,
}
