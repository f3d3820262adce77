"""The receipt 给付计算单: an evaluation that a member can read and anybody recompute.

Format and ways to check it: `docs/receipts.md`. Nothing personal stands in it but the inputs.
"""

from services.mutual_aid.rules.receipt.making import FORMAT, Receipt, estimate, make_receipt
from services.mutual_aid.rules.receipt.signing import (
    DOCUMENT_FORMAT,
    canonical,
    document,
    sign,
    verify,
)

__all__ = [
    "DOCUMENT_FORMAT",
    "FORMAT",
    "Receipt",
    "canonical",
    "document",
    "estimate",
    "make_receipt",
    "sign",
    "verify",
]
