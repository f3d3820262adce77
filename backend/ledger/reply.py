"""The bank's reply, checked against its batch before anything is believed (D5, R8.29).

One wrong line refuses the whole file: a file that was altered in one place is trusted in none.
"""

from typing import NamedTuple

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from backend.ledger.formats import Outcome, Reply, ReplyLine, format_named
from backend.ledger.models import PaymentBatch
from backend.ledger.states import ORDER_LABELS, WAITING, OrderState

SETTLED_AS = {OrderState.CONFIRMED: Outcome.PAID, OrderState.RETURNED: Outcome.RETURNED}


class Ordered(NamedTuple):
    """What a line of the reply is held against."""

    amount: Money
    last4: str
    state: OrderState


def read_reply(batch: PaymentBatch, content: bytes) -> list[ReplyLine]:
    """Read a reply and check every line against the locked batch; changes nothing.

    A reply may cover a part of the batch and may come twice. Raises Invalid `reply_unreadable`,
    `reply_wrong_batch`, `reply_wrong_count`, `reply_wrong_total`, `reply_line_unknown`,
    `reply_line_twice`, `reply_line_altered`, `reply_contradicts`.
    """
    reply = format_named(batch.format_name).read(content)
    # Two replies at once take turns, so that the second is compared with what the first settled.
    batch = PaymentBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    _check_head(batch, reply)
    standing = batch.orders.exclude(state=OrderState.CANCELLED)
    rows = standing.values_list("number", "amount_fen", "payee__account_last4", "state")
    orders = {row[0]: Ordered(Money(row[1]), row[2], OrderState(row[3])) for row in rows}
    _check_once(reply)
    for line in reply.lines:
        _check_line(line, orders.get(line.number))
    return reply.lines


def _check_once(reply: Reply) -> None:
    seen: set[str] = set()
    for line in reply.lines:
        if line.number in seen:
            raise _refuse("reply_line_twice", line, f"单号 {line.number} 出现了两次")
        seen.add(line.number)


def _check_head(batch: PaymentBatch, reply: Reply) -> None:
    if reply.batch != batch.number:
        raise Invalid(
            "reply_wrong_batch",
            f"回单的批次号是“{reply.batch[:40]}”，不是本批次 {batch.number}。请选择本批次的回单。",
        )
    if not reply.lines or reply.count != len(reply.lines):
        raise Invalid(
            "reply_wrong_count",
            f"回单写明 {reply.count} 笔，实际有 {len(reply.lines)} 笔。"
            "文件可能不完整，请向银行重新索取。",
        )
    total = Money.sum(line.amount for line in reply.lines)
    if reply.total != total:
        raise Invalid(
            "reply_wrong_total",
            f"回单写明总金额 {reply.total} 元，逐笔相加是 {total} 元。请向银行核实后重新上传。",
        )


def _check_line(line: ReplyLine, order: Ordered | None) -> None:
    if order is None:
        raise _refuse("reply_line_unknown", line, f"单号 {line.number[:40]} 不在本批次里")
    if line.amount != order.amount:
        raise _refuse(
            "reply_line_altered",
            line,
            f"单号 {line.number} 的金额应为 {order.amount} 元，回单写的是 {line.amount} 元",
        )
    if line.last4 != order.last4:
        raise _refuse("reply_line_altered", line, f"单号 {line.number} 的账号尾号与下单时不一致")
    if order.state in SETTLED_AS:
        if SETTLED_AS[order.state] is not line.outcome:
            raise _refuse(
                "reply_contradicts",
                line,
                f"单号 {line.number} 此前已记为“{ORDER_LABELS[order.state]}”，与本回单不一致",
            )
    elif order.state not in WAITING:
        raise _refuse("reply_line_unknown", line, f"单号 {line.number} 还没有送银行")


def _refuse(code: str, line: ReplyLine, fault: str) -> Invalid:
    return Invalid(code, f"第 {line.row} 行：{fault}。整份回单没有采用，请向银行核实后重新上传。")
