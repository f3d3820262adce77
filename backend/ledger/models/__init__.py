"""The tables of the ledger."""

from backend.ledger.models.book import Balance, Fund, Posting, Receipt, Transfer
from backend.ledger.models.payment import PaymentBatch, PaymentOrder

__all__ = ["Balance", "Fund", "PaymentBatch", "PaymentOrder", "Posting", "Receipt", "Transfer"]
