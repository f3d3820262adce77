"""The cost for each person beside those of similar projects, where there are enough of them."""

from dataclasses import dataclass

from backend.kernel import clock
from backend.kernel.money import round_half_up
from backend.unions import standards
from services.commissioning.models import Project, PublishedFigures

MOST_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Similar:
    """How many finished projects of the same kind, and the middle of their costs in fen."""

    projects: int
    median_fen: int


def similar_to(project: Project) -> Similar | None:
    """Compare with the newest published projects of the kind; None where they are too few."""
    rows = PublishedFigures.objects.filter(kind=project.kind, unit_cost_fen__isnull=False)
    others = rows.exclude(project=project).order_by("-at")
    costs = others.values_list("unit_cost_fen", flat=True)[:MOST_COMPARED]
    known = sorted(cost for cost in costs if cost is not None)
    least = standards.whole("commissioning.similar_projects", project.union, clock.today())
    if len(known) < least:
        return None
    middle = len(known) // 2
    if len(known) % 2:
        return Similar(len(known), known[middle])
    return Similar(len(known), round_half_up(known[middle - 1] + known[middle], 2))
