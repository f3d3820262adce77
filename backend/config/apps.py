"""The assembly as a Django app: it makes the Celery application the one that tasks bind to."""

from celery import Celery
from django.apps import AppConfig

from backend.config.celery import application


class ConfigConfig(AppConfig):
    """Assembly 装配."""

    name = "backend.config"
    label = "assembly"
    verbose_name = "装配"
    celery: Celery = application
