"""Registration of this room with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """权限."""

    name = "backend.access"
    verbose_name = "权限"
