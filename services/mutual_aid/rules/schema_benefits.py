"""The shape of the six benefit kinds (section 7): every kind has its own fields and no other."""

from collections.abc import Mapping

from services.mutual_aid.rules.reading import PackError
from services.mutual_aid.rules.shape import (
    Spec,
    array,
    boolean,
    choice,
    integer,
    mapping,
    money,
    name,
    nullable,
    rate,
    record,
    text,
)


def benefit(value: object, path: str) -> None:
    """Describe one benefit by its kind; a field of another kind is unknown."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind == "graded_table" and isinstance(value, dict):
        spec = _GRADED_BY_RATE if value.get("unit") == "rate" else _GRADED_BY_AMOUNT
    elif isinstance(kind, str) and kind in _BENEFITS:
        spec = _BENEFITS[kind]
    else:
        raise PackError(f"{path}/kind", "must be one of the six benefit kinds")
    spec(value, path)


def rate_or_rates(value: object, path: str) -> None:
    """Describe a group rate of `excess_rate`: one rate, or one for each band."""
    (array(rate, least=1) if isinstance(value, list) else rate)(value, path)


def _benefit(required: Mapping[str, Spec], optional: Mapping[str, Spec]) -> Spec:
    common: dict[str, Spec] = {
        "title": text,
        "cap_event": money,
        "cap_period": money,
        "cap_life": money,
        "exclusive_group": name,
    }
    return record({"kind": text, "item": name, **required}, {**common, **optional})


_OFFSETS = array(name, least=1, unique=True)
_PER = choice("event", "period")
_STACKING = choice("sum", "highest", "once")
_BAND = record({"upto": nullable(money), "rate": rate})
_BENEFITS: dict[str, Spec] = {
    "excess_rate": _benefit(
        {"base": name, "bands": array(_BAND, least=1)},
        {
            "offsets": _OFFSETS,
            "per": _PER,
            "deductible_first": money,
            "deductible_next": money,
            "stay_split_days": integer(1),
            "rate_by_group": mapping(name, rate_or_rates, least=1),
        },
    ),
    "ratio": _benefit(
        {"base": name, "rate": rate},
        {
            "offsets": _OFFSETS,
            "per": _PER,
            "max_days": integer(1),
            "rate_by_group": mapping(name, rate, least=1),
        },
    ),
    "per_diem": _benefit(
        {"rate_per_day": money},
        {
            "free_days": integer(0),
            "max_days": integer(0),
            "max_days_period": integer(0),
            "per_share": boolean,
        },
    ),
    "class_table": _benefit(
        {"classes": mapping(name, money, least=1), "stacking": _STACKING},
        {"per_share": boolean},
    ),
    "loss_ratio": _benefit(
        {"base": name, "rate": rate},
        {
            "offsets": _OFFSETS,
            "per": _PER,
            "threshold": money,
            "min": money,
            "cap": money,
        },
    ),
}
_GRADED_BY_AMOUNT = _benefit(
    {
        "unit": choice("amount"),
        "grades": mapping(name, money, least=1),
        "stacking": _STACKING,
    },
    {"per_share": boolean},
)
_GRADED_BY_RATE = _benefit(
    {
        "unit": choice("rate"),
        "sum": money,
        "grades": mapping(name, rate, least=1),
        "stacking": _STACKING,
    },
    {"per_share": boolean},
)
