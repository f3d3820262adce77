"""Versions of a record: strong ETag out, If-Match in."""

import re
from typing import Any, Protocol

from django.http import HttpRequest

from backend.kernel.errors import DomainError, Stale

LONGEST = 18  # digits, so that a version always fits a bigint
_STRONG = re.compile(r'"(\d{1,18})"', re.ASCII)


class Versioned(Protocol):
    """A row that counts its versions."""

    version: int


class VersionMissing(DomainError):
    """A decision came without the version it was made on (428)."""

    status = 428

    def __init__(self) -> None:
        super().__init__(
            "version_missing", "请先读取最新内容，并在 If-Match 中带上它的版本标记（ETag）再提交。"
        )


class StaleVersion(Stale):
    """The version moved on; `current` is the one that stands now (412)."""

    def __init__(self, current: int) -> None:
        super().__init__()
        self.current = current


def etag_of(row: Any) -> str:
    """Give the strong ETag of a row or dict with a whole-number `version`; "" without one."""
    version = row.get("version") if isinstance(row, dict) else getattr(row, "version", None)
    return f'"{version}"' if type(version) is int else ""


def if_match(request: HttpRequest) -> int:
    """Read the version a client decided on; raises VersionMissing.

    A weak or foreign tag matches nothing and reads as version -1, which is always stale.
    """
    raw = request.headers.get("If-Match", "").strip()
    if not raw or raw == "*":
        raise VersionMissing
    found = _STRONG.fullmatch(raw)
    return int(found.group(1)) if found else -1


def form_version(request: HttpRequest) -> int:
    """Read the hidden field `version` of a form; raises VersionMissing."""
    raw = request.POST.get("version", "")
    if not raw.isascii() or not raw.isdigit() or len(raw) > LONGEST:
        raise VersionMissing
    return int(raw)


def check_version(row: Versioned, version: int) -> None:
    """Raise StaleVersion unless the locked row still stands at this version."""
    if row.version != version:
        raise StaleVersion(row.version)
