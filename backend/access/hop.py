"""The one way from async code to synchronous work: a hop into a kept thread, and back.

Under the product's own handler a fixed set of threads is kept for the life of the process, and a
thread gives its database connection back to the pool after each hop. Elsewhere (tests, a stock
handler) the same call goes through asgiref, which keeps a request on one thread.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

P = ParamSpec("P")
R = TypeVar("R")


class KeptThreads:
    """The kept threads of this process; closed until the server starts."""

    def __init__(self) -> None:
        self._executor: ThreadPoolExecutor | None = None

    def open(self, count: int) -> None:
        """Keep `count` threads, as many as the database pool has connections."""
        self._executor = ThreadPoolExecutor(count, thread_name_prefix="hop")

    def close(self) -> None:
        """Finish what runs and let the threads go."""
        if self._executor is not None:
            self._executor.shutdown(wait=True)
            self._executor = None

    @property
    def executor(self) -> ThreadPoolExecutor | None:
        """The threads, or None while closed."""
        return self._executor


KEPT = KeptThreads()


async def hop(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run synchronous work once, off the event loop, and give its result."""
    kept = KEPT.executor
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
