"""Registration of this room with Django."""

from django.apps import AppConfig


class CommissioningConfig(AppConfig):
    """委托服务."""

    name = "services.commissioning"
    verbose_name = "委托服务"
