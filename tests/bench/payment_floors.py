"""The two floors of B14: the bytes alone, and the same rows, updates and bytes by bare statements.

The first is the one query and the file. The second also enters the batch and its orders by COPY
into the same tables, with their keys, indexes and triggers, and binds each benefit to its order;
it checks nothing, traces nothing and does not mark the orders as sent.
"""

import csv
import io

from django.db import connection, transaction

from backend.accounts.models import PayeeAccount, Person
from backend.fields.keys import keyring
from backend.fields.models import place_of
from backend.kernel import clock, seal
from backend.kernel.money import Money
from backend.ledger.formats.csv_v1 import plain_yuan
from backend.ledger.models import Fund

NAME = place_of(Person, "name_sealed", "")
ACCOUNT = place_of(PayeeAccount, "account_sealed", "")
REMARK = "医疗互助"
ROWS = """
SELECT b.number, p.number, p.name_sealed, k.wrapped, a.number, a.account_sealed, a.bank,
       b.amount_fen, b.id, b.transfer_id, b.payee_id, b.payee_digest, b.payee_person_id
  FROM mutual_aid_benefit b
  JOIN accounts_payeeaccount a ON a.id = b.payee_id
  JOIN accounts_person p ON p.id = b.payee_person_id
  JOIN fields_datakey k ON k.id = p.key_id
 ORDER BY b.id"""
BATCH = """
INSERT INTO ledger_paymentbatch (number, fund_id, purpose, format_name, is_bulk, state, count,
                                 total_fen, made_by_id, created_at)
VALUES ('FF-FLOOR', %s, 'mutual_aid.benefit', 'zhijia-csv-1', true, 'open', 0, 0, %s, %s)
RETURNING id"""
ORDERS = """
COPY ledger_paymentorder (number, batch_id, transfer_id, share, payee_id, payee_digest, person_id,
    amount_fen, remark, state, ordered_by_id, created_at, answer, bank_reference) FROM STDIN"""
BIND = """
UPDATE mutual_aid_benefit b SET state = 'ordered', payment_order_id = o.id, version = b.version + 1
  FROM ledger_paymentorder o WHERE o.batch_id = %s AND o.share = b.id"""


def bytes_alone() -> int:
    """Read and write the file; gives its size."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return len(_file(cursor.fetchall()))


def whole(user: int) -> int:
    """Enter the rows by COPY, bind the benefits, write the file; gives its size."""
    fund = Fund.objects.get(transfers__orders=None, transfers__kind="reserve")
    now = clock.now().isoformat()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(BATCH, [fund.pk, user, now])
        batch = cursor.fetchone()[0]
        cursor.execute(ROWS)
        rows = cursor.fetchall()
        with cursor.copy(ORDERS) as stream:
            for place, (*_, fen, benefit, transfer, payee, digest, person) in enumerate(rows):
                stream.write_row(
                    (
                        f"FF-FLOOR-{place:06d}", batch, transfer, benefit, payee, bytes(digest),
                        person, fen, REMARK, "requested", user, now, "", "",
                    )
                )  # fmt: skip
        cursor.execute(BIND, [batch])
        return len(_file(rows))


def _file(rows: list[tuple[object, ...]]) -> bytes:
    unwrap = keyring().unwrap
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
    for number, person, name, wrapped, account_at, account, bank_name, fen, *_ in rows:
        key = unwrap(bytes(wrapped))  # type: ignore[call-overload]
        write(
            (
                f"{number}-0123456789",
                seal.unseal(key, bytes(name), NAME + str(person).encode()).decode(),  # type: ignore[call-overload]
                seal.unseal(key, bytes(account), ACCOUNT + str(account_at).encode()).decode(),  # type: ignore[call-overload]
                bank_name,
                plain_yuan(Money(fen)),  # type: ignore[arg-type]
                REMARK,
            )
        )
    return out.getvalue().encode("utf-8-sig")
