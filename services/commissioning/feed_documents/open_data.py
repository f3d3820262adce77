"""The documents of open data, from the releases as they were stored (interfaces.md 2.3)."""

from collections.abc import Callable, Iterator
from datetime import datetime

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from backend.kernel import clock
from backend.unions.models import Union
from services.commissioning.feeds.ocds import catalogue, packages, tables
from services.commissioning.feeds.ocds.numbers import decode, encode
from services.commissioning.feeds.ocds.packages import Publisher
from services.commissioning.models import Project, Release
from services.commissioning.queries.public.open_planning import union_body

OCDS = "open/ocds"
NEWEST = 100
CHUNK = 500
Documents = Iterator[tuple[str, bytes]]


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


def project_documents(project: Project) -> Documents:
    """Release package and record package of one project."""
    rows = list(Release.objects.filter(project=project).order_by("sequence"))
    if not rows:
        return
    ocid, by, newest = ocid_of(project), publisher(), rows[-1].at
    path = f"releases/{ocid}.json"
    raw = [orjson.Fragment(bytes(row.content)) for row in rows]
    yield f"{OCDS}/{path}", encode(packages.release_package(by, path, raw, newest))
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
    yield f"{OCDS}/releases.json", encode(package)


def digests_document() -> Documents:
    """The SHA-256 of each release as it was stored, by project."""
    found: dict[str, dict[str, str]] = {}
    rows = Release.objects.order_by("project_id", "sequence").values_list(
        "project__number", "sequence", "digest"
    )
    for number, sequence, digest in rows.iterator(chunk_size=CHUNK):
        ocid = f"{settings.OCDS_PREFIX}-{number}"
        found.setdefault(ocid, {})[f"{number}-{sequence:04d}"] = bytes(digest).hex()
    yield f"{OCDS}/digests.json", encode(found)


def bulk_documents() -> Documents:
    """All releases: one gzipped file a year, the tables, and the catalogue of everything."""
    years = sorted(_years())
    for year in years:
        contents = _of_year(year).values_list("content", flat=True)
        lines = (bytes(one) for one in contents.iterator(chunk_size=CHUNK))
        yield f"{OCDS}/bulk/{year}.jsonl.gz", packages.bulk(lines)
    every = Release.objects.order_by("at", "pk").values_list("content", flat=True)
    decoded = (decode(bytes(one)) for one in every.iterator(chunk_size=CHUNK))
    yield f"{OCDS}/csv.zip", tables.zipped(decoded)
    first, last = _first_and_last()
    yield "open/catalog.jsonld", encode(catalogue.catalogue(publisher(), years, first, last))


def one_document(path: str) -> bytes | None:
    """The document of a path that has no file yet; None for a path that is none of ours."""
    makers: dict[str, Callable[[], Documents]] = {
        f"{OCDS}/releases.json": newest_document,
        f"{OCDS}/digests.json": digests_document,
    }
    made = makers[path]() if path in makers else bulk_documents()
    return dict(made).get(path)


def _newest(rows: list[Release]) -> datetime:
    return max((row.at for row in rows), default=clock.start_of(clock.today()))


def _years() -> set[int]:
    rows = Release.objects.annotate(year=ExtractYear("at", tzinfo=clock.TZ))
    return set(rows.order_by().values_list("year", flat=True).distinct())


def _of_year(year: int) -> QuerySet[Release]:
    begin = datetime(year, 1, 1, tzinfo=clock.TZ)
    end = datetime(year + 1, 1, 1, tzinfo=clock.TZ)
    return Release.objects.filter(at__gte=begin, at__lt=end).order_by("at", "pk")


def _first_and_last() -> tuple[datetime, datetime]:
    rows = Release.objects.order_by("at").values_list("at", flat=True)
    first, last = rows.first(), rows.last()
    otherwise = clock.start_of(clock.today())
    return first or otherwise, last or otherwise
