"""Writing the public files of projects: after the commit, from what PostgreSQL holds, atomically.

`drain` first settles each project that acts left word of (releases, publications, duties), then
writes its files and forgets the word. It may be run at any time, by any number of workers, and
again after a crash: a reader sees the old file or the new one, never a half.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import DomainError
from services.commissioning.feed_documents import atom, open_data, pages
from services.commissioning.models import Project, PublicWork, Release
from services.commissioning.workflow import public_face
from services.disclosure.feed_writing import write_file

log = logging.getLogger(__name__)

BULK_AT_ONCE = 2_000
"""Up to so many releases the whole bulk is written with each change."""

BULK_EVERY = timedelta(minutes=10)
Documents = Iterable[tuple[str, bytes]]


def drain() -> int:
    """Settle what acts left to do, then write the files; gives how many files changed."""
    for number in public_face.waiting():
        try:
            public_face.settle(number)
        except DomainError as refusal:
            # One project that cannot be settled must not hold up the others.
            log.warning("project %s is not settled: %s", number, refusal.code)
    return write_waiting()


@verb
def write_waiting() -> int:
    """Write the files of every settled project; a second worker at the same time does nothing."""
    if not _alone():
        return 0
    work = list(PublicWork.objects.filter(is_released=True).values_list("pk", "project_id"))
    if not work and _stands():
        return 0
    projects = _public() if not _stands() else _public().filter(pk__in={one for _, one in work})
    changed = sum(_write(_of(project)) for project in projects.iterator(chunk_size=100))
    changed += _write(_shared())
    PublicWork.objects.filter(pk__in=[key for key, _ in work]).delete()
    return changed


@verb
def rebuild() -> int:
    """Write every public file anew from the database; gives how many files changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('commissioning.files'))")
    changed = sum(_write(_of(project)) for project in _public().iterator(chunk_size=100))
    return changed + _write(_shared(everything=True))


def folder() -> Path:
    """The folder whose files are served as they lie."""
    return Path(settings.PUBLISHED_ROOT)


def _of(project: Project) -> Documents:
    yield from open_data.project_documents(project)
    yield from pages.page_documents(project)


def _shared(*, everything: bool = False) -> Documents:
    """What all projects share; the digests come last: their being there says that all is."""
    yield from pages.list_documents()
    yield from atom.feed_documents()
    yield from open_data.newest_document()
    if everything or _bulk_is_due():
        yield from open_data.bulk_documents()
    yield from open_data.digests_document()


def _bulk_is_due() -> bool:
    place = folder() / "open/catalog.jsonld"
    if not place.is_file() or Release.objects.count() <= BULK_AT_ONCE:
        return True
    age = clock.now().timestamp() - place.stat().st_mtime
    return age >= BULK_EVERY.total_seconds()


def _stands() -> bool:
    return (folder() / open_data.OCDS / "digests.json").is_file()


def _public() -> QuerySet[Project]:
    rows = Project.objects.public().filter(opened_at__isnull=False)
    return rows.select_related("union", "fund").order_by("pk")


def _write(documents: Documents) -> int:
    return sum(write_file(folder() / path, content) for path, content in documents)


def _alone() -> bool:
    """Take the writer's lock until the end of the transaction, or tell that another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('commissioning.files'))")
        return bool(cursor.fetchone()[0])
