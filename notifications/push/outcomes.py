"""From a provider's answer to what the delivery does next. Pure, and total over every mix.

| outcome | next | attempt counted |
|---|---|---|
| sent, gone, dead, expired, suppressed | final | yes |
| retry | queued after backoff; dead after the eighth attempt | yes |
| pause, config | queued; the whole provider rests | no |
| later | queued until the quiet hours end | no |
"""

import random
from dataclasses import dataclass

from notifications.push.port import Leased, Outcome, Result
from notifications.states import DELIVERY_MACHINE, DeliveryAct, DeliveryState

MOST_ATTEMPTS = 8
LONGEST_BACKOFF = 3600.0
FIRST_BACKOFF = 2.0
SHORTEST_PAUSE = 60.0
LONGEST_PAUSE = 3600.0
CONFIG_PAUSE = 60.0
BRAKE_SHARE = 0.2
BRAKE_LEAST = 20
BRAKE_PAUSE = 600.0
QUIET_JITTER = 1800.0

_ACTS = {
    Outcome.SENT: DeliveryAct.ACCEPT,
    Outcome.GONE: DeliveryAct.REPORT_GONE,
    Outcome.DEAD: DeliveryAct.GIVE_UP,
    Outcome.EXPIRED: DeliveryAct.EXPIRE,
    Outcome.SUPPRESSED: DeliveryAct.SUPPRESS,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What is written to one delivery. `due_in` in seconds from now, 0 for a final state."""

    state: DeliveryState
    due_in: float
    burns: bool
    error: str
    reference: str


@dataclass(frozen=True, slots=True)
class Rest:
    """The provider rests for `seconds`; `fault` is set when only a person can repair it."""

    seconds: float
    fault: str = ""


def backoff(attempts: int, retry_after: float = 0.0) -> float:
    """Seconds until the next try: doubling from four, at most an hour, spread by up to 30 %."""
    grown = min(LONGEST_BACKOFF, FIRST_BACKOFF * 2.0**attempts)
    return max(retry_after, grown) * random.uniform(1.0, 1.3)  # noqa: S311 - spread, no secret


def step(row: Leased, result: Result) -> Step:
    """Decide one delivery. `row.attempts` already counts the attempt that was just made."""
    outcome = result.outcome
    if outcome in _ACTS:
        state = DELIVERY_MACHINE.move(DeliveryState.LEASED, _ACTS[outcome])
        return Step(state, 0.0, burns=True, error=result.code, reference=result.reference)
    if outcome is Outcome.RETRY and row.attempts >= MOST_ATTEMPTS:
        dead = DELIVERY_MACHINE.move(DeliveryState.LEASED, DeliveryAct.GIVE_UP)
        return Step(dead, 0.0, burns=True, error=result.code or "retries-used-up", reference="")
    waits = DELIVERY_MACHINE.move(DeliveryState.LEASED, DeliveryAct.POSTPONE)
    if outcome is Outcome.RETRY:
        due_in = backoff(row.attempts, result.retry_after)
        return Step(waits, due_in, burns=True, error=result.code, reference="")
    if outcome is Outcome.LATER:
        spread = random.uniform(0.0, QUIET_JITTER)  # noqa: S311 - spread, no secret
        return Step(waits, row.quiet_seconds + spread, burns=False, error="", reference="")
    return Step(waits, 0.0, burns=False, error=result.code, reference="")


def brake(results: list[Result]) -> list[Result]:
    """Hold back a burst of dead addresses: more likely our credentials than the phones.

    When more than a fifth of at least twenty messages come back as gone, nothing of the burst
    is believed and the provider rests until a person has looked.
    """
    gone = sum(result.outcome is Outcome.GONE for result in results)
    if len(results) < BRAKE_LEAST or gone <= BRAKE_SHARE * len(results):
        return results
    held = Result(Outcome.CONFIG, code="mass-invalid", retry_after=BRAKE_PAUSE)
    return [held if result.outcome is Outcome.GONE else result for result in results]


def rest(results: list[Result]) -> Rest | None:
    """How long the provider rests after this batch, or None."""
    faults = [result for result in results if result.outcome is Outcome.CONFIG]
    if faults:
        seconds = max(CONFIG_PAUSE, *(result.retry_after for result in faults))
        return Rest(seconds, fault=faults[0].code or "refused")
    pauses = [result.retry_after for result in results if result.outcome is Outcome.PAUSE]
    if not pauses:
        return None
    asked = max(pauses)
    least = asked if asked > 0 else SHORTEST_PAUSE
    return Rest(min(LONGEST_PAUSE, least) * random.uniform(1.0, 1.3))  # noqa: S311 - spread
