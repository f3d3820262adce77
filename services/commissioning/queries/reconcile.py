"""The releases beside the database that they came from: hashes, ledger, ties."""

from collections.abc import Iterator
from hashlib import sha256

from services.commissioning.feeds.ocds.checks.finding import Finding
from services.commissioning.feeds.ocds.numbers import decode, yuan
from services.commissioning.models import Contract, Project, Release
from services.commissioning.queries.books import books_now, ledger_paid_fen
from services.commissioning.rules import ties

CHUNK = 200


def stored_digests() -> dict[str, str]:
    """The digest of each release as the database keeps it, by its id."""
    rows = Release.objects.values_list("project__number", "sequence", "digest")
    return {
        f"{number}-{sequence:04d}": bytes(digest).hex()
        for number, sequence, digest in rows.iterator(chunk_size=CHUNK)
    }


def reconcile() -> tuple[int, list[Finding]]:
    """Compare every project's newest release with rows and ledger; gives how many were read."""
    count, found = 0, []
    for project in Project.objects.filter(releases__isnull=False).distinct().order_by("pk"):
        count += 1
        found += list(_project(project))
    return count, found


def _project(project: Project) -> Iterator[Finding]:
    newest = None
    for row in Release.objects.filter(project=project).order_by("sequence"):
        if sha256(bytes(row.content)).digest() != bytes(row.digest):
            where = f"{project.number}-{row.sequence:04d}"
            yield Finding("digest", where, "库里的内容和摘要不一致")
        newest = row
    contract = Contract.objects.filter(project=project, signed_on__isnull=False).first()
    if newest is None or contract is None:
        return
    for problem in ties.problems(books_now(contract)):
        yield Finding("books", project.number, problem)
    told = decode(bytes(newest.content)).get("contracts", [])
    paid = yuan(ledger_paid_fen(contract))
    for one in told:
        published = one["implementation"]["financialProgress"]["totalSpend"]["amount"]
        if published != paid:
            words = f"已发布的支付合计 {published} 元，账簿 {paid} 元"
            yield Finding("ledger", project.number, words)
