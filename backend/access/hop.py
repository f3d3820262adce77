"""The one way from async code to synchronous work: a hop into a kept thread, and back.

Under the product's own handler a fixed set of threads is kept for the life of the process and a
thread gives its database connection back to the pool after each hop. Elsewhere (tests, a stock
handler) the same call goes through asgiref, which keeps a request on one thread.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from functools import partial
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

P = ParamSpec("P")
R = TypeVar("R")

KEPT: ContextVar[ThreadPoolExecutor | None] = ContextVar("zhijia_kept_threads", default=None)


async def hop(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run synchronous work once, off the event loop, and give its result."""
    kept = KEPT.get()
    if kept is None:
        return await sync_to_async(work)(*args, **kwargs)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(kept, partial(_work, work, *args, **kwargs))


def _work(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return work(*args, **kwargs)
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
