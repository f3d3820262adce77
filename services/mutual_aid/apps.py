"""Registration of this room with Django."""

from django.apps import AppConfig


class MutualAidConfig(AppConfig):
    """职工医疗互助."""

    name = "services.mutual_aid"
    verbose_name = "职工医疗互助"
