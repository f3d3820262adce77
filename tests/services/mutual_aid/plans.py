"""Plans written for a test: a demo plan with other terms, loaded and signed."""

import json
from typing import Any

from services.mutual_aid.models import PlanVersion
from services.mutual_aid.workflow import plans
from tests.cast import Cast
from tests.services.mutual_aid.build import actor, put_in_force
from tests.services.mutual_aid.rules.packs import SHIPPED

ACCIDENT = "TEST-ACC-2026"


def pack(**changes: dict[str, Any]) -> dict[str, Any]:
    """Give the women's plan for everybody: each change is merged into its section.

    A value of None takes a field away.
    """
    raw: dict[str, Any] = json.loads((SHIPPED / "DEMO-F-2026.json").read_text(encoding="utf-8"))
    raw |= {"code": ACCIDENT, "title": "示范市职工意外互助"}
    raw["entry"] = {"mode": "unit", "age": [18, 60]}
    for section, change in changes.items():
        whole = isinstance(raw.get(section), dict) and isinstance(change, dict)
        merged = {**raw[section], **change} if whole else change
        raw[section] = (
            {name: value for name, value in merged.items() if value is not None}
            if whole
            else merged
        )
    return raw


def signed(world: Cast, **changes: Any) -> PlanVersion:
    """Load and sign such a plan."""
    return _signed(world, pack(**changes))


def hospital_of_2028(world: Cast) -> PlanVersion:
    """Load and sign the version of the hospital plan that follows the one of 2027."""
    text = (SHIPPED / "DEMO-HOSP-2026.v2.json").read_text(encoding="utf-8")
    raw: dict[str, Any] = json.loads(text.replace("2027-", "2028-"))
    return _signed(world, {**raw, "version": 3})


def _signed(world: Cast, raw: dict[str, Any]) -> PlanVersion:
    officer = actor(world, "plan_officer")
    content = json.dumps(raw, ensure_ascii=False).encode()
    version = plans.load(content, sponsor_number="GH-0001", actor=officer)
    return put_in_force(world, version.number)
