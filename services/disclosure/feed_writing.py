"""Writing the feeds as files: after the commit, from what PostgreSQL holds, atomically.

A publication leaves a `FeedWork` row in its own transaction. `drain` turns such rows into files
and deletes them; it may be run at any time, by any number of workers, and again after a crash. A
reader sees the old file or the new one, never a half.
"""

import filecmp
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import connection

from backend.access.write import verb
from backend.unions.models import Union
from services.disclosure.feed_documents import (
    all_months,
    archive_documents,
    archive_path,
    current_documents,
    current_path,
)
from services.disclosure.feeds.entries import Format
from services.disclosure.models import Disclosure, FeedWork

FILE_MODE = 0o644
FOLDER_MODE = 0o755
# A month's archive changes once more when its successor appears (its link to the newer one).
RECENT_ARCHIVES = 2


@verb
def drain() -> int:
    """Write what publications left to do, and everything when the files are not there at all.

    Returns how many files changed. A second worker at the same time does nothing.
    """
    if not _alone():
        return 0
    if not (feed_folder() / current_path(None, Format.ATOM)).is_file():
        return _rebuild()
    work = list(FeedWork.objects.order_by("id"))
    if not work:
        return 0
    is_deep = any(one.is_deep for one in work)
    unions = Union.objects.filter(pk__in={one.union_id for one in work})
    changed = sum(write_feeds(union, is_deep=is_deep) for union in [None, *unions])
    FeedWork.objects.filter(pk__in=[one.pk for one in work]).delete()
    return changed


@verb
def rebuild() -> int:
    """Write every feed anew from the database; returns how many files changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('disclosure.feeds'))")
    return _rebuild()


def feed_folder() -> Path:
    """The folder that stands for `/feeds/`."""
    return Path(settings.PUBLISHED_ROOT) / "feeds"


def write_feeds(union: Union | None, *, is_deep: bool) -> int:
    """Write one union's documents (None: those of all); returns how many changed.

    Archives that exist are left alone unless `is_deep`, but for the youngest two.
    """
    months = all_months(union)
    folder = feed_folder()
    wanted = [
        month
        for place, month in enumerate(months)
        if is_deep
        or place >= len(months) - RECENT_ARCHIVES
        or not (folder / archive_path(union, month, Format.ATOM)).is_file()
    ]
    # Archives first: the current document must never point at one that is not there yet.
    changed = _write_all(folder, archive_documents(union, months, wanted))
    return changed + _write_all(folder, current_documents(union, months))


def _rebuild() -> int:
    work = list(FeedWork.objects.values_list("pk", flat=True))
    unions = Union.objects.filter(
        pk__in=Disclosure.objects.public().order_by().values_list("union_id", flat=True).distinct()
    )
    # The document of all unions comes last: its being there says that everything is.
    changed = sum(write_feeds(union, is_deep=True) for union in [*unions, None])
    FeedWork.objects.filter(pk__in=work).delete()
    return changed


def _alone() -> bool:
    """Take the writer's lock until the end of the transaction, or tell that another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('disclosure.feeds'))")
        return bool(cursor.fetchone()[0])


def _write_all(folder: Path, documents: Iterable[tuple[str, bytes]]) -> int:
    return sum(write_file(folder / path, content) for path, content in documents)


def write_file(path: Path, content: bytes) -> bool:
    """Put `content` at `path` in one step; an equal file is left alone (and keeps its ETag)."""
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except FileNotFoundError:
        pass
    return write_parts(path, (content,))


def write_parts(path: Path, parts: Iterable[bytes]) -> bool:
    """Put a file of any size at `path` in one step, a part at a time; an equal one is left alone.

    The new file is at least one second younger than the old one: servers build ETag and
    Last-Modified from whole seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            if _is_same(fresh, path):
                fresh.unlink()
                return False
            os.fsync(file.fileno())
        before = int(path.stat().st_mtime) if path.exists() else 0
        stamp = max(fresh.stat().st_mtime, before + 1)
        os.utime(fresh, (stamp, stamp))
        fresh.chmod(FILE_MODE)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return True


def _is_same(fresh: Path, path: Path) -> bool:
    return path.is_file() and filecmp.cmp(fresh, path, shallow=False)
