"""Matching a bank statement: each sum to its batch, the rest listed with the reason."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Sequence

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.fields.models import DataKey
from backend.files import attachments
from backend.files.models import Media
from backend.kernel import seal
from backend.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from backend.kernel.identifiers import tidy
from backend.kernel.money import Money
from backend.unions.models import Union
from services.mutual_aid.models import Batch, FeeReceipt, FeeStatement, StatementLine
from services.mutual_aid.queries.fees import words_place
from services.mutual_aid.roster.statement import StatementRow, read_statement
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow.advance import PREFIX, allow_long, open_batch_row, user_of
from services.mutual_aid.workflow.fees import take_fee

KIND = "fee_statement"
LONGEST_REASON = 200
_NUMBER = re.compile(rf"{PREFIX}-?(\d{{4}})-?(\d{{6,9}})", re.ASCII | re.IGNORECASE)


@verb
def take_statement(attachment_number: str, *, actor: Actor) -> FeeStatement:
    """Take in a bank statement 会费对账单 and match its lines; whole or not at all.

    A line belongs to the batch whose number stands in its remark, or else to the only batch of the
    payer that awaits exactly this sum. Raises what `read_statement` raises, Conflict
    `statement_known` for a file that was taken before, Refused without the post.
    """
    allow_long()
    union = _union_of(actor)
    sealed = attachments.attach(attachment_number, actor=actor, kind=KIND, union=union)
    if sealed.media != Media.WORKBOOK:
        raise Invalid("not_a_workbook", "这个上传编号是照片，请上传 .xlsx 或 .csv 对账单。")
    with attachments.as_file(sealed) as path:
        digest = hashlib.sha256(path.read_bytes()).digest()
        if FeeStatement.objects.filter(digest=digest).exists():
            raise Conflict("statement_known", "这份对账单已经上传过，不用再传。")
        found = read_statement(path)
    statement = FeeStatement(
        key=DataKey.make(),
        attachment=sealed,
        file_name=sealed.name or "对账单",
        digest=digest,
        line_count=len(found.rows),
        matched_count=0,
        total_fen=found.total.fen,
        sent_by_id=user_of(actor),
    )
    statement.place(union)
    statement.save(force_insert=True)
    statement.matched_count = _match_all(statement, found.rows, actor)
    statement.save(update_fields=["matched_count"])
    trail.record(actor, "mutual_aid.statement.take", statement, union_id=union.pk, digest=digest)
    return statement


@verb
def assign_line(
    statement_number: str, *, row_number: int, batch_number: str, actor: Actor
) -> FeeStatement:
    """Say by hand which batch an unmatched line is for; the sum must still agree.

    Raises NotFound, Conflict `line_matched`, and what `fees.take_fee` raises.
    """
    rows = FeeStatement.objects.visible_to(actor).select_for_update(of=("self",))
    statement = rows.filter(number=statement_number).first()
    line = statement.lines.filter(row_number=row_number).first() if statement else None
    if statement is None or line is None:
        raise NotFound
    if line.receipt_id is not None:
        raise Conflict("line_matched", "这一行已经对上名单，不能再改。")
    batch = open_batch_row(tidy(batch_number).upper(), actor)
    actor.must(Permission.MUTUAL_AID_FEE_RECORD, within=batch)
    line.receipt = take_fee(batch, line.amount, line.bank_reference, actor=actor)
    line.reason = ""
    line.save(update_fields=["receipt", "reason"])
    statement.matched_count += 1
    statement.save(update_fields=["matched_count"])
    trail.record(actor, "mutual_aid.statement.assign", statement, union_id=statement.union_id)
    return statement


def _match_all(statement: FeeStatement, rows: Sequence[StatementRow], actor: Actor) -> int:
    """Match row after row in the order of the file; gives how many found their batch."""
    key = statement.key.plain()
    waiting = _Waiting(actor, rows)
    seen: dict[str, int] = {}
    lines = []
    for row in rows:
        receipt, reason = None, ""
        before = seen.setdefault(row.reference, row.row_number)
        if before != row.row_number:
            reason = f"流水号与第 {before} 行相同，没有登记。"
        else:
            receipt, reason = waiting.match(row)
        words = json.dumps([row.payer, row.remark], ensure_ascii=False).encode()
        lines.append(
            StatementLine(
                statement=statement,
                row_number=row.row_number,
                paid_on=row.paid_on,
                amount_fen=row.amount.fen,
                bank_reference=row.reference,
                words_sealed=seal.seal(key, words, words_place(statement.number, row.row_number)),
                receipt=receipt,
                reason=reason[:LONGEST_REASON],
            )
        )
    StatementLine.objects.bulk_create(lines, batch_size=500)
    return sum(line.receipt is not None for line in lines)


class _Waiting:
    """The batches that await a fee and that the rows of a statement may mean, locked once."""

    def __init__(self, actor: Actor, rows: Sequence[StatementRow]) -> None:
        self.actor = actor
        numbers = {number for row in rows if (number := number_in(row.remark))}
        payers = {row.payer for row in rows if row.payer}
        seen = Batch.objects.visible_to(actor)
        named = seen.filter(number__in=numbers)
        unions = seen.filter(union__name__in=payers, state=BatchState.UNIT_CONFIRMED)
        keys = [*named.values_list("pk", flat=True), *unions.values_list("pk", flat=True)]
        locked = Batch.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        found = locked.select_related("plan_version__plan__fund", "union", "follows", "supplements")
        self.by_number = {batch.number: batch for batch in found}
        self.by_union: dict[str, list[Batch]] = defaultdict(list)
        for batch in self.by_number.values():
            self.by_union[tidy(batch.union.name)].append(batch)
        self.known = set(
            FeeReceipt.objects.filter(
                bank_reference__in=[row.reference for row in rows]
            ).values_list("bank_reference", flat=True)
        )

    def match(self, row: StatementRow) -> tuple[FeeReceipt | None, str]:
        """Find the batch of a row and record its fee; the reason where there is none."""
        if row.reference in self.known:
            return None, "这个流水号以前登记过，没有重复登记。"
        found = self._find(row)
        if isinstance(found, str):
            return None, found
        try:
            self.actor.must(Permission.MUTUAL_AID_FEE_RECORD, within=found)
            return take_fee(found, row.amount, row.reference, actor=self.actor), ""
        except DomainError as refused:
            return None, refused.message

    def _find(self, row: StatementRow) -> Batch | str:
        number = number_in(row.remark)
        if number:
            return self.by_number.get(number) or f"没有编号是 {number} 的参加名单。"
        fitting = [
            batch
            for batch in self.by_union.get(tidy(row.payer), ())
            if batch.state is BatchState.UNIT_CONFIRMED
            and Money(batch.fee_due_fen - batch.fee_received_fen) == row.amount
        ]
        if len(fitting) > 1:
            numbers = "、".join(batch.number for batch in fitting)
            return f"有 {len(fitting)} 份名单都对得上：{numbers}。"
        return fitting[0] if fitting else "附言里没有名单编号，也没有这家单位正好等这笔钱的名单。"


def number_in(remark: str) -> str:
    """Find the number of a batch in a remark, with or without its dashes; empty where none is."""
    match = _NUMBER.search(remark)
    return f"{PREFIX}-{match[1]}-{match[2]}" if match else ""


def _union_of(actor: Actor) -> Union:
    """Give the union of the post by which the officer records fees."""
    keys = actor.unions_for(Permission.MUTUAL_AID_FEE_RECORD)
    union = Union.objects.filter(pk__in=keys).order_by("level", "pk").first()
    if union is None:
        raise Refused("not_permitted", "会费由经费管理人核对，您的岗位不能办。")
    return union
