"""Writing the public files of projects: after the commit, from what PostgreSQL holds, atomically.

`drain` first settles each project that acts left word of (releases, publications, duties), then
writes its files and forgets the word. It may be run at any time, by any number of workers, and
again after a crash: a reader sees the old file or the new one, never a half.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from backend.access.write import verb
from backend.kernel import clock
from services.commissioning.feed_documents import atom, open_data, pages
from services.commissioning.feeds.ocds.checks.finding import Finding
from services.commissioning.feeds.ocds.numbers import decode, digest
from services.commissioning.models import Project, PublicWork
from services.commissioning.queries import reconcile
from services.commissioning.workflow import public_face
from services.disclosure.feed_writing import write_file, write_parts

AT_ONCE = 500
"""Projects whose files are written in one transaction."""

BULK_AT_ONCE = 2_000
"""Up to so many releases the whole bulk is written with each change; beyond, by its own task."""

HEAD_BYTES = 4_096
"""The links of an archive stand in its head, before the first entry."""

BULK_EVERY = timedelta(minutes=10)
REBUILT_AT_ONCE = 50
"""So few that other writers come in between soon."""

WAITS = ["statement_timeout", "lock_timeout"]
"""Limits that a command does not have: nobody waits for its answer."""

Documents = Iterable[tuple[str, bytes]]


@dataclass(slots=True)
class Rebuilt:
    """How far writing everything anew has come: `releases` are proved to be as they were stored."""

    wanted: int
    projects: int = 0
    releases: int = 0
    changed: int = 0
    found: list[Finding] = field(default_factory=list)
    last: int = 0


def drain() -> int:
    """Settle what acts left to do, then write the files; gives how many files changed."""
    for number in public_face.waiting():
        public_face.attempt(public_face.settle, number)
    changed = write_waiting()
    if changed and not open_data.are_many(BULK_AT_ONCE):
        changed += write_bulk()
    return changed


@verb
def write_waiting() -> int:
    """Write the files of settled projects; a second worker at the same time does nothing.

    So many at once that a run stays short; after a loss of the folder it takes several.
    """
    if not _alone("commissioning.files"):
        return 0
    work = list(
        PublicWork.objects.filter(is_released=True)
        .order_by("pk")
        .values_list("pk", "project_id")[:AT_ONCE]
    )
    lost = [] if _stands() else list(islice(_without_page(), AT_ONCE))
    if _stands() and not work:
        return 0
    projects = _public().filter(pk__in={*lost, *(one for _, one in work)})
    changed = sum(_write(_of(project)) for project in projects.iterator(chunk_size=100))
    if len(lost) < AT_ONCE:
        changed += _write(_shared())
    PublicWork.objects.filter(pk__in=[key for key, _ in work]).delete()
    return changed


@verb
def write_bulk() -> int:
    """Write what holds all releases, unless another does; gives how many files changed."""
    return _write_bulk(_stands_since) if _alone("commissioning.bulk") else 0


def bulk_lags() -> bool:
    """Tell whether the bulk is not there, or is older than ten minutes and lacks a release."""
    place = folder() / open_data.CATALOGUE
    if not place.is_file():
        return True
    age = clock.now().timestamp() - place.stat().st_mtime
    if age < BULK_EVERY.total_seconds():
        return False
    return place.read_bytes() != open_data.catalogue_document()


def rebuild(tell: Callable[[Rebuilt], None] = lambda _: None) -> Rebuilt:
    """Write every public file anew from the database, some projects at a time.

    Beside running writers: what they have to write meanwhile is written between two portions. A
    release is never given other bytes: a project whose stored releases are not what their digests
    say keeps its files, is a finding, and what all projects share is left alone then. `tell` hears
    how far it is after each portion.
    """
    done = Rebuilt(wanted=_public().count())
    while _rebuild_some(done):
        if _stands():
            write_waiting()
        tell(done)
    if not done.found:
        _rebuild_shared(done)
        _rebuild_bulk(done)
    return done


@verb
def _rebuild_some(done: Rebuilt) -> bool:
    """Write the next projects anew; tells whether there were any."""
    _take("commissioning.files")
    projects = list(_public().filter(pk__gt=done.last)[:REBUILT_AT_ONCE])
    for project in projects:
        stored, faults = reconcile.releases_of(project)
        if not faults:
            done.changed += _write(_of(project))
            faults = [*_differing(project, stored)]
        done.found += faults
        done.releases += len(stored)
        done.projects, done.last = done.projects + 1, project.pk
    return bool(projects)


@verb
def _rebuild_shared(done: Rebuilt) -> None:
    _take("commissioning.files")
    done.changed += _write(_shared(everything=True))


@verb
def _rebuild_bulk(done: Rebuilt) -> None:
    _take("commissioning.bulk")
    done.changed += _write_bulk(lambda *_: False)


def folder() -> Path:
    """The folder whose files are served as they lie."""
    return Path(settings.PUBLISHED_ROOT)


def _of(project: Project) -> Documents:
    yield from open_data.project_documents(project)
    yield from pages.page_documents(project)


def _shared(*, everything: bool = False) -> Documents:
    """What all projects share and what stays small; the last one says that all of it is there."""
    yield from pages.list_documents()
    yield from atom.feed_documents(lambda path, newer: not everything and _names(path, newer))
    yield from open_data.newest_document()


def _names(path: str, successor: str) -> bool:
    """Tell whether an archive is there and links to its successor, where it has one."""
    place = folder() / path
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return successor.encode() in file.read(HEAD_BYTES)


def _differing(project: Project, stored: Sequence[bytes]) -> Iterator[Finding]:
    """What the file of a project holds, read back, beside the digests of its releases."""
    place = folder() / open_data.releases_path(project)
    written = decode(place.read_bytes())["releases"] if stored else []
    if [digest(one) for one in written] != stored:
        yield Finding("digest", project.number, "文件里的发布和发布时的摘要不一致")


def _write_bulk(is_kept: open_data.Kept) -> int:
    documents = open_data.bulk_documents(is_kept)
    return sum(write_parts(folder() / path, parts) for path, parts in documents)


def _stands_since(path: str, moment: datetime) -> bool:
    place = folder() / path
    return place.is_file() and place.stat().st_mtime >= moment.timestamp()


def _stands() -> bool:
    return (folder() / open_data.NEWEST_PATH).is_file()


def _without_page() -> Iterator[int]:
    """Keys of the public projects whose page is not there."""
    rows = _public().values_list("pk", "number")
    for key, number in rows.iterator(chunk_size=2_000):
        if not (folder() / pages.page_path(number)).is_file():
            yield key


def _public() -> QuerySet[Project]:
    rows = Project.objects.public().filter(opened_at__isnull=False)
    return rows.select_related("union", "fund").order_by("pk")


def _write(documents: Documents) -> int:
    return sum(write_file(folder() / path, content) for path, content in documents)


def _take(lock: str) -> None:
    """Take a lock until the end of the transaction, however long another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(one, '0', true) FROM unnest(%s::text[]) one", [WAITS])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [lock])


def _alone(lock: str) -> bool:
    """Take a lock until the end of the transaction, or tell that another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [lock])
        return bool(cursor.fetchone()[0])
