"""The unions room as a Django app."""

from django.apps import AppConfig


class UnionsConfig(AppConfig):
    """The tree of organisations."""

    name = "backend.unions"
    verbose_name = "工会组织"
