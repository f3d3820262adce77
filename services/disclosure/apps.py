"""Registration of this room with Django."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """会务公开."""

    name = "services.disclosure"
    verbose_name = "会务公开"
