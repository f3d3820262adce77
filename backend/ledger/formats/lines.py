"""The lines of a bank file and of a reply, as plain values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from backend.kernel.money import Money


class Outcome(StrEnum):
    """What the bank says of one line."""

    PAID = "paid"  # 成功
    RETURNED = "returned"  # 退回
    WORKING = "working"  # 处理中


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a file: the batch with its count and total."""

    batch: str
    day: date
    count: int
    total: Money


class PayLine(NamedTuple):
    """One payment to make. Carries a full account number: it is in the file and nowhere else.

    A tuple: there are fifty thousand of them, and a frozen dataclass takes twice as long to make.
    """

    number: str
    name: str
    account: str
    bank: str
    amount: Money
    remark: str


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """What the bank answered to one payment; `row` is its line in the file, for messages."""

    row: int
    number: str
    last4: str
    amount: Money
    outcome: Outcome
    reason: str
    bank_reference: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A bank's reply with the count and total that its head states."""

    batch: str
    count: int
    total: Money
    lines: list[ReplyLine]


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file ready to be handed to the bank."""

    name: str
    content: bytes
