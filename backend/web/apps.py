"""Registration of this room with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """页面."""

    name = "backend.web"
    verbose_name = "页面"
