"""The recount finds every change that reached the tables behind the book's back."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from backend.ledger import book
from backend.ledger.entries import digest_of
from backend.ledger.models import Transfer
from tests.backend.ledger.conftest import Counter

Reserve = Callable[..., Transfer]


@pytest.fixture
def kept(counter: Counter, reserve: Reserve) -> Counter:
    """A book with a receipt, a payment and a pending reservation."""
    paid = reserve(200_000)
    with transaction.atomic():
        book.post(paid, actor=counter.actor("sun_li"))
    reserve(50_000, "chen_ping")
    return counter


def tamper(statement: str) -> None:
    """Write as the owner of the tables could: past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount > 0
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_an_honest_book_is_clean_and_everything_was_counted(kept: Counter) -> None:
    report = book.verify()
    assert report.lines() == [
        "checked 1 funds, 4 transfers, 8 postings, 0 payment orders",
        "clean",
    ]


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE ledger_transfer SET amount_fen = amount_fen + 1 WHERE kind = 'post'", "digest"),
        ("UPDATE ledger_transfer SET reason = reason || '.' WHERE kind = 'receive'", "digest"),
        (
            "UPDATE ledger_transfer SET created_at = created_at + interval '1 microsecond'",
            "digest",
        ),
        (
            "UPDATE ledger_transfer SET digest = set_byte(digest, 3, 255 - get_byte(digest, 3))",
            "audit",
        ),
        ("UPDATE ledger_posting SET amount_fen = amount_fen + 1 WHERE account = 'spent'", "digest"),
        ("UPDATE ledger_posting SET account = 'available' WHERE account = 'spent'", "postings"),
        ("DELETE FROM ledger_posting WHERE account = 'spent'", "postings"),
        (
            (
                "UPDATE ledger_balance SET spent_fen = spent_fen - 1,"
                " available_fen = available_fen + 1"
            ),
            "spent_fen is",
        ),
        ("DELETE FROM ledger_transfer WHERE kind = 'post'", "audit trail but not in the book"),
        (
            "UPDATE audit_entry SET subject_digest = sha256('x') WHERE act = 'ledger:post'",
            "audit",
        ),
    ],
)
def test_one_changed_byte_is_found(kept: Counter, statement: str, finding: str) -> None:
    tamper(statement)
    report = book.verify()
    assert not report.ok
    assert any(finding in one for one in report.findings), report.findings


def test_a_rewritten_transfer_with_a_matching_digest_is_found_through_the_trail(
    kept: Counter,
) -> None:
    row = Transfer.objects.get(kind="post")
    row.reason = "改过的说明"
    digest = digest_of(row.content(row.postings.all()))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE ledger_transfer SET reason = %s, digest = %s WHERE id = %s",
            [row.reason, digest, row.pk],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    report = book.verify()
    assert report.findings == [
        f"fund {row.fund_id}: transfer {row.number}: its digest is not the one in the audit trail"
    ]
    assert report.breached == {row.fund_id}
