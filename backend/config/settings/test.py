"""Tests: no pool, nothing of the surroundings taken over but the two servers."""

from backend.config.settings.addresses import database
from backend.config.settings.base import *

DATABASES = {"default": database(DATABASE_URL, pool=None, job=False)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
