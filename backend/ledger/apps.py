"""The ledger as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Ledger 经费账."""

    name = "backend.ledger"
    verbose_name = "经费账"
