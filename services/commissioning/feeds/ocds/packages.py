"""Release and record packages, and the bulk file."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.commissioning.feeds.ocds import merge
from services.commissioning.feeds.ocds.times import moment

VERSION = "1.1"
_RAW = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS = tuple(
    f"{_RAW}/{name}/master/extension.json"
    for name in (
        "ocds_metrics_extension",
        "ocds_budget_and_spend_extension",
        "ocds_contract_completion_extension",
    )
)
GZIP = zlib.MAX_WBITS | 16
"""What tells zlib to write the head and tail of gzip."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and from which address."""

    name: str
    scheme: str
    uid: str
    site: str

    @property
    def base(self) -> str:
        """The address below which every document of open data lies."""
        return f"{self.site}/open/ocds"


def release_package(
    publisher: Publisher, path: str, releases: Sequence[Any], published: datetime
) -> dict[str, Any]:
    """Wrap releases; `path` is the document's own place below the base."""
    return {**_head(publisher, path, published), "releases": list(releases)}


def record_package(
    publisher: Publisher, path: str, releases: Sequence[Any], published: datetime
) -> dict[str, Any]:
    """Wrap the record of one project: its releases, merged and versioned."""
    record = {
        "ocid": releases[0]["ocid"],
        "releases": list(releases),
        "compiledRelease": merge.compiled(releases),
        "versionedRelease": merge.versioned(releases),
    }
    return {**_head(publisher, path, published), "records": [record]}


def bulk(lines: Iterable[bytes]) -> Iterator[bytes]:
    """One release a line, gzipped without a time stamp: equal content gives equal bytes."""
    packer = zlib.compressobj(level=6, wbits=GZIP)
    for line in lines:
        if part := packer.compress(line + b"\n"):
            yield part
    yield packer.flush()


def _head(publisher: Publisher, path: str, published: datetime) -> dict[str, Any]:
    return {
        "uri": f"{publisher.base}/{path}",
        "version": VERSION,
        "extensions": list(EXTENSIONS),
        "publishedDate": moment(published),
        "publisher": {
            "name": publisher.name,
            "scheme": publisher.scheme,
            "uid": publisher.uid,
            "uri": publisher.site,
        },
        "license": LICENCE,
        "publicationPolicy": f"{publisher.site}/projects/open-data/",
    }
