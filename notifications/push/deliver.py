"""Delivering: lease, send without a transaction, settle; until nothing is due."""

import logging
import time

from notifications.push import lease, outcomes, providers
from notifications.push.port import Leased, Outcome, PushProvider, Result

BUDGET_SECONDS = 60.0

logger = logging.getLogger(__name__)


def deliver(budget: float = BUDGET_SECONDS) -> int:
    """Send what is due to every provider; returns how many deliveries were settled.

    Stops after `budget` seconds; what is left comes due by itself. At least once: a worker
    killed between the send and the settling repeats at most its one batch.
    """
    until = time.monotonic() + budget
    settled = 0
    for name in providers.configured():
        channel = providers.provider(name)
        while time.monotonic() < until and (rows := lease.take(name, channel.batch)):
            settled += handle_batch(channel, rows)
    return settled


def handle_batch(channel: PushProvider, rows: list[Leased]) -> int:
    """Send one leased batch and write down what became of each row."""
    verdicts = [verdict(row) for row in rows]
    wanted = [row for row, known in zip(rows, verdicts, strict=True) if known is None]
    answers = iter(outcomes.brake(send(channel, wanted)))
    results = [known or next(answers) for known in verdicts]
    steps = [outcomes.step(row, result) for row, result in zip(rows, results, strict=True)]
    pause = outcomes.rest(results)
    if pause and pause.fault:
        logger.error("push provider %s rests: %s", channel.name, pause.fault)
    return lease.settle(channel.name, rows, steps, pause)


def verdict(row: Leased) -> Result | None:
    """What can be said without asking the provider; None: send it."""
    if row.is_expired:
        return Result(Outcome.EXPIRED, code="expired")
    if row.is_settled_otherwise:
        return Result(Outcome.SUPPRESSED, code="no-longer-needed")
    if row.quiet_seconds > 0:
        return Result(Outcome.LATER)
    return None


def send(channel: PushProvider, rows: list[Leased]) -> list[Result]:
    """Ask the provider; whatever breaks on the way is a retry for the whole batch."""
    if not rows:
        return []
    try:
        results = channel.send([row.message for row in rows])
    except Exception:
        logger.warning("push provider %s failed for a batch", channel.name, exc_info=True)
        results = []
    if len(results) != len(rows):
        return [Result(Outcome.RETRY, code="batch-failed") for _ in rows]
    return results
