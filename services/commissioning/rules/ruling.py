"""Which disputed figures can be recognized otherwise, and how the recognized one is read (R9.22).

A count, a mean, a share or a stated figure can be found wrong by who answers a dispute. Money that
follows from contract, ledger and reports is put right there, and the verdict follows by itself.
"""

import re
from collections.abc import Mapping

from backend.kernel.errors import FieldError, Invalid
from services.commissioning.rules.figures import FIGURES, TARGET, Unit, hundredths, written

ON_TIME = "on_time"
KEY_OF_SOURCE: Mapping[str, str] = {
    "persons": "persons",
    "sessions": "sessions",
    "satisfaction": "stars",
    "on_time": ON_TIME,
    "unit_cost": "unit_cost_fen",
}
"""A target of this source is the same number as the figure of this code."""

RULABLE = frozenset(
    {"persons", "sessions", "confirmations", "provider_count", *KEY_OF_SOURCE.values()}
)
FULL_STARS, FULL_SHARE, MOST = 500, 10_000, 10**11
HUNDREDTHS = 100
_NUMBER = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?")


def key_of(figure: str, sources: Mapping[str, str]) -> str:
    """Give the number that a disputed figure is about; `sources` by the targets' codes.

    Empty where nothing can be recognized: it follows from contract, ledger or other figures.
    """
    if figure.startswith(TARGET):
        source = sources.get(figure.removeprefix(TARGET), "")
        return KEY_OF_SOURCE.get(source, figure)
    return figure if figure in RULABLE else ""


def read(key: str, text: str) -> int | None:
    """Read the recognized number in the unit of its key; None where none can be recognized.

    Raises Invalid `ruled_missing`, `ruled_not_asked`, `bad_number`.
    """
    plain = text.strip()
    if not key:
        if plain:
            raise _wrong(
                "ruled_not_asked",
                "这个数字由协议、账目、报告或其他指标得出，不能直接认定，请不要填写认定的数字。",
            )
        return None
    if not plain:
        raise _wrong("ruled_missing", "请填写认定的数字，绩效会按它重新计算。")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise _wrong("bad_number", "认定的数字只写数，最多两位小数，不带单位，例如 13 或 4.5。")
    value = int(found[1]) * HUNDREDTHS + int((found[2] or "0").ljust(2, "0"))
    if key in FIGURES and FIGURES[key].unit is Unit.COUNT:
        whole, rest = divmod(value, HUNDREDTHS)
        if rest:
            raise _wrong("bad_number", "人数、人次和场次要填整数。")
        return whole
    _within(key, value)
    return value


def shown(key: str, value: int) -> str:
    """Write a recognized number for a reader."""
    return f"{hundredths(value)}%" if key == ON_TIME else written(key, value)


def _within(key: str, value: int) -> None:
    limit = {"stars": FULL_STARS, ON_TIME: FULL_SHARE}.get(key, MOST)
    if value > limit:
        raise _wrong("bad_number", f"认定的数字不能大于 {hundredths(limit)}。")


def _wrong(code: str, words: str) -> Invalid:
    return Invalid(code, words, [FieldError("/ruled", code, words)])
