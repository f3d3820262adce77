"""The assembly as a Django app: it binds the tasks and registers the checks of the start."""

from celery import Celery
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, register

from backend.config import boot
from backend.config.celery import application
from backend.config.settings.env import SettingError


class ConfigConfig(AppConfig):
    """Assembly 装配."""

    name = "backend.config"
    label = "assembly"
    verbose_name = "装配"
    celery: Celery = application

    def ready(self) -> None:
        """Refuse to serve with a pool that fails under load; every process passes here."""
        faults = boot.pool_faults(settings.DATABASES["default"])
        if faults:
            raise SettingError("; ".join(faults))
        register(boot.check_room, Tags.database)
