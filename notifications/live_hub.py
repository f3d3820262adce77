"""The hub: what the sockets of one process share.

One channel of the layer hears the hints of all groups, and one reader thread answers all woken
sockets with one query, so that a storm of hints costs a few reads. Nothing here holds state that
matters: with the layer down, sockets are swept; with the process gone, clients resume by cursor.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.db import connection

from notifications.live_feed import Answer, Wish, read

RECONNECT_SECONDS = 2.0

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Hub:
    """Hints in, answers out, for one event loop."""

    def __init__(self) -> None:
        # One thread of its own: channels would give all consumers one shared with the pages.
        self.reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-hub")
        self.sockets: dict[str, set[asyncio.Event]] = {}
        self.heard: set[str] = set()
        self.channel = ""
        self.opening = asyncio.Lock()
        self.wishes: list[tuple[Wish, asyncio.Future[Answer]]] = []
        self.wished = asyncio.Event()
        self.keeping: list[asyncio.Task[None]] = []

    async def work(self, job: Callable[..., T], *values: Any) -> T:
        """Run a synchronous read or verb in the hub's thread."""
        return await asyncio.get_running_loop().run_in_executor(self.reader, _run, job, values)

    async def ask(self, wish: Wish) -> Answer:
        """Read the feed for one socket, together with all that ask at the same time."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.wishes.append((wish, answer))
        self.wished.set()
        return await answer

    async def join(self, groups: Iterable[str], woken: asyncio.Event) -> None:
        """Let `woken` be set by every hint to the groups."""
        self._start()
        for group in groups:
            self.sockets.setdefault(group, set()).add(woken)
        await self._hear()

    async def leave(self, groups: Iterable[str], woken: asyncio.Event) -> None:
        """Stop waking; a group without sockets is no longer heard."""
        for group in groups:
            waiting = self.sockets.get(group, set())
            waiting.discard(woken)
            if not waiting:
                self.sockets.pop(group, None)
                await self._forget(group)

    def _start(self) -> None:
        if not self.keeping:
            self.keeping = [
                asyncio.create_task(self._serve()),
                asyncio.create_task(self._listen()),
                asyncio.create_task(self._keep_hearing()),
            ]

    async def _serve(self) -> None:
        """Answer whatever was wished while the last query ran, with one query."""
        while True:
            await self.wished.wait()
            self.wished.clear()
            batch, self.wishes = self.wishes, []
            try:
                answers = await self.work(read, [wish for wish, _ in batch])
            except Exception as fault:  # noqa: BLE001 - each socket decides what a fault means
                for _, future in batch:
                    if not future.done():
                        future.set_exception(fault)
                continue
            for (_, future), answer in zip(batch, answers, strict=True):
                if not future.done():
                    future.set_result(answer)

    async def _listen(self) -> None:
        """Turn each hint into the waking of its group; survive a layer that goes away."""
        while True:
            layer = get_channel_layer()
            try:
                hint = await layer.receive(await self._own_channel())
            except Exception:  # noqa: BLE001 - the layer is best effort
                await self._lost("listening")
                await asyncio.sleep(RECONNECT_SECONDS)
                continue
            for woken in self.sockets.get(str(hint.get("group", "")), ()):
                woken.set()

    async def _keep_hearing(self) -> None:
        """Join again the groups that a lost layer forgot."""
        while True:
            await asyncio.sleep(RECONNECT_SECONDS)
            await self._hear()

    async def _hear(self) -> None:
        layer = get_channel_layer()
        for group in set(self.sockets) - self.heard:
            try:
                await layer.group_add(group, await self._own_channel())
            except Exception:  # noqa: BLE001 - the layer is best effort
                await self._lost("joining")
                return
            self.heard.add(group)

    async def _forget(self, group: str) -> None:
        if group in self.heard:
            self.heard.discard(group)
            with contextlib.suppress(Exception):
                await get_channel_layer().group_discard(group, self.channel)

    async def _own_channel(self) -> str:
        """The one channel of this process, opened by whoever needs it first."""
        async with self.opening:
            if not self.channel:
                self.channel = await get_channel_layer().new_channel()
            return self.channel

    async def _lost(self, doing: str) -> None:
        logger.warning("channel layer is away while %s; sockets are swept", doing)
        self.channel = ""
        self.heard.clear()
        with contextlib.suppress(Exception):
            await get_channel_layer().flush()


def _run(job: Callable[..., T], values: tuple[Any, ...]) -> T:
    try:
        return job(*values)
    finally:
        connection.close()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop; a served process has one."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
