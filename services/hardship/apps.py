"""Registration of this room with Django."""

from django.apps import AppConfig


class HardshipConfig(AppConfig):
    """困难帮扶."""

    name = "services.hardship"
    verbose_name = "困难帮扶"
