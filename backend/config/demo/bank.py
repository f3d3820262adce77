"""The bank of the demo world: what it writes back about the payments of a batch."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from backend.kernel.money import Money
from backend.ledger.formats import Outcome, Reply, ReplyLine
from backend.ledger.formats.csv_v1 import write_reply

CLOSED = "账户状态异常"


@dataclass(frozen=True, slots=True)
class Asked:
    """A payment that the bank was asked to make: the order, the account's end, the amount."""

    number: str
    last4: str
    amount: Money


def reply(batch: str, asked: Sequence[Asked], returned: Container[str] = ()) -> bytes:
    """Write the bank's reply to a batch: every order paid but those whose numbers it returns."""
    lines = [
        ReplyLine(
            row=0,
            number=one.number,
            last4=one.last4,
            amount=one.amount,
            outcome=Outcome.RETURNED if one.number in returned else Outcome.PAID,
            reason=CLOSED if one.number in returned else "",
            bank_reference=f"YH{one.number}",
        )
        for one in asked
    ]
    return write_reply(Reply(batch, len(lines), Money.sum(one.amount for one in asked), lines))
