"""The accounts room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, memberships, posts and sign-in."""

    name = "backend.accounts"
    verbose_name = "人员与账户"
