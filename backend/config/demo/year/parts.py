"""The city in parts: each played by a process of its own, or all of it by this one."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection

from backend.config.demo.year import child
from backend.config.demo.year.caller import Product, UnexpectedAnswerError
from backend.config.demo.year.part import Part, Today
from backend.config.demo.year.tally import Tally
from backend.config.demo.year.workers import City

SECONDS_TO_END = 30


class Alone:
    """The whole city in this process."""

    def __init__(self, part: Part) -> None:
        self._part = part

    async def play(self, today: Today) -> Tally:
        """Play one day; gives the counts so far."""
        return await self._part.play(today)


class Helpers:
    """The city by processes: a person's place says to which one she belongs, for the whole year."""

    def __init__(self, pipes: Sequence[Connection]) -> None:
        self._pipes = pipes

    async def play(self, today: Today) -> Tally:
        """Play one day in all parts at once; gives the counts so far.

        Raises UnexpectedAnswerError with the words of the helper that stopped.
        """
        count = len(self._pipes)
        for turn, pipe in enumerate(self._pipes):
            stories = [one for one in today.stories if one.payee % count == turn]
            changing = [place for place in today.changing if place % count == turn]
            pipe.send(Today(today.day, stories, changing))
        told = [await asyncio.to_thread(_heard, pipe) for pipe in self._pipes]
        return sum(told, Tally())

    async def end(self) -> int:
        """Let the helpers end; gives how many calls they made."""
        for pipe in self._pipes:
            pipe.send(None)
        return sum([await asyncio.to_thread(pipe.recv) for pipe in self._pipes])


@asynccontextmanager
async def in_parts(
    city: City, product: Product, offset_file: str, helpers: int
) -> AsyncIterator[Alone | Helpers]:
    """Give who plays the city: so many helper processes, or this one where there are none."""
    if not helpers:
        yield Alone(Part(product, city))
        return
    context = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    try:
        for _ in range(helpers):
            ours, theirs = context.Pipe()
            process = context.Process(target=child.start, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            pipes.append(ours)
            processes.append(process)
        for pipe in pipes:
            pipe.send((city, offset_file))
        yield (all_of_them := Helpers(pipes))
        product.calls += await all_of_them.end()
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join(SECONDS_TO_END)


def _heard(pipe: Connection) -> Tally:
    try:
        found = pipe.recv()
    except EOFError:
        message = "a helper process of the year ended before its time"
        raise UnexpectedAnswerError(message) from None
    if isinstance(found, Tally):
        return found
    raise UnexpectedAnswerError(found)
