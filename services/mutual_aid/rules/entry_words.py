"""An entry read out in plain Chinese: what one line of a claim asks for."""

from collections.abc import Mapping

from backend.kernel.money import Money
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.pack import Benefit, Kind

_NAMES = {
    "unit_supplementary": "单位补充医疗保险",
    "commercial_supplementary": "商业补充保险",
    "medical_assistance": "医疗救助",
}
_SCALARS = {Kind.PER_DIEM: "days", Kind.CLASS_TABLE: "class", Kind.GRADED_TABLE: "grade"}


def entry_words(benefit: Benefit, entry: object) -> str:
    """Say an entry; what is not as the format wants it is said as it stands."""
    if not isinstance(entry, Mapping):
        entry = {_SCALARS.get(benefit.kind, "amount"): entry}
    words = [
        said
        for said in (
            _money("金额", entry.get("amount")),
            _parts("按结算周期", entry.get("cycles")),
            _parts("逐日", entry.get("daily")),
            _plain("{} 天", entry.get("days")),
            _plain("类别 {}", entry.get("class")),
            _plain("等级 {}", entry.get("grade")),
        )
        if said
    ]
    offsets = entry.get("offsets")
    if isinstance(offsets, Mapping):
        words += [_money(f"{_NAMES.get(name, name)}已付", paid) for name, paid in offsets.items()]
    return "，".join(words)


def _plain(form: str, value: object) -> str:
    return "" if value is None else form.format(value)


def _money(name: str, written: object) -> str:
    if written is None:
        return ""
    fen = read_money(written)
    return f"{name} {written}" if fen is None else f"{name} {Money(fen)} 元"


def _parts(name: str, parts: object) -> str:
    if not isinstance(parts, list):
        return ""
    return f"{name} " + "、".join(_money("", part).strip() for part in parts)
