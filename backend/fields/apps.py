"""The fields room as a Django app."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Money, states and sealed values."""

    name = "backend.fields"
    verbose_name = "字段与密钥"
