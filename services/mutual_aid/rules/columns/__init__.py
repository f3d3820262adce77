"""A plan over columns of persons: what `evaluate` gives for each, to the fen, all at once.

For plans whose benefits are `excess_rate` or `ratio`: settlement of insurance data and what-if.
"""

from services.mutual_aid.rules.columns.due import due_columns
from services.mutual_aid.rules.columns.frame import (
    ColumnError,
    base_of,
    is_columnar,
    life_of,
    offset_of,
)

__all__ = ["ColumnError", "base_of", "due_columns", "is_columnar", "life_of", "offset_of"]
