"""The releases beside the database that they came from: hashes, ledger, ties."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from django.db.models import Exists, OuterRef

from services.commissioning.feeds.ocds.checks.finding import Finding
from services.commissioning.feeds.ocds.numbers import decode, yuan
from services.commissioning.models import Contract, Project, Release
from services.commissioning.queries.books import books_of
from services.commissioning.queries.delivered import figures_of
from services.commissioning.rules import ties
from services.commissioning.rules.ties import Books

CHUNK = 200
"""Projects that are read together: a flat number of statements, and of bytes, for each chunk."""


def stored_digests() -> Iterator[tuple[str, str]]:
    """The digest of each release as the database keeps it, with its id."""
    rows = Release.objects.order_by("project_id", "sequence")
    found = rows.values_list("project__number", "sequence", "digest")
    for number, sequence, digest in found.iterator(chunk_size=CHUNK * 10):
        yield _id(number, sequence), bytes(digest).hex()


def releases_of(project: Project) -> tuple[list[bytes], list[Finding]]:
    """The digests of a project's releases in their order, and those whose content has another."""
    rows = Release.objects.filter(project=project).order_by("sequence")
    stored: list[bytes] = []
    found: list[Finding] = []
    for row in rows.iterator(chunk_size=CHUNK):
        stored.append(bytes(row.digest))
        found += _altered(row, project.number)
    return stored, found


def reconcile() -> tuple[int, list[Finding]]:
    """Compare every project's newest release with rows and ledger; gives how many were read."""
    count, found = 0, []
    for projects in _chunks():
        count += len(projects)
        found += _compare(projects)
    return count, found


def _chunks() -> Iterator[Sequence[Project]]:
    """Every project with a release, in the order of its key, a chunk at a time."""
    released = Exists(Release.objects.filter(project=OuterRef("pk")))
    rows, last = Project.objects.filter(released).order_by("pk"), 0
    while projects := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield projects
        last = projects[-1].pk


def beside(
    projects: Sequence[Project], contracts: Sequence[Contract], books: Mapping[int, Books]
) -> dict[int, list[Finding]]:
    """Compare these projects' releases with their digests and the newest with the ledger.

    By the project's key; `contracts` are their signed ones, `books` is what each says now.
    """
    numbers = {one.pk: one.number for one in projects}
    newest: dict[int, bytes] = {}
    found: dict[int, list[Finding]] = {one.pk: [] for one in projects}
    rows = Release.objects.filter(project__in=projects).order_by("project_id", "sequence")
    for row in rows.iterator(chunk_size=CHUNK):
        newest[row.project_id] = bytes(row.content)
        found[row.project_id] += _altered(row, numbers[row.project_id])
    for contract in contracts:
        key, content = contract.project_id, newest.get(contract.project_id)
        if content is not None:
            paid_fen = books[contract.pk].ledger_paid_fen
            found[key] += _published(content, paid_fen, numbers[key])
    return found


def _compare(projects: Sequence[Project]) -> list[Finding]:
    numbers = {one.pk: one.number for one in projects}
    contracts = list(Contract.objects.filter(project__in=projects, signed_on__isnull=False))
    books = books_of(contracts, figures_of(contracts))
    found = [one for some in beside(projects, contracts, books).values() for one in some]
    for contract in contracts:
        number = numbers[contract.project_id]
        found += [
            Finding("books", number, problem) for problem in ties.problems(books[contract.pk])
        ]
    return found


def _altered(row: Release, number: str) -> Iterator[Finding]:
    if sha256(bytes(row.content)).digest() != bytes(row.digest):
        yield Finding("digest", _id(number, row.sequence), "库里的内容和摘要不一致")


def _published(content: bytes, paid_fen: int, number: str) -> Iterator[Finding]:
    """What a release says was paid, beside the ledger."""
    paid = yuan(paid_fen)
    try:
        told = [
            one["implementation"]["financialProgress"]["totalSpend"]["amount"]
            for one in decode(content).get("contracts", [])
        ]
    except (AttributeError, LookupError, TypeError, ValueError):
        yield Finding("release_unreadable", number, "已发布的内容读不出支付合计")
        return
    for published in told:
        if published != paid:
            words = f"已发布的支付合计 {published} 元，账簿 {paid} 元"
            yield Finding("ledger", number, words)


def _id(number: str, sequence: int) -> str:
    return f"{number}-{sequence:04d}"
