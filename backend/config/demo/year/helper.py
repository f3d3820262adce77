"""A helper process: plays its part of the city, day after day, as the main process says."""

import asyncio
import gc
from multiprocessing.connection import Connection

from backend.config.demo.year.caller import Product, UnexpectedAnswerError
from backend.config.demo.year.part import Part
from backend.kernel import clock


def serve(pipe: Connection) -> None:
    """Take city and clock, then answer each day with the counts so far, or with what went wrong."""
    city, offset_file = pipe.recv()
    clock.use_offset_file(offset_file)
    # The city stays for the whole year: nothing of it is worth looking through again.
    gc.freeze()
    asyncio.run(_serve(pipe, Part(Product(), city)))


async def _serve(pipe: Connection, part: Part) -> None:
    async with part.product.open(serving=True):
        while True:
            try:
                today = pipe.recv()
            except EOFError:
                return
            if today is None:
                pipe.send(part.product.calls)
                return
            try:
                pipe.send(await part.play(today))
            except UnexpectedAnswerError as fault:
                pipe.send(str(fault))
                return
