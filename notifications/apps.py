"""The Django application of the room."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """消息."""

    name = "notifications"
    label = "notifications"
    verbose_name = "消息"
