"""Many people at once, a few at a time."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

AT_ONCE = 6
T = TypeVar("T")


async def crowd(works: Iterable[Awaitable[T]]) -> list[T]:
    """Do all works, at most `AT_ONCE` together; gives their results in order.

    The first failure stops the rest and is raised.
    """
    places = asyncio.Semaphore(AT_ONCE)

    async def one(work: Awaitable[T]) -> T:
        async with places:
            return await work

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(work)) for work in works]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]
