"""Metrics of the metrics extension: the same id for what was promised and what was delivered."""

from typing import Any

from services.commissioning.feeds.ocds.facts import Goal
from services.commissioning.feeds.ocds.numbers import HUNDREDTHS, measure


def promised(code: str, title: str, unit: str, count: int) -> dict[str, Any]:
    """A metric with the whole figure that was promised."""
    return _metric(code, title, unit, "planned", count * HUNDREDTHS)


def planned(goal: Goal) -> dict[str, Any]:
    """A metric with its planned figure."""
    return _metric(goal.code, goal.title, goal.unit, "planned", goal.planned_hundredths)


def delivered(goal: Goal) -> dict[str, Any] | None:
    """A metric with its delivered figure, or with why there is none; None before the evaluation."""
    if goal.missing:
        seen = {
            "id": f"{goal.code}-delivered",
            "unit": {"name": goal.unit},
            "dimensions": {"suppressed": goal.missing},
        }
        return {"id": goal.code, "title": goal.title, "observations": [seen]}
    if goal.delivered_hundredths is None:
        return None
    return _metric(goal.code, goal.title, goal.unit, "delivered", goal.delivered_hundredths)


def _metric(code: str, title: str, unit: str, which: str, hundredths: int) -> dict[str, Any]:
    seen = {"id": f"{code}-{which}", "measure": measure(hundredths), "unit": {"name": unit}}
    return {"id": code, "title": title, "observations": [seen]}
