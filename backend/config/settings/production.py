"""Production: refuses to start on anything that is meant for development or tests."""

import os

from backend.config.settings import env
from backend.config.settings.env import SettingError
from backend.config.settings.refusals import refusals

FOUND = refusals(os.environ)
if FOUND:
    raise SettingError("production settings refuse to start: " + "; ".join(FOUND))

from backend.config.settings.base import *

KEYRING_CREATE = False
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.boolean("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
