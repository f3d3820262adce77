"""The shape of a whole pack: the same set of files as `docs/packs/pack.schema.json` admits."""

from services.mutual_aid.rules.reading import PackError
from services.mutual_aid.rules.schema_benefits import benefit
from services.mutual_aid.rules.shape import (
    array,
    boolean,
    choice,
    code,
    date,
    integer,
    mapping,
    money,
    month_day,
    name,
    nullable,
    paid,
    pointer,
    rate,
    record,
    short_text,
    text,
)

FORMAT = "zhijia-pack/1"
ERROR_CODES = (
    "unknown_item",
    "bad_entry",
    "day_on_period_item",
    "missing_cycles",
    "missing_daily",
    "bad_money",
    "unknown_class",
    "unknown_grade",
)


def pack(value: object, path: str) -> None:
    """Describe a whole pack; one with holes is not verified."""
    _PACK(value, path)
    if isinstance(value, dict) and value["verified"] and value.get("holes"):
        raise PackError(f"{path}/verified", "a pack with holes cannot be verified")


def split_part(value: object, path: str) -> None:
    """Describe one payer of a fee: an amount, a ratio or neither, never both."""
    record({"payer": name}, {"amount": money, "ratio": rate, "remainder": boolean})(value, path)
    if isinstance(value, dict) and "amount" in value and "ratio" in value:
        raise PackError(f"{path}/ratio", "a payer has an amount or a ratio, not both")


def cover(value: object, path: str) -> None:
    """Describe section 5."""
    _COVER(value, path)
    fields = value if isinstance(value, dict) else {}
    if fields.get("start") == "fixed" and "from" not in fields:
        raise PackError(f"{path}/from", "a fixed start needs its first day")
    for one, other in (
        ("reduced_days", "reduced_factor"),
        ("reduced_factor", "reduced_days"),
    ):
        if one in fields and other not in fields:
            raise PackError(f"{path}/{other}", f"is needed beside {one}")


def deadline(value: object, path: str) -> None:
    """Describe one claim deadline."""
    kind = value.get("kind") if isinstance(value, dict) else None
    spec = _DATE_NEXT_YEAR if kind == "date_next_year" else _DAYS_AFTER
    spec(value, path)


def entry_money(value: object, path: str) -> None:
    """Describe the money position of an entry; its value is not judged here."""
    if type(value) is not int:
        short_text(value, path)


def input_entry(value: object, path: str) -> None:
    """Describe one entry of a vector."""
    (_ENTRY if isinstance(value, dict) else entry_money)(value, path)


def vector(value: object, path: str) -> None:
    """Describe one vector of section 10."""
    _VECTOR(value, path)
    fields = value if isinstance(value, dict) else {}
    if ("in" in fields) == ("settlements" in fields):
        raise PackError(path, "needs either in or settlements")
    if ("out" in fields) == ("error" in fields):
        raise PackError(path, "needs either out or error")
    if "settlements" in fields and "error" in fields:
        raise PackError(f"{path}/error", "is not possible beside settlements")


_AGES = array(integer(0), exactly=2)
_COVER = record(
    {"start": choice("fixed", "calendar_year", "next_day")},
    {
        "from": date,
        "to": date,
        "months": integer(1),
        "months_options": array(integer(1), least=1),
        "wait_days": integer(0),
        "reduced_days": integer(0),
        "reduced_factor": rate,
        "renewal_grace_days": integer(0),
        "portable": boolean,
    },
)
_DAYS_AFTER = record(
    {
        "kind": choice("days_after"),
        "from": choice("discharge", "event", "diagnosis", "period_end"),
        "days": integer(0),
    }
)
_DATE_NEXT_YEAR = record({"kind": choice("date_next_year"), "month_day": month_day})


def _document_item(value: object, path: str) -> None:
    if value != "*":
        name(value, path)


_CLAIM = record(
    {},
    {
        "deadline": deadline,
        "deadline_by_item": mapping(name, deadline, least=1),
        "documents": array(record({"item": _document_item, "need": array(name, least=1)}), least=1),
        "levels": array(choice("unit", "district", "city", "city_medical"), least=1, unique=True),
        "auto_source": name,
        "settlement": choice("each", "quarterly"),
        "sla_days": integer(0),
    },
)
_ENTRY = record(
    {},
    {
        "amount": entry_money,
        "days": integer(0),
        "cycles": array(entry_money, least=1),
        "daily": array(entry_money, least=1),
        "class": short_text,
        "grade": short_text,
        "offsets": mapping(name, entry_money),
        "day": integer(1),
    },
)
_INPUT = mapping(name, array(input_entry))
_VECTOR = record(
    {},
    {
        "in": _INPUT,
        "settlements": array(record({"in": _INPUT, "out": paid}), least=1),
        "group": name,
        "shares": integer(1),
        "day": integer(1),
        "renewal_gap_days": integer(0),
        "already_paid": money,
        "paid_life": mapping(name, money, least=1),
        "out": paid,
        "error": choice(*ERROR_CODES),
        "note": text,
    },
)
ENTRY = record(
    {"mode": choice("automatic", "unit", "individual")},
    {
        "requires": array(name, least=1, unique=True),
        "window": record({"from": month_day, "to": month_day}),
        "age": _AGES,
        "age_by_sex": record({"F": _AGES, "M": _AGES}),
        "sex": choice("F", "M"),
        "statuses": array(name, least=1),
        "participation": array(
            record({"headcount_max": nullable(integer(1)), "min_ratio": rate}), least=1
        ),
        "shares_max": integer(1),
        "equal_shares": boolean,
        "late_close_days": integer(0),
        "new_hire_days": integer(0),
        "duplicate_scope": choice("plan", "family", "none"),
    },
)
FEE = record(
    {"per_share": money},
    {
        "with_card": money,
        "by_risk_class": mapping(name, money, least=1),
        "term_options": array(record({"months": integer(1), "fee": money}), least=1),
        "refund": choice("none", "before_start", "at_end"),
        "split": array(split_part, least=1),
    },
)
_PACK = record(
    {
        "format": choice(FORMAT),
        "code": code,
        "version": integer(1),
        "title": text,
        "valid_from": date,
        "valid_to": nullable(date),
        "region": text,
        "sponsor_org": text,
        "source": array(text, least=1),
        "verified": boolean,
        "benefits": array(benefit, least=1),
        "vectors": array(vector, least=1),
    },
    {
        "holes": array(record({"at": pointer, "note": text})),
        "entry": ENTRY,
        "fee": FEE,
        "cover": cover,
        "claim": _CLAIM,
        "rate_by_group": mapping(name, rate, least=1),
        "cap_period": money,
        "cap_life": money,
        "exclusions": array(record({"code": name, "text": text}, {"overridable": boolean})),
        "stacking_with": array(
            record(
                {
                    "plan": code,
                    "rule": choice("independent", "subtract_first", "excluded"),
                }
            )
        ),
    },
)
