"""Faults of the published files: against their digests, against each other."""

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from services.commissioning.feeds.ocds import merge
from services.commissioning.feeds.ocds.checks.finding import Finding
from services.commissioning.feeds.ocds.checks.history import one_project
from services.commissioning.feeds.ocds.numbers import decode, digest, encode

DIGESTS = "ocds/digests.json"
Reader = Callable[[str], bytes | None]
"""Gives the bytes of a path below `/open/`, None where there is nothing."""


def files(read: Reader) -> tuple[int, list[Finding]]:
    """Check everything published; gives how many releases were read and what was found."""
    listed = _document(read, DIGESTS)
    if not isinstance(listed, Mapping):
        return 0, [Finding("file_missing", DIGESTS, "没有摘要清单，无从核对")]
    found: list[Finding] = []
    seen: dict[str, Any] = {}
    for ocid in sorted(listed):
        releases, faults = _project(read, ocid, listed[ocid])
        found += faults
        seen |= {str(one.get("id")): one for one in releases}
    found += [*_bulk(read, seen), *_table(read, seen), *_catalogue(read)]
    return len(seen), found


def _project(
    read: Reader, ocid: str, digests: Mapping[str, str]
) -> tuple[Sequence[Any], list[Finding]]:
    path = f"ocds/releases/{ocid}.json"
    package = _document(read, path)
    if package is None:
        return [], [Finding("file_missing", path, "文件不存在或读不了")]
    releases = package.get("releases", [])
    found = one_project(releases, ocid)
    hashes = {str(one.get("id")): digest(one).hex() for one in releases}
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
    return releases, [*found, *_record(read, ocid, releases)]


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


def _bulk(read: Reader, seen: Mapping[str, Any]) -> Iterator[Finding]:
    lines: dict[str, bytes] = {}
    for year in sorted({str(one.get("date", ""))[:4] for one in seen.values()}):
        path = f"ocds/bulk/{year}.jsonl.gz"
        packed = read(path)
        try:
            text = gzip.decompress(packed) if packed is not None else None
        except (OSError, EOFError, zlib.error):
            text = None
        if text is None:
            yield Finding("file_missing", path, "文件不存在或读不了")
            continue
        lines |= {json.loads(line)["id"]: line for line in text.splitlines()}
    if lines and lines != {key: encode(one) for key, one in seen.items()}:
        yield Finding("bulk_differs", "ocds/bulk", "整包文件和逐个文件不同")


def _table(read: Reader, seen: Mapping[str, Any]) -> Iterator[Finding]:
    packed = read("ocds/csv.zip")
    if packed is None:
        yield Finding("file_missing", "ocds/csv.zip", "文件不存在")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            text = archive.read("releases.csv").decode("utf-8-sig")
    except (zipfile.BadZipFile, KeyError):
        yield Finding("file_missing", "ocds/csv.zip", "压缩文件读不了")
        return
    rows = list(csv.DictReader(io.StringIO(text)))
    if {row["id"] for row in rows} != set(seen) or len(rows) != len(seen):
        yield Finding("csv_rows", "ocds/csv.zip", "表格的行数和发布次数不同")


def _catalogue(read: Reader) -> Iterator[Finding]:
    found = _document(read, "catalog.jsonld")
    if not isinstance(found, Mapping) or not found.get("dcat:dataset"):
        yield Finding("file_missing", "catalog.jsonld", "目录不存在或读不了")


def _document(read: Reader, path: str) -> Any:
    text = read(path)
    try:
        return decode(text) if text is not None else None
    except ValueError:
        return None
