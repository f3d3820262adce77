"""Registration of this room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """人员与会籍."""

    name = "backend.accounts"
    verbose_name = "人员与会籍"
