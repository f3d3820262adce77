"""The documents of open data, from the releases as they were stored (interfaces.md 2.3)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter

import orjson
from django.conf import settings
from django.db.models import QuerySet

from backend.kernel import clock
from backend.unions.models import Union
from services.commissioning.feeds.ocds import catalogue, packages, tables
from services.commissioning.feeds.ocds.numbers import decode, encode
from services.commissioning.feeds.ocds.packages import Publisher
from services.commissioning.models import Project, Release
from services.commissioning.queries.public.open_planning import union_body

OCDS = "open/ocds"
CATALOGUE = "open/catalog.jsonld"
NEWEST_PATH = f"{OCDS}/releases.json"
NEWEST = 100
CHUNK = 500
Documents = Iterator[tuple[str, bytes]]
Parts = Iterable[bytes]
"""A document of any size, a part at a time."""
Kept = Callable[[str, datetime], bool]
"""Tells whether a file stands that was written at this moment or later."""


def publisher() -> Publisher:
    """The union at the top of the tree publishes for all below it."""
    top = Union.objects.filter(parent=None, dissolved_on=None).order_by("pk").first()
    if top is None:
        return Publisher("职家", "ZHIJIA-UNION", "0", settings.PUBLIC_ADDRESS)
    body = union_body(top)
    return Publisher(body.name, body.scheme, body.code, settings.PUBLIC_ADDRESS)


def ocid_of(project: Project) -> str:
    """The open contracting id of a project."""
    return f"{settings.OCDS_PREFIX}-{project.number}"


def releases_path(project: Project) -> str:
    """Where the release package of a project lies."""
    return f"{OCDS}/releases/{ocid_of(project)}.json"


def project_documents(project: Project) -> Documents:
    """Release package and record package of one project."""
    rows = list(Release.objects.filter(project=project).order_by("sequence"))
    if not rows:
        return
    ocid, by, newest = ocid_of(project), publisher(), rows[-1].at
    path = f"releases/{ocid}.json"
    raw = [orjson.Fragment(bytes(row.content)) for row in rows]
    yield releases_path(project), encode(packages.release_package(by, path, raw, newest))
    path = f"records/{ocid}.json"
    releases = [decode(bytes(row.content)) for row in rows]
    yield f"{OCDS}/{path}", encode(packages.record_package(by, path, releases, newest))


def newest_document() -> Documents:
    """The package of the newest releases of all projects."""
    rows = list(Release.objects.order_by("-at", "-pk")[:NEWEST])
    by = publisher()
    raw = [orjson.Fragment(bytes(row.content)) for row in rows]
    package = packages.release_package(by, "releases.json", raw, _newest(rows))
    if not raw:
        del package["releases"]
    yield NEWEST_PATH, encode(package)


def bulk_documents(is_kept: Kept) -> Iterator[tuple[str, Parts]]:
    """Everything at once: one gzipped file a year, the tables, the digests, and the catalogue.

    Each is made part by part while it is read. A year that is over gets no release any more: its
    file is left out where `is_kept` knows it, by its path, since the end of the year. The catalogue
    comes last: it says what the others hold.
    """
    for year in _years():
        path, (_, end) = f"{OCDS}/bulk/{year}.jsonl.gz", _bounds(year)
        if not is_kept(path, end):
            yield path, packages.bulk(_contents(_of_year(year)))
    every = Release.objects.order_by("at", "pk")
    yield f"{OCDS}/csv.zip", tables.zipped(decode(one) for one in _contents(every))
    yield f"{OCDS}/digests.json", _digests()
    yield CATALOGUE, (catalogue_document(),)


def catalogue_document() -> bytes:
    """The catalogue; it changes with every release."""
    first, last = _first_and_last()
    return encode(catalogue.catalogue(publisher(), _years(), first, last))


def are_many(count: int) -> bool:
    """Tell whether there are more releases than so many; looks at no more than these."""
    return Release.objects.order_by("pk")[count : count + 1].exists()


def one_document(path: str) -> bytes | None:
    """The document of a path that has no file yet; None for a path that is none of ours."""
    if path == NEWEST_PATH:
        return dict(newest_document())[path]
    documents = bulk_documents(lambda *_: False)
    return next((b"".join(parts) for one, parts in documents if one == path), None)


def _digests() -> Parts:
    """The SHA-256 of each release as it was stored, by project, as JSON."""
    rows = Release.objects.order_by("project_id", "sequence").values_list(
        "project__number", "sequence", "digest"
    )
    yield b"{"
    by_project = groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0))
    for place, (number, group) in enumerate(by_project):
        hashes = {f"{number}-{sequence:04d}": bytes(digest).hex() for _, sequence, digest in group}
        text = encode({f"{settings.OCDS_PREFIX}-{number}": hashes})
        yield (b"," if place else b"") + text[1:-1]
    yield b"}"


def _contents(rows: QuerySet[Release]) -> Iterator[bytes]:
    for content in rows.values_list("content", flat=True).iterator(chunk_size=CHUNK):
        yield bytes(content)


def _newest(rows: list[Release]) -> datetime:
    return max((row.at for row in rows), default=clock.start_of(clock.today()))


def _years() -> list[int]:
    """Years with a release; asked year by year, which reads two rows for each."""
    if not Release.objects.exists():
        return []
    first, last = (clock.to_local(at).year for at in _first_and_last())
    return [year for year in range(first, last + 1) if _of_year(year).exists()]


def _of_year(year: int) -> QuerySet[Release]:
    begin, end = _bounds(year)
    return Release.objects.filter(at__gte=begin, at__lt=end).order_by("at", "pk")


def _bounds(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=clock.TZ), datetime(year + 1, 1, 1, tzinfo=clock.TZ)


def _first_and_last() -> tuple[datetime, datetime]:
    rows = Release.objects.values_list("at", flat=True)
    first, last = rows.order_by("at", "pk").first(), rows.order_by("-at", "-pk").first()
    otherwise = clock.start_of(clock.today())
    return first or otherwise, last or otherwise
