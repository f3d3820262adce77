"""Turning DATABASE_URL and REDIS_URL into what Django, Celery and Channels expect."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from backend.config.settings.env import SettingError

# Limits that the database itself keeps, so that no request and no job waits for ever.
WEB_LIMITS = {"statement_timeout": "5s", "lock_timeout": "2s"}
JOB_LIMITS = {"statement_timeout": "60s", "lock_timeout": "2s"}
IDLE_LIMIT = "10s"


def _options(limits: dict[str, str]) -> str:
    words = {**limits, "idle_in_transaction_session_timeout": IDLE_LIMIT, "jit": "off"}
    return " ".join(f"-c {name}={value}" for name, value in words.items())


def database(url: str, *, pool: dict[str, Any] | None, job: bool) -> dict[str, Any]:
    """Return Django's description of the PostgreSQL server at ``url``.

    ``pool`` holds the options of psycopg's pool, or None for a connection per thread.
    Raises SettingError when the address is not one of PostgreSQL.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        message = "DATABASE_URL must start with postgresql://"
        raise SettingError(message)
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        message = f"DATABASE_URL cannot be understood: {str(error).strip()}"
        raise SettingError(message) from error
    known = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    options: dict[str, Any] = {
        name: value for name, value in parts.items() if name not in known and name != "dbname"
    }
    options["options"] = _options(JOB_LIMITS if job else WEB_LIMITS)
    if pool is not None:
        options["pool"] = pool
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname") or "zhijia",
        **{key: str(parts.get(name) or "") for name, key in known.items()},
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def broker(url: str) -> str:
    """Return the address of the Redis-protocol server as Celery spells it."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        number = parse_qs(parts.query).get("db", ["0"])[0]
        return f"redis+socket://{parts.path}?virtual_host={number}"
    if parts.scheme not in {"redis", "rediss"}:
        message = "REDIS_URL must start with redis://, rediss:// or unix://"
        raise SettingError(message)
    return url
