"""Faults of a project's releases taken together."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from services.commissioning.feeds.ocds.checks.dates import dates
from services.commissioning.feeds.ocds.checks.finding import Finding
from services.commissioning.feeds.ocds.checks.money import money
from services.commissioning.feeds.ocds.checks.references import references
from services.commissioning.feeds.ocds.checks.shape import shape

Release = Mapping[str, Any]


def one_release(release: Release) -> list[Finding]:
    """Check one release alone."""
    where = str(release.get("id", "?"))
    found = [*shape(release, where), *references(release, where)]
    return [*found, *money(release, where), *dates(release, where)]


def one_project(releases: Sequence[Release], ocid: str) -> list[Finding]:
    """Check all releases of a project: each alone, and what only their order shows."""
    found = [fault for release in releases for fault in one_release(release)]
    return [*found, *_together(releases, ocid)]


def _together(releases: Sequence[Release], ocid: str) -> Iterator[Finding]:
    ids = [one.get("id") for one in releases]
    if len(ids) != len(set(ids)):
        yield Finding("release_twice", ocid, "同一个发布编号出现两次")
    for one in releases:
        if one.get("ocid") != ocid:
            yield Finding("ocid_foreign", str(one.get("id")), "发布属于别的项目")
    moments = [one.get("date", "") for one in releases]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        # Who merges them orders them by this moment alone.
        yield Finding("release_order", ocid, "发布的时间没有一次比一次晚")
    numbers = [str(one.get("id", ""))[-4:] for one in releases]
    if numbers != [f"{place:04d}" for place in range(1, len(releases) + 1)]:
        yield Finding("release_gap", ocid, "发布编号不连续")
    yield from _lost(releases, ocid)


def _lost(releases: Sequence[Release], ocid: str) -> Iterator[Finding]:
    """A payment once published never goes away or changes."""
    known: dict[Any, Any] = {}
    for one in releases:
        now = {
            paid.get("id"): paid.get("value")
            for contract in one.get("contracts", [])
            for paid in contract.get("implementation", {}).get("transactions", [])
        }
        for key, value in known.items():
            if now.get(key) != value:
                yield Finding("payment_changed", ocid, f"支付 {key} 后来变了或不见了")
        known = now
