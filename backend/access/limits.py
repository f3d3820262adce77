"""Rate limits: one token bucket for each caller, kept in the process and shared by every lane."""

from dataclasses import dataclass
from time import monotonic

from django.conf import settings

WINDOW_SECONDS = 60
MAX_CALLERS = 50_000


@dataclass(slots=True)
class Bucket:
    """What a caller has left, and when that was counted."""

    left: float
    at: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a call may pass; `wait` and `reset` in whole seconds."""

    allowed: bool
    quota: int
    left: int
    reset: int

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Give the RateLimit headers of the draft standard."""
        return [
            (b"ratelimit-policy", b'"default";q=%d;w=%d' % (self.quota, WINDOW_SECONDS)),
            (b"ratelimit", b'"default";r=%d;t=%d' % (self.left, self.reset)),
        ]


class Limiter:
    """Token buckets by caller: `quota` calls a minute, refilled evenly; memory is bounded."""

    def __init__(self, quota: int) -> None:
        self.quota = quota
        self._buckets: dict[str, Bucket] = {}

    def knows(self, caller: str) -> bool:
        """Tell whether this caller was seen lately."""
        return caller in self._buckets

    def take(self, caller: str, now: float | None = None) -> Verdict:
        """Count one call of this caller."""
        now = monotonic() if now is None else now
        bucket = self._buckets.get(caller)
        quota = self.quota
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[caller] = Bucket(float(quota), now)
        else:
            grown = bucket.left + (now - bucket.at) * quota / WINDOW_SECONDS
            bucket.left = grown if grown < quota else float(quota)
            bucket.at = now
        if bucket.left < 1:
            wait = int((1 - bucket.left) * WINDOW_SECONDS / quota) + 1
            return Verdict(allowed=False, quota=quota, left=0, reset=wait)
        bucket.left -= 1
        left = int(bucket.left)
        return Verdict(True, quota, left, int((quota - left) * WINDOW_SECONDS / quota))

    def _make_room(self, now: float) -> None:
        """Forget callers whose bucket is full again; if that frees nothing, the oldest half."""
        if len(self._buckets) < MAX_CALLERS:
            return
        before = now - WINDOW_SECONDS
        kept = {name: one for name, one in self._buckets.items() if one.at > before}
        if len(kept) > MAX_CALLERS // 2:
            newest = sorted(kept.items(), key=lambda pair: pair[1].at)[-MAX_CALLERS // 2 :]
            kept = dict(newest)
        self._buckets = kept


LIMITER = Limiter(settings.RATE_LIMIT_PER_MINUTE)
