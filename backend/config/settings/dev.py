"""Development and trial: what `make run` uses, on the embedded servers."""

from backend.config.settings import env
from backend.config.settings.base import *

DEBUG = env.boolean("DEBUG", default=False)
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3
