"""The floors of the HTTP benchmarks: bare ASGI, and bare ASGI with asyncpg, nothing else.

`FLOOR_COMPLETE` names what the route itself does to the row's text (`module:name`), so that both
send the same bytes. `FLOOR_ARGUMENTS` is what the statement takes after the token: the floor knows
it beforehand and reads no query.
"""

import hashlib
import importlib
import json
import os
from collections.abc import Callable
from datetime import date
from typing import Any

import asyncpg
import django
from psycopg.conninfo import conninfo_to_dict

_pool: Any = None
STATEMENT = os.environ.get("FLOOR_STATEMENT", "")
COMPLETE = os.environ.get("FLOOR_COMPLETE", "")
ARGUMENTS = json.loads(
    os.environ.get("FLOOR_ARGUMENTS", "[]"), object_hook=lambda one: date.fromisoformat(one["day"])
)
EMPTY = b"{}"


def _completion() -> Callable[[str], str]:
    if not COMPLETE:
        return str
    django.setup()
    module, name = COMPLETE.split(":")
    found: Callable[[str], str] = getattr(importlib.import_module(module), name)
    return found


_complete = _completion()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer with the row's last column, or with nothing much where there is no statement."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    body = EMPTY
    if STATEMENT:
        token = next(value for name, value in scope["headers"] if name == b"x-session-token")
        row = await _pool.fetchrow(STATEMENT, hashlib.sha256(token).hexdigest(), *ARGUMENTS)
        body = _complete(row[len(row) - 1]).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Any, send: Any) -> None:
    global _pool  # noqa: PLW0603 a floor is as bare as can be
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if STATEMENT:
                _pool = await asyncpg.create_pool(**_address(), min_size=1, max_size=4)
            await send({"type": "lifespan.startup.complete"})
        else:
            if _pool is not None:
                await _pool.close()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _address() -> dict[str, Any]:
    found = conninfo_to_dict(os.environ["DATABASE_URL"])
    named = {"host": "host", "port": "port", "user": "user", "password": "password"}
    address = {name: found[key] for name, key in named.items() if found.get(key)}
    return {**address, "database": found["dbname"]}
