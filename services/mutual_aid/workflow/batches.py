"""From a checked roster to cover: unit confirms, fee is matched, upper union confirms."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, Refused
from backend.kernel.money import Money
from backend.ledger import book
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Batch, FeeReceipt
from services.mutual_aid.queries.officers import chairs_of
from services.mutual_aid.rules import enrolment
from services.mutual_aid.states import BATCH, LINE, BatchAct, LineAct, LineState
from services.mutual_aid.workflow.advance import open_batch_row, step, user_of

LONGEST_REASON = 500
LONGEST_REFERENCE = 60


@verb
def confirm_unit(number: str, *, actor: Actor, version: int) -> Batch:
    """Confirm the roster for the unit 单位确认; its minimum participation must be met (R8.4, R8.5).

    Raises Conflict `too_few` with the number that is missing, `too_many`, `wrong_state`.
    """
    batch = open_batch_row(number, actor, version)
    actor.must(Permission.MUTUAL_AID_BATCH_CONFIRM, within=batch)
    pack = batch.plan_version.rules
    count = batch.lines.filter(state=LineState.ACTIVE).count()
    if not batch.is_individual:
        check_participation(batch, count)
    due = enrolment.fee_due(pack.fee) * count
    step(
        batch,
        BatchAct.CONFIRM_UNIT,
        actor=actor,
        line_count=count,
        fee_due_fen=due.fen,
        unit_confirmed_by_id=user_of(actor),
        return_reason="",
    )
    return batch


def check_participation(batch: Batch, count: int) -> None:
    """Compare who takes part with what is asked; raises Conflict `too_few`, `too_many`."""
    entry = batch.plan_version.rules.entry
    headcount = enrolment.counted_headcount(entry, batch.headcount, batch.female_headcount)
    needed = enrolment.needed_people(entry, headcount)
    who = {"F": "女职工", "M": "男职工"}.get(entry.sex or "", "职工")
    if count < needed:
        raise Conflict(
            "too_few",
            f"本单位{who} {headcount} 人，按计划至少 {needed} 人参加；现在 {count} 人，"
            f"还差 {needed - count} 人。请补充名单后再确认。",
        )
    if count > headcount:
        raise Conflict(
            "too_many", f"名单有 {count} 人，多于填报的{who} {headcount} 人，请先改正职工人数。"
        )
    if count == 0:
        raise Conflict("too_few", "名单里还没有人，请先上传名单。")


@verb
def set_headcount(
    number: str, *, actor: Actor, version: int, headcount: int, female_headcount: int
) -> Batch:
    """Correct the headcount of a batch that is still being put together; raises Invalid."""
    batch = open_batch_row(number, actor, version)
    actor.must(Permission.MUTUAL_AID_BATCH_WRITE, within=batch)
    if not batch.is_editable:
        raise Conflict("wrong_state", "名单已确认，职工人数不能再改。")
    if headcount < 1 or not 0 <= female_headcount <= headcount:
        raise Invalid("bad_headcount", "请填写职工人数；女职工人数不能多于职工人数。")
    batch.headcount, batch.female_headcount = headcount, female_headcount
    batch.version += 1
    batch.save(update_fields=["headcount", "female_headcount", "version"])
    return batch


@verb
def send_back(number: str, *, actor: Actor, version: int, reason: str) -> Batch:
    """Return a confirmed roster to the unit 退回; raises Invalid `reason_missing`."""
    batch = open_batch_row(number, actor, version)
    _must_be_above(batch, actor)
    if not reason.strip():
        raise Invalid("reason_missing", "请写明退回的原因，单位要按它修改。")
    step(batch, BatchAct.RETURN, actor=actor, return_reason=reason.strip()[:LONGEST_REASON])
    chairs, once = chairs_of([batch.union_id])[batch.union_id], f"returned-{batch.version}"
    outbox.post_many(Topic.MUTUAL_AID_BATCH_RETURNED, to=chairs, about=batch, once=once)
    return batch


@verb
def record_fee(
    number: str, *, actor: Actor, version: int, amount: Money, bank_reference: str
) -> Batch:
    """Record money that arrived for a batch 会费收讫; matched when the sum is due to the fen.

    A part may arrive alone; the batch moves on with the part that completes it. Raises Invalid
    `fee_too_much`, `reference_missing`, Conflict `fee_known` for a statement line entered twice.
    """
    batch = open_batch_row(number, actor, version)
    actor.must(Permission.MUTUAL_AID_FEE_RECORD, within=batch)
    reference = bank_reference.strip()
    if not reference or len(reference) > LONGEST_REFERENCE:
        raise Invalid("reference_missing", "请填写银行回单上的流水号（60 个字以内）。")
    if FeeReceipt.objects.filter(bank_reference=reference).exists():
        raise Conflict("fee_known", "这个银行流水号已经登记过，不能重复登记。")
    received = Money(batch.fee_received_fen) + amount
    due = Money(batch.fee_due_fen)
    if amount.fen < 0 or received > due:
        raise Invalid(
            "fee_too_much",
            f"应收 {due} 元，加上这一笔共收 {received} 元，多出 {received - due} 元。"
            "请核对回单；多收的请先退回单位。",
        )
    if received == due:
        step(batch, BatchAct.MATCH_FEE, actor=actor, fee_received_fen=received.fen)
    else:
        _note_part(batch, received)
    if amount.fen:
        receipt = FeeReceipt.objects.create(
            batch=batch,
            amount_fen=amount.fen,
            bank_reference=reference,
            recorded_by_id=user_of(actor),
        )
        fund = batch.plan_version.plan.fund
        book.receive(fund, amount, receipt, actor=actor, reason=f"{batch.number} 会费")
    if received == due:
        chairs = chairs_of([batch.union_id])[batch.union_id]
        outbox.post_many(Topic.MUTUAL_AID_FEE_MATCHED, to=chairs, about=batch)
    return batch


def _note_part(batch: Batch, received: Money) -> None:
    """Keep a part of the fee; refuses where no fee is awaited."""
    if not BATCH.allows(batch.state, BatchAct.MATCH_FEE):
        raise Conflict("wrong_state", f"现在是“{batch.state_label}”，不收会费。请刷新页面。")
    batch.fee_received_fen = received.fen
    batch.version += 1
    batch.save(update_fields=["fee_received_fen", "version"])


@verb
def confirm_upper(number: str, *, actor: Actor, version: int) -> Batch:
    """Confirm a paid roster for the upper union 上级确认; fee and papers are complete today.

    Raises Refused for who confirmed for the unit or holds no post above it.
    """
    batch = open_batch_row(number, actor, version)
    _must_be_above(batch, actor)
    step(
        batch,
        BatchAct.CONFIRM_UPPER,
        actor=actor,
        upper_confirmed_by_id=user_of(actor),
        complete_on=clock.today(),
    )
    return batch


@verb
def make_void(number: str, *, actor: Actor, version: int, reason: str) -> Batch:
    """Void a roster that has not been paid for 作废; its people are free to enrol elsewhere."""
    batch = open_batch_row(number, actor, version)
    actor.must(Permission.MUTUAL_AID_BATCH_WRITE, within=batch)
    if not reason.strip():
        raise Invalid("reason_missing", "请写明作废的原因。")
    if batch.fee_received_fen:
        raise Conflict("fee_received", "已经收到会费，不能作废；请先办理退费。")
    step(batch, BatchAct.MAKE_VOID, actor=actor, return_reason=reason.strip()[:LONGEST_REASON])
    withdrawn = LINE.move(LineState.ACTIVE, LineAct.WITHDRAW)
    batch.lines.filter(state=LineState.ACTIVE).update(state=withdrawn)
    return batch


def _must_be_above(batch: Batch, actor: Actor) -> None:
    """The upper union confirms: a post that reaches the batch from above, another person."""
    if actor.kind == "system":
        return
    own = batch.union_id
    posts = actor.posts_with(Permission.MUTUAL_AID_BATCH_CONFIRM)
    if not any(post.union_id != own and post.reaches(batch) for post in posts):
        raise Refused("not_upper", "这一步由上级工会办理，您可以看进度，不能确认。")
    if actor.user_id == batch.unit_confirmed_by_id:
        raise Refused("four_eyes", "单位确认和上级确认必须由两个人办理，请交给另一位经办人。")
