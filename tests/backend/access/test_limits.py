"""Token buckets: even refill, exact counts, bounded memory."""

from backend.access import limits
from backend.access.limits import Limiter


def test_a_caller_has_his_quota_and_not_one_more() -> None:
    limiter = Limiter(3)
    assert [limiter.take("a", now=0.0).allowed for _ in range(4)] == [True, True, True, False]
    assert limiter.take("b", now=0.0).allowed


def test_the_quota_comes_back_evenly() -> None:
    limiter = Limiter(60)
    for _ in range(60):
        limiter.take("a", now=0.0)
    refused = limiter.take("a", now=0.0)
    assert (refused.allowed, refused.left, refused.reset) == (False, 0, 2)
    assert not limiter.take("a", now=0.5).allowed
    assert limiter.take("a", now=1.6).allowed
    assert limiter.take("a", now=1000.0).left == 59


def test_memory_is_bounded_whatever_callers_invent() -> None:
    limiter = Limiter(1)
    for number in range(limits.MAX_CALLERS + 10):
        limiter.take(str(number), now=number / 10_000)
    assert len(limiter._buckets) <= limits.MAX_CALLERS
    assert limiter.knows(str(limits.MAX_CALLERS + 9))


def test_the_headers_follow_the_draft() -> None:
    verdict = Limiter(100).take("a", now=0.0)
    assert verdict.headers() == [
        (b"ratelimit-policy", b'"default";q=100;w=60'),
        (b"ratelimit", b'"default";r=99;t=0'),
    ]
