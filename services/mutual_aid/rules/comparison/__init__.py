"""Two packs line by line, in Chinese: what a plan officer and an approver read. Pure."""

from services.mutual_aid.rules.comparison.lines import Pair, Part, compare

__all__ = ["Pair", "Part", "compare"]
