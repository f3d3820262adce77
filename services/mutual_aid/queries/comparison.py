"""Two versions of a plan side by side."""

from dataclasses import dataclass

from services.mutual_aid.models import PlanVersion
from services.mutual_aid.rules.comparison import Part, compare


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions, the sections that have lines to show, and how many lines differ."""

    old: PlanVersion
    new: PlanVersion
    parts: list[Part]
    changes: int
    is_whole: bool


def compare_versions(old: str | None, new: str, *, is_whole: bool = False) -> Comparison:
    """Compare two versions by their numbers: only what differs, or every line.

    Without an older one it is the version before; a first version is compared with itself.
    Raises NotFound. Two plans may be compared as well as two versions of one.
    """
    right = PlanVersion.objects.by_number(new)
    left = PlanVersion.objects.by_number(old) if old else _before(right)
    parts = compare(left.rules, right.rules, only_changes=not is_whole)
    return Comparison(left, right, parts, sum(part.changes for part in parts), is_whole)


def _before(version: PlanVersion) -> PlanVersion:
    rows = PlanVersion.objects.filter(plan=version.plan_id, version__lt=version.version)
    return rows.order_by("-version").first() or version
