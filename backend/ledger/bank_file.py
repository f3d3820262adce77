"""The file for the bank: rows read in a stream, each account opened once, the same bytes again.

The full account numbers stand in this file and nowhere else. For a batch that was ordered line by
line each reading leaves an entry of its own; for one that was ordered in bulk the entry of the
file speaks for all of its lines, and `queries.handed_to_bank` finds it for each person.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Sum

from backend.access.actor import Actor
from backend.accounts.models import PayeeAccount, Person
from backend.accounts.states import PayeeState
from backend.audit import trail
from backend.fields.keys import keyring
from backend.fields.models import place_of
from backend.kernel import clock, seal
from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from backend.ledger import book, workflow
from backend.ledger.binding import FILE_WRITTEN
from backend.ledger.formats import BankFile, Head, PayLine, format_named
from backend.ledger.lines import note_states
from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.states import BatchAct, OrderState

PURPOSE = "交银行办理发放"
CHUNK = 2000
Unwrap = Callable[[bytes], bytes]
# Whether the account is still the one that was approved; asked of PostgreSQL for each line.
STANDS = ExpressionWrapper(
    Q(payee__state=PayeeState.VERIFIED, payee__digest=F("payee_digest")),
    output_field=BooleanField(),
)
NAME_PLACE = place_of(Person, "name_sealed", "")
ACCOUNT_PLACE = place_of(PayeeAccount, "account_sealed", "")


class Stored(NamedTuple):
    """One line as it lies in the tables, in the order of `COLUMNS`; no name for organizations."""

    number: str
    amount_fen: int
    remark: str
    stands: bool
    bank: str
    account_place: str
    account: bytes
    account_key: bytes | None
    name_place: str | None
    name: bytes | None
    name_key: bytes | None


COLUMNS = (
    "number",
    "amount_fen",
    "remark",
    "stands",
    "payee__bank",
    "payee__number",
    "payee__account_sealed",
    "payee__key__wrapped",
    "person__number",
    "person__name_sealed",
    "person__key__wrapped",
)


def build_file(batch: PaymentBatch, *, actor: Actor) -> BankFile:
    """Write the file for the bank and mark the batch as submitted 送银行.

    Called again, it gives the same bytes again and refuses when they would differ. Raises Conflict
    `batch_empty`, `payee_changed`, `fund_frozen`, `file_differs`.
    """
    book.must_be_in_transaction()
    batch = locked(batch)
    book.refuse_frozen(batch.fund)
    orders = batch.orders.exclude(state=OrderState.CANCELLED)
    sums = orders.aggregate(count=Count("id"), fen=Sum("amount_fen"))
    if not sums["count"]:
        raise Conflict("batch_empty", "这个批次里还没有付款，先选好要发放的申请再送银行。")
    head = Head(
        batch=batch.number,
        day=(batch.submitted_at or clock.now()).astimezone(clock.TZ).date(),
        count=sums["count"],
        total=Money(sums["fen"]),
    )
    writer = format_named(batch.format_name)
    content = writer.write(head, _lines(orders))
    digest = keyring().index("ledger.bank_file", hashlib.sha256(content).hexdigest())
    if batch.submitted_at is None:
        _mark_submitted(batch, head.count, digest, actor)
    elif digest != bytes(batch.file_digest or b""):
        raise Conflict(
            "file_differs", "这个批次送银行后内容有变，不能再次导出。请联系系统管理员核查。"
        )
    _trace(batch, orders, digest, actor)
    return BankFile(f"{batch.number}.{writer.extension}", content)


def locked(batch: PaymentBatch) -> PaymentBatch:
    """Lock a batch; whoever changes one of its orders takes turns on it."""
    return (
        PaymentBatch.objects.select_for_update(of=("self",)).select_related("fund").get(pk=batch.pk)
    )


def _lines(orders: QuerySet[PaymentOrder]) -> Iterator[PayLine]:
    organizations = _organizations(orders)
    rows = orders.annotate(stands=STANDS).order_by("number").values_list(*COLUMNS)
    unwrap = keyring().unwrap
    for row in rows.iterator(chunk_size=CHUNK):
        yield _open(Stored._make(row), unwrap, organizations)


def _organizations(orders: QuerySet[PaymentOrder]) -> dict[str, str]:
    """Give the names of the organizations that are paid, by the number of their account.

    Two plain steps: as one join over lines just written, of which the planner knows nothing, it
    became a nested loop over fifty thousand lines and ran into its time limit.
    """
    paid = set(orders.filter(person=None).values_list("payee_id", flat=True))
    rows = PayeeAccount.objects.filter(pk__in=paid).select_related("organization__key")
    return {row.number: row.organization.name for row in rows if row.organization is not None}


def _open(line: Stored, unwrap: Unwrap, organizations: Mapping[str, str]) -> PayLine:
    """Open name and account of a line; her own data key is unwrapped once where it seals both."""
    if not line.stands:
        raise Conflict(
            "payee_changed", f"单号 {line.number} 的收款账户变了，请撤下这一笔，重新核准。"
        )
    if line.account_key is None or (line.name_place and line.name_key is None):
        raise Conflict("erased", f"单号 {line.number} 的个人信息已按规定删除，请撤下这一笔。")
    key = unwrap(line.account_key)
    return PayLine(
        line.number,
        _name(line, key, unwrap) if line.name_place else organizations[line.account_place],
        seal.unseal(key, line.account, ACCOUNT_PLACE + line.account_place.encode()).decode(),
        line.bank,
        Money(line.amount_fen),
        line.remark,
    )


def _name(line: Stored, key: bytes, unwrap: Unwrap) -> str:
    own = key if line.name_key == line.account_key else unwrap(line.name_key or b"")
    place = NAME_PLACE + (line.name_place or "").encode()
    return seal.unseal(own, line.name or b"", place).decode()


def _mark_submitted(batch: PaymentBatch, count: int, digest: bytes, actor: Actor) -> None:
    batch.submitted_at, batch.file_digest, batch.count = clock.now(), digest, count
    workflow.advance_batch(batch, BatchAct.SUBMIT, changed=("submitted_at", "file_digest", "count"))
    workflow.submit_orders(batch)
    note_states(batch, actor)


def _trace(
    batch: PaymentBatch, orders: QuerySet[PaymentOrder], digest: bytes, actor: Actor
) -> None:
    if not batch.is_bulk:
        read = list(orders.order_by("number").values_list("payee_id", "person_id"))
        people = [row for row in read if row[1] is not None]
        for act, field, subjects in (
            ("accounts:payee:read_full", "account", _subjects(PayeeAccount, 0, read)),
            ("person.reveal", "name", _subjects(Person, 1, people)),
        ):
            trail.record_all(actor, act, subjects, fields=[field], purpose=PURPOSE)
    trail.record(
        actor,
        FILE_WRITTEN,
        batch,
        union_id=batch.fund.union_id,
        fields=["name", "account"],
        purpose=PURPOSE,
        digest=digest,
    )


def _subjects(
    model: Any, place: int, read: Sequence[tuple[int, int | None]]
) -> Iterator[tuple[Any, int | None, None]]:
    return ((model(pk=row[place]), row[1], None) for row in read)
