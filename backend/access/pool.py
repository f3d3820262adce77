"""The async pool of the hot-read lane: asyncpg, apart from Django's connections."""

import asyncio
from typing import Any, Final

import asyncpg
from django.db import connections

from backend.access.faults import Overloaded

MAX_CONNECTIONS = 4
STATEMENT_SECONDS = 5
AGAIN_SECONDS = 0.05
_UNANSWERED: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.QueryCanceledError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    OSError,
    TimeoutError,
)


class AsyncPool:
    """A pool that is open while the server runs; closed in tests and commands."""

    def __init__(self) -> None:
        self._pool: asyncpg.Pool | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether reads may use it."""
        return self._pool is not None

    async def open(self) -> None:
        """Connect to the same database as Django."""
        self._pool = await asyncpg.create_pool(
            **_address(),
            min_size=1,
            max_size=MAX_CONNECTIONS,
            max_inactive_connection_lifetime=300,
            command_timeout=STATEMENT_SECONDS,
            reset=_leave,
            server_settings={
                "statement_timeout": f"{STATEMENT_SECONDS}s",
                "default_transaction_read_only": "on",
                "jit": "off",
                # One plan for each statement: planning a list anew costs more than running it.
                "plan_cache_mode": "force_generic_plan",
            },
        )

    async def close(self) -> None:
        """Give all connections up."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def fetchrow(self, sql: str, *args: Any) -> Any:
        """Read one row; tries once more when the connection had died (a restarted server).

        Raises Overloaded when the database does not answer in time.
        """
        if self._pool is None:
            raise RuntimeError("the async pool is not open")
        try:
            return await self._pool.fetchrow(sql, *args)
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, ConnectionError):
            await asyncio.sleep(AGAIN_SECONDS)
        except _UNANSWERED:
            raise Overloaded from None
        try:
            return await self._pool.fetchrow(sql, *args)
        except _UNANSWERED:
            raise Overloaded from None


async def _leave(connection: Any) -> None:
    """Give a connection back as it is.

    One read-only statement leaves nothing behind, so asyncpg's own reset, a round trip after
    every read, is spared.
    """


POOL = AsyncPool()


def _address() -> dict[str, Any]:
    found = connections["default"].settings_dict
    named = {
        "host": found["HOST"] or None,
        "port": int(found["PORT"]) if found["PORT"] else None,
        "user": found["USER"] or None,
        "password": found["PASSWORD"] or None,
        "database": found["NAME"],
    }
    return {name: value for name, value in named.items() if value is not None}
