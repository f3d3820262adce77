"""Faults of the published files: against their digests, against each other."""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Any

import orjson

from services.commissioning.feeds.ocds import merge
from services.commissioning.feeds.ocds.checks.finding import Finding
from services.commissioning.feeds.ocds.checks.history import one_project
from services.commissioning.feeds.ocds.numbers import decode, digest, encode

DIGESTS = "ocds/digests.json"
Reader = Callable[[str], IO[bytes] | None]
"""Opens a path below `/open/`, where one can seek; None where there is nothing."""

Hashes = Mapping[str, str]
"""SHA-256 of releases by their id."""


@dataclass(slots=True)
class Seen:
    """All that is remembered of the releases that were checked, so that any number fits."""

    hashes: dict[str, str] = field(default_factory=dict)
    years: set[str] = field(default_factory=set)


def files(read: Reader) -> tuple[int, list[Finding]]:
    """Check everything published; gives how many releases were read and what was found."""
    listed = _document(read, DIGESTS)
    if not isinstance(listed, Mapping):
        return 0, [Finding("file_missing", DIGESTS, "没有摘要清单，无从核对")]
    found: list[Finding] = []
    seen = Seen()
    for ocid in sorted(listed):
        found += _project(read, ocid, listed[ocid], seen)
    found += [*_bulk(read, seen), *_table(read, seen), *_catalogue(read)]
    return len(seen.hashes), found


def _project(read: Reader, ocid: str, digests: Hashes, seen: Seen) -> list[Finding]:
    path = f"ocds/releases/{ocid}.json"
    package = _document(read, path)
    if package is None:
        return [Finding("file_missing", path, "文件不存在或读不了")]
    releases = package.get("releases", [])
    found = one_project(releases, ocid)
    hashes = {str(one.get("id")): digest(one).hex() for one in releases}
    seen.hashes |= hashes
    seen.years |= {str(one.get("date", ""))[:4] for one in releases}
    for key, value in digests.items():
        if key not in hashes:
            found.append(Finding("release_missing", path, f"缺少发布 {key}"))
        elif hashes[key] != value:
            found.append(Finding("digest", key, "内容和发布时的摘要不一致"))
    found += [
        Finding("release_unknown", key, "摘要清单里没有这次发布")
        for key in hashes
        if key not in digests
    ]
    return [*found, *_record(read, ocid, releases)]


def _record(read: Reader, ocid: str, releases: Sequence[Any]) -> Iterator[Finding]:
    path = f"ocds/records/{ocid}.json"
    package = _document(read, path)
    if package is None:
        yield Finding("file_missing", path, "文件不存在或读不了")
        return
    record = package["records"][0]
    if encode(record.get("releases")) != encode(list(releases)):
        yield Finding("record_releases", path, "档案里的各次发布和发布文件不同")
    if releases and encode(record.get("compiledRelease")) != encode(merge.compiled(releases)):
        yield Finding("record_merge", path, "档案不是各次发布合并的结果")
    if releases and encode(record.get("versionedRelease")) != encode(merge.versioned(releases)):
        yield Finding("record_versions", path, "档案的变化记录和各次发布不符")


def _bulk(read: Reader, seen: Seen) -> Iterator[Finding]:
    """The same bytes as each release, once; read line by line."""
    left, lines, is_same = set(seen.hashes), 0, True
    for year in sorted(seen.years):
        path = f"ocds/bulk/{year}.jsonl.gz"
        packed = read(path)
        try:
            for line in _lines(packed):
                key = _id_of(line)
                is_same = is_same and seen.hashes.get(key) == sha256(line).hexdigest()
                left.discard(key)
                lines += 1
        except (OSError, EOFError, zlib.error):
            packed = None
        if packed is None:
            yield Finding("file_missing", path, "文件不存在或读不了")
    if lines and (left or not is_same or lines != len(seen.hashes)):
        yield Finding("bulk_differs", "ocds/bulk", "整包文件和逐个文件不同")


def _table(read: Reader, seen: Seen) -> Iterator[Finding]:
    packed = read("ocds/csv.zip")
    if packed is None:
        yield Finding("file_missing", "ocds/csv.zip", "文件不存在")
        return
    left, rows = set(seen.hashes), 0
    try:
        with packed, zipfile.ZipFile(packed) as archive, archive.open("releases.csv") as table:
            for row in csv.DictReader(io.TextIOWrapper(table, "utf-8-sig")):
                left.discard(row["id"])
                rows += 1
    except (zipfile.BadZipFile, KeyError):
        yield Finding("file_missing", "ocds/csv.zip", "压缩文件读不了")
        return
    if left or rows != len(seen.hashes):
        yield Finding("csv_rows", "ocds/csv.zip", "表格的行数和发布次数不同")


def _catalogue(read: Reader) -> Iterator[Finding]:
    found = _document(read, "catalog.jsonld")
    if not isinstance(found, Mapping) or not found.get("dcat:dataset"):
        yield Finding("file_missing", "catalog.jsonld", "目录不存在或读不了")


def _document(read: Reader, path: str) -> Any:
    file = read(path)
    if file is None:
        return None
    try:
        with file:
            return decode(file.read())
    except ValueError:
        return None


def _lines(packed: IO[bytes] | None) -> Iterator[bytes]:
    if packed is not None:
        with packed, gzip.open(packed) as file:
            yield from (line.rstrip(b"\n") for line in file)


def _id_of(line: bytes) -> str:
    try:
        return str(orjson.loads(line)["id"])
    except (ValueError, LookupError, TypeError):
        return ""
