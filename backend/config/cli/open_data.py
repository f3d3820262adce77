"""`zhijia open verify`: the open data of commissioned projects checked from its files alone.

With `--ledger` it also compares the releases with the database: stored digests, rows, ledger.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from django.conf import settings

from backend.config.launcher.words import LaunchError
from services.commissioning.feeds.ocds.checks.files import DIGESTS, Reader, files
from services.commissioning.feeds.ocds.checks.finding import Finding
from services.commissioning.feeds.ocds.numbers import decode
from services.commissioning.queries import reconcile

SCHEMES = ("http://", "https://")
TIMEOUT_SECONDS = 30
KEPT_BYTES = 4_000_000


def run(wanted: argparse.Namespace) -> int:
    """Print what was checked and every fault; 1 when there is one."""
    place = wanted.place or str(settings.PUBLISHED_ROOT)
    read = _from_site(place) if place.startswith(SCHEMES) else _from_folder(Path(place))
    releases, found = files(read)
    words = [f"{place}: {releases} releases"]
    if wanted.needs == "database":
        projects, faults = reconcile.reconcile()
        found += [*faults, *_stored(read)]
        words.append(f"{projects} projects compared with the ledger")
    for one in found:
        sys.stdout.write(f"{one}\n")
    verdict = f"{len(found)} faults" if found else "clean"
    sys.stdout.write(f"{', '.join(words)}: {verdict}\n")
    return 1 if found else 0


def _from_folder(folder: Path) -> Reader:
    base = folder / "open" if (folder / "open").is_dir() else folder
    if not base.is_dir():
        message = f"{folder} is not a folder"
        raise LaunchError(message)

    def read(path: str) -> IO[bytes] | None:
        place = base / path
        return place.open("rb") if place.is_file() else None

    return read


def _from_site(address: str) -> Reader:
    base = address.rstrip("/").removesuffix("/open") + "/open/"

    def read(path: str) -> IO[bytes] | None:
        # Big files go to the disk on their way, and whoever reads a file closes it.
        kept = SpooledTemporaryFile(max_size=KEPT_BYTES)  # noqa: SIM115
        try:
            # The scheme was checked: nothing but http and https gets here.
            with urlopen(base + quote(path), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                shutil.copyfileobj(answer, kept)
        except URLError:
            kept.close()
            return None
        kept.seek(0)
        return kept

    return read


def _stored(read: Reader) -> Iterator[Finding]:
    """The published digests beside those of the database."""
    file = read(DIGESTS)
    with file or nullcontext(BytesIO(b"{}")) as digests:
        listed = decode(digests.read())
    published = {key: value for one in listed.values() for key, value in one.items()}
    for key, value in reconcile.stored_digests():
        if published.pop(key, None) != value:
            yield Finding("stored_digest", key, "摘要清单和数据库不同")
    for key in sorted(published):
        yield Finding("stored_digest", key, "摘要清单和数据库不同")
