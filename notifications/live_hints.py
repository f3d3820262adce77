"""Waking open sockets: a message without content to the group of a person or a cohort.

The layer may lose, double or reorder it; the socket then reads the feed from PostgreSQL, and a
sweep every few seconds finds what a lost hint would have shown.
"""

import asyncio
import hashlib
import logging
from collections.abc import Iterable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

TOGETHER = 200
SECONDS = 5.0

logger = logging.getLogger(__name__)


def person_group(person_id: int) -> str:
    """Group of all sockets of one person."""
    return f"person.{person_id}"


def cohort_group(cohort: str) -> str:
    """Group of all sockets whose people belong to the cohort; a group name allows few marks."""
    return f"cohort.{hashlib.sha256(cohort.encode()).hexdigest()[:32]}"


def wake(people: Iterable[int], cohorts: Iterable[str]) -> None:
    """Send one hint to each group; a layer that is away costs delay, never the work."""
    groups = [*map(person_group, people), *map(cohort_group, cohorts)]
    if not groups:
        return
    try:
        async_to_sync(_send)(groups)
    except Exception:
        logger.warning("live hints not sent: %s groups", len(groups), exc_info=True)


async def _send(groups: list[str]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    async with asyncio.timeout(SECONDS):
        for start in range(0, len(groups), TOGETHER):
            part = groups[start : start + TOGETHER]
            await asyncio.gather(
                *(layer.group_send(group, {"type": "hint", "group": group}) for group in part)
            )
