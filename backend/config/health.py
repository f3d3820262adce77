"""Liveness, readiness and metrics."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.exceptions import RedisError

from backend.access import wire
from backend.access.hop import hop
from notifications.queries import oldest_due_seconds, provider_faults

_JSON: Final = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
CALLS: Counter[tuple[str, int]] = Counter()


async def healthz(send: wire.Send) -> None:
    """Answer 200 while the process runs."""
    await wire.answer(send, 200, _JSON, b'{"status":"ok"}')


async def readyz(send: wire.Send) -> None:
    """Answer 200 when database, migrations and broker are there, 503 otherwise."""
    checks = await hop(_checks)
    ready = all(check["ok"] for check in checks.values() if check.get("needed", True))
    body = json.dumps({"status": "ready" if ready else "not ready", "checks": checks}).encode()
    await wire.answer(send, 200 if ready else 503, _JSON, body)


def _checks() -> dict[str, dict[str, Any]]:
    return {
        "database": _try(_database),
        "migrations": _try(_migrations),
        "broker": _try(_broker),
        "due_work": _try(_due_work),
        "push": {
            "ok": True,
            "needed": False,
            "configured": bool(settings.FCM_SERVICE_ACCOUNT_FILE),
            **_try(lambda: {"faults": provider_faults()}),
        },
    }


def _try(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return {"ok": True, **check()}
    except Exception as fault:  # noqa: BLE001 readiness says what is wrong and never fails itself
        return {"ok": False, "reason": type(fault).__name__}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def _migrations() -> dict[str, Any]:
    waiting = _waiting_migrations()
    return {"ok": waiting == 0, "waiting": waiting}


def _waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@cache
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def _broker() -> dict[str, Any]:
    try:
        _redis().ping()
    except (RedisError, OSError) as fault:
        return {"ok": False, "reason": type(fault).__name__}
    return {}


def _due_work() -> dict[str, Any]:
    """Tell the age in seconds of the oldest event or message that should have been handled."""
    return {"oldest_seconds": oldest_due_seconds()}


def metrics_text() -> bytes:
    """Write the counters in Prometheus text form."""
    lines = ["# TYPE zhijia_requests_total counter"]
    lines += [
        f'zhijia_requests_total{{lane="{lane}",status="{status}"}} {count}'
        for (lane, status), count in sorted(CALLS.items())
    ]
    return ("\n".join(lines) + "\n").encode()


async def serve_metrics(port: int) -> asyncio.Server | None:
    """Listen on loopback for the metrics alone; None when another process has the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        found = head.startswith(b"GET /metrics ")
        body = metrics_text() if found else b""
        status = b"200 OK" if found else b"404 Not Found"
        writer.write(
            b"HTTP/1.1 %s\r\nContent-Type: text/plain; version=0.0.4\r\n"
            b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (status, len(body), body)
        )
        await writer.drain()
        writer.close()

    try:
        return await asyncio.start_server(answer, "127.0.0.1", port, limit=8192)
    except OSError:
        return None
