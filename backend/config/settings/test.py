"""Tests: no pool, nothing of the surroundings taken over but the two servers."""

from backend.config.settings import env
from backend.config.settings.addresses import database
from backend.config.settings.base import *

# `make test` keeps a database with all tables; each run starts from a copy of it.
TEMPLATE = env.text("TEST_DATABASE_TEMPLATE") or None
# With the limits of a job: on a busy machine a page's five seconds end a test by chance.
DATABASES = {
    "default": database(DATABASE_URL, pool=None, job=True) | {"TEST": {"TEMPLATE": TEMPLATE}}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
ENTERS_STANDARDS = False
