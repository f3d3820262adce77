"""The audit room as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trail."""

    name = "backend.audit"
    verbose_name = "留痕"
