"""Files as a Django application."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files 附件."""

    name = "backend.files"
    verbose_name = "附件"
