"""Money of enrolment as officers read it: statements with their open lines, fees to send back."""

import json
from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.access.paging import Page, page_of
from backend.access.permissions import Permission
from backend.fields.models import place_of
from backend.kernel import seal
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from services.mutual_aid.models import FeeRefund, FeeStatement, StatementLine
from services.mutual_aid.states import RefundState

PAGE = 20


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a statement as a page shows it; `batch` is empty where none was found."""

    row_number: int
    paid_on: date
    amount: Money
    bank_reference: str
    payer: str
    remark: str
    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """A statement with its lines: those without a batch first."""

    statement: FeeStatement
    open_lines: list[ReadLine]
    matched_lines: list[ReadLine]


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A fee that goes back, and whether the reader may send it."""

    refund: FeeRefund
    may_send: bool


def statement_page(actor: Actor, cursor: str | None, limit: int = PAGE) -> Page:
    """Read one page of the statements of my unions, newest first."""
    return page_of(FeeStatement.objects.visible_to(actor), cursor, limit)


def statement_sheet(actor: Actor, number: str) -> StatementSheet:
    """Read one statement with all of its lines; raises NotFound."""
    rows = FeeStatement.objects.visible_to(actor).select_related("key")
    statement = rows.filter(number=number).first()
    if statement is None:
        raise NotFound
    key = statement.key.plain()
    lines = statement.lines.select_related("receipt__batch").order_by("row_number")
    found = [_line(line, key, statement.number) for line in lines]
    return StatementSheet(
        statement,
        [line for line in found if not line.batch],
        [line for line in found if line.batch],
    )


def refund_page(actor: Actor, cursor: str | None, limit: int = PAGE) -> Page:
    """Read one page of the fees that wait to be sent back, newest first."""
    rows = FeeRefund.objects.visible_to(actor).filter(state=RefundState.REQUESTED)
    rows = rows.select_related("batch__union", "batch__plan_version", "requested_by__person")
    return page_of(rows, cursor, limit, order=("-requested_at", "-id"))


def refund_lines(actor: Actor, rows: list[FeeRefund]) -> list[RefundLine]:
    """Say of each refund whether the reader may send it: another one than who asked."""
    return [
        RefundLine(
            row,
            actor.user_id != row.requested_by_id
            and actor.can(Permission.MUTUAL_AID_FEE_RECORD, within=row.batch),
        )
        for row in rows
    ]


def words_of(line: StatementLine, key: bytes, number: str) -> tuple[str, str]:
    """Open payer and remark of a line; `key` and `number` are those of its statement."""
    if not line.words_sealed:
        return "", ""
    plain = seal.unseal(key, bytes(line.words_sealed), words_place(number, line.row_number))
    payer, remark = json.loads(plain)
    return str(payer), str(remark)


def words_place(number: str, row_number: int) -> bytes:
    """Name the place of sealed words: the row of its statement."""
    return place_of(StatementLine, "words_sealed", f"{number}/{row_number}")


def _line(line: StatementLine, key: bytes, number: str) -> ReadLine:
    payer, remark = words_of(line, key, number)
    return ReadLine(
        row_number=line.row_number,
        paid_on=line.paid_on,
        amount=line.amount,
        bank_reference=line.bank_reference,
        payer=payer,
        remark=remark,
        batch="" if line.receipt is None else line.receipt.batch.number,
        reason=line.reason,
    )
