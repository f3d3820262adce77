"""The assembly as a Django app: only for its system checks and demo data."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Assembly 装配."""

    name = "backend.config"
    verbose_name = "装配"
