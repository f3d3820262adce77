"""Six plans that no code has ever seen, one of each benefit kind, with one claim for each.

Each holds the rule pack as data, the entry of a claim, and what it pays in yuan, worked out by
hand from FORMAT.md.
"""

from dataclasses import dataclass
from typing import Any

from tests.services.mutual_aid.rules.packs import raw_pack


@dataclass(frozen=True)
class Unseen:
    """A plan as data, the claim to make, and its result."""

    raw: dict[str, Any]
    item: str
    entry: Any
    pays: str


def _unseen(code: str, benefit: dict[str, Any], entry: Any, pays: str, **fields: Any) -> Unseen:
    raw = raw_pack(
        benefit,
        **{
            "code": code,
            "title": f"没见过的计划 {code}",
            "verified": True,
            "claim": {"levels": ["district"]},
            "vectors": [{"in": {benefit["item"]: [entry]}, "out": pays, "note": "手算"}],
            **fields,
        },
    )
    return Unseen(raw, benefit["item"], entry, pays)


UNSEEN = (
    # 12,345.67 - 1,500 = 10,845.67; 3,000 x 0.35 + 7,845.67 x 0.55 = 1,050 + 4,315.1185.
    _unseen(
        "UNSEEN-EXCESS",
        {
            "kind": "excess_rate",
            "item": "long_stay",
            "title": "长住院",
            "base": "oop1_per_stay",
            "deductible_first": 1500,
            "deductible_next": "750.50",
            "bands": [{"upto": 3000, "rate": "0.35"}, {"upto": None, "rate": "0.55"}],
        },
        "12345.67",
        "5365.12",
    ),
    # (4,321.09 - 321.09) x 0.4125.
    _unseen(
        "UNSEEN-RATIO",
        {
            "kind": "ratio",
            "item": "night_clinic",
            "title": "夜间门诊",
            "base": "pooled_oop",
            "rate": "0.4125",
            "offsets": ["commercial_supplementary"],
        },
        {"amount": "4321.09", "offsets": {"commercial_supplementary": "321.09"}},
        "1650.00",
    ),
    # 20 days, 2 free: 18 x 66.66.
    _unseen(
        "UNSEEN-DIEM",
        {
            "kind": "per_diem",
            "item": "rehab_days",
            "title": "康复",
            "rate_per_day": "66.66",
            "free_days": 2,
            "max_days": 25,
        },
        20,
        "1199.88",
    ),
    _unseen(
        "UNSEEN-CLASS",
        {
            "kind": "class_table",
            "item": "burn",
            "title": "烧伤",
            "classes": {"deep": 7777, "light": "333.33"},
            "stacking": "highest",
        },
        "light",
        "333.33",
    ),
    # 30,000 x 0.125.
    _unseen(
        "UNSEEN-GRADE",
        {
            "kind": "graded_table",
            "item": "hearing",
            "title": "听力损伤",
            "unit": "rate",
            "sum": 30000,
            "grades": {"1": "1", "8": "0.125"},
            "stacking": "sum",
        },
        "8",
        "3750.00",
    ),
    # 45,678.90 x 0.06 = 2,740.734, under the cap, above the least.
    _unseen(
        "UNSEEN-LOSS",
        {
            "kind": "loss_ratio",
            "item": "flood",
            "title": "水灾",
            "base": "loss",
            "rate": "0.06",
            "threshold": 10000,
            "min": 1000,
            "cap": 8000,
        },
        "45678.90",
        "2740.73",
    ),
)
