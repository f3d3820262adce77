"""What a process checks before it serves: pool settings, and whether the database has room for all.

A pool that shares a transaction with a request, or more connections than the server allows, shows
only under load; so it is refused at the start.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection

RESERVE = 10
LANE_CONNECTIONS = 4


def pool_faults(database: dict[str, Any]) -> list[str]:
    """List what is wrong with the description of a database; empty when it may serve."""
    faults = []
    if database.get("ATOMIC_REQUESTS"):
        faults.append("ATOMIC_REQUESTS must be off: verbs open their own transactions")
    if database.get("CONN_MAX_AGE") != 0:
        faults.append("CONN_MAX_AGE must be 0: the pool keeps connections, not the thread")
    if not database.get("CONN_HEALTH_CHECKS"):
        faults.append("CONN_HEALTH_CHECKS must be on: a restarted server would answer with 500")
    pool = database.get("OPTIONS", {}).get("pool")
    if pool is not None and not {"min_size", "max_size", "timeout", "max_lifetime"} <= set(pool):
        faults.append("the pool must name min_size, max_size, timeout and max_lifetime")
    return faults


def connections_needed(web: int, pool_max: int, workers: int) -> int:
    """Count the connections of a whole installation, a reserve for people included.

    Each web process has its pool and the pool of the hot lane; a worker process one connection.
    """
    return web * (pool_max + LANE_CONNECTIONS) + workers + RESERVE


def check_room(*, databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """Refuse a server with fewer connections than the installation opens (a database check)."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'max_connections'")
        row = cursor.fetchone()
    allowed = int(row[0]) if row else 0
    needed = connections_needed(
        settings.WEB_PROCESSES, settings.DATABASE_POOL_MAX, settings.WORKER_PROCESSES
    )
    if needed <= allowed:
        return []
    words = f"the installation may open {needed} connections and max_connections is {allowed}"
    hint = "lower DATABASE_POOL_MAX or WEB_PROCESSES, or raise max_connections"
    return [Error(words, hint=hint, id="zhijia.E100")]
