"""`zhijia packs check`: every vector of every file, one line for each; no database is touched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.parse import parse
from services.mutual_aid.rules.reading import PackError, read_file
from services.mutual_aid.rules.vectors import run_vectors


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One printed line, and whether it is a finding."""

    text: str
    is_finding: bool


def check_files(paths: Iterable[Path]) -> Iterator[CheckLine]:
    """Evaluate every vector of the files, line by line; a misfit file is one line with its path."""
    for path in paths:
        try:
            pack = parse(read_file(path))
        except PackError as error:
            yield CheckLine(f"{path}: error {error}", is_finding=True)
            continue
        yield from _check_pack(path, pack)


def load_file(path: Path) -> Pack:
    """Read a pack that passes all of its own vectors; raises PackError (section 10)."""
    return refuse_failing(parse(read_file(path)))


def refuse_failing(pack: Pack) -> Pack:
    """Give the pack back when all of its vectors pass; raises PackError at the first that fails."""
    for result in run_vectors(pack):
        if not result.passed:
            reason = f"expected {result.expected}, got {result.got}"
            raise PackError(f"/vectors/{result.place}", reason)
    return pack


def _check_pack(path: Path, pack: Pack) -> Iterator[CheckLine]:
    results = run_vectors(pack)
    for result in results:
        verdict = "pass" if result.passed else "FAIL"
        yield CheckLine(
            f"{path}: vector {result.place} expected {result.expected} got {result.got} {verdict}",
            is_finding=not result.passed,
        )
    failed = sum(not result.passed for result in results)
    signed = "verified" if pack.is_verified else "not verified: never pays"
    yield CheckLine(
        f"{path}: {pack.code} version {pack.version}, {len(results)} vectors, {failed} failed"
        f" ({signed})",
        is_finding=False,
    )
    if path.name != pack.file_name:
        yield CheckLine(
            f"{path}: note: section 1 names this file {pack.file_name}",
            is_finding=False,
        )
