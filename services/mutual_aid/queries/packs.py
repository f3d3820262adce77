"""`zhijia packs check` and the packs that come with the product."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from services.mutual_aid.rules import checking
from services.mutual_aid.rules.checking import CheckLine

SHIPPED = Path(__file__).parents[1] / "packs"


def check(paths: Iterable[Path]) -> Iterator[CheckLine]:
    """Evaluate every vector of the files; give the lines to print, findings marked."""
    return checking.check_files(paths)


def demo_packs() -> list[Path]:
    """Give the packs of the demo federation's own plans, in the order to load them."""
    return sorted(SHIPPED.glob("DEMO-*.json"))
