"""Reads of the ledger: funds, statements, batches, and what concerns a person."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.access.paging import Page, page_of
from backend.access.permissions import Permission
from backend.accounts.models import Person
from backend.audit.models import Entry
from backend.kernel.errors import NotFound
from backend.ledger.binding import FILE_WRITTEN
from backend.ledger.models import Fund, PaymentBatch, PaymentOrder, Transfer
from backend.unions.models import Union

MOST_FUNDS = 200


@dataclass(frozen=True, slots=True)
class BankLine:
    """One payment of a batch on a capability's page; `subject` is the number of what it pays."""

    order_number: str
    subject: str
    payee_name: str
    account: str
    amount_fen: int
    state: str
    state_label: str
    answer: str


def funds(actor: Actor) -> list[Fund]:
    """The funds in the actor's reach with balance and union, by union and code."""
    rows = Fund.objects.visible_to(actor).select_related("balance", "union")
    return list(rows.order_by("union__level", "union__name", "code")[:MOST_FUNDS])


def fund(actor: Actor, number: str) -> Fund:
    """One fund with its balance; raises NotFound."""
    rows = Fund.objects.visible_to(actor).select_related("balance", "union")
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def statement(actor: Actor, number: str, cursor: str | None = None, limit: int = 20) -> Page:
    """The transfers of a fund, newest first."""
    rows = Transfer.objects.visible_to(actor).filter(fund=fund(actor, number))
    return page_of(rows.select_related("fund"), cursor, limit)


def batches(actor: Actor, cursor: str | None = None, limit: int = 20) -> Page:
    """The batches in the actor's reach, newest first."""
    rows = PaymentBatch.objects.visible_to(actor).select_related("fund__union")
    return page_of(rows, cursor, limit)


def batch(actor: Actor, number: str) -> PaymentBatch:
    """One batch with its fund; raises NotFound."""
    rows = PaymentBatch.objects.visible_to(actor).select_related("fund__union")
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def batches_of(purpose: str, actor: Actor) -> QuerySet[PaymentBatch]:
    """Give the batches of one kind of cause (`app.model`) in the actor's reach, with their fund."""
    rows = PaymentBatch.objects.visible_to(actor).filter(purpose=purpose)
    return rows.select_related("fund")


def batch_of(purpose: str, number: str, actor: Actor) -> PaymentBatch:
    """Give one batch of a kind of cause; raises NotFound outside the actor's reach."""
    found = batches_of(purpose, actor).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def bank_line(order: PaymentOrder, subject: str) -> BankLine:
    """Give one payment as its page shows it; select `payee__organization__key` and `person`."""
    return BankLine(
        order_number=order.number,
        subject=subject,
        payee_name=order.payee_name,
        account=str(order.payee),
        amount_fen=order.amount_fen,
        state=str(order.state),
        state_label=order.state_label,
        answer=order.answer,
    )


def batch_to_send(purpose: str, number: str, actor: Actor) -> PaymentBatch:
    """Give one batch to who may bring it to the bank; raises NotFound, Refused."""
    found = batch_of(purpose, number, actor)
    actor.must(Permission.LEDGER_BATCH_CONFIRM, within=found.fund)
    return found


def orders_of(found: PaymentBatch, cursor: str | None = None, limit: int = 100) -> Page:
    """The orders of a batch in their order in the file, a page at a time."""
    orders = found.orders.select_related("payee__organization__key", "person")
    return page_of(orders, cursor, limit, ("number",))


def handed_to_bank(person: Person) -> QuerySet[Entry]:
    """The entries of files for the bank in which this person was one of many lines (RX.3)."""
    batches = PaymentBatch.objects.filter(is_bulk=True, orders__person=person).distinct()
    keys = [str(key) for key in batches.values_list("pk", flat=True)]
    label = PaymentBatch._meta.label_lower
    return Entry.objects.filter(subject_type=label, subject_id__in=keys, act=FILE_WRITTEN)


def fund_unions(actor: Actor) -> list[Union]:
    """The unions for which the actor may open a fund: those of the posts that carry the right."""
    keys = actor.unions_for(Permission.LEDGER_FUND_WRITE)
    return list(Union.objects.filter(pk__in=keys).order_by("level", "name"))


def personal_data(person: Person) -> dict[str, Any]:
    """What the ledger holds about a person: the payments to her (RX.3)."""
    rows = person.payment_orders.select_related("batch__fund__union", "payee").order_by("id")
    return {
        "发放记录": [
            {
                "单号": row.number,
                "金额（元）": row.amount.yuan(),
                "经费": row.batch.fund.name,
                "发放工会": row.batch.fund.union.name,
                "收款账户": str(row.payee),
                "状态": row.state_label,
                "下单时间": row.created_at.isoformat(timespec="seconds"),
                "银行说明": row.answer,
            }
            for row in rows
        ]
    }
