"""From a checked roster to cover: unit confirms, fee is matched, upper union confirms."""

from django.db.models import Count

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, Refused
from backend.kernel.money import Money
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Batch, RefundReason
from services.mutual_aid.queries.officers import chairs_of
from services.mutual_aid.rules import enrolment
from services.mutual_aid.states import BatchAct, LineState
from services.mutual_aid.workflow.advance import open_batch_row, step, user_of
from services.mutual_aid.workflow.fees import ask_back, settle_due, take_fee
from services.mutual_aid.workflow.refunds import withdraw_lines

LONGEST_REASON = 500
MOST_NAMED = 5


@verb
def confirm_unit(number: str, *, actor: Actor, version: int) -> Batch:
    """Confirm the roster for the unit 单位确认; its minimum participation must be met (R8.4, R8.5).

    Where nothing is to be paid the fee counts as matched at once. Raises Conflict `too_few` with
    the number that is missing, `too_many`, `unequal_shares`, `wrong_state`.
    """
    batch = open_batch_row(number, actor, version)
    actor.must(Permission.MUTUAL_AID_BATCH_CONFIRM, within=batch)
    count = batch.lines.filter(state=LineState.ACTIVE).count()
    check_participation(batch, count)
    check_equal_shares(batch)
    step(
        batch,
        BatchAct.CONFIRM_UNIT,
        actor=actor,
        line_count=count,
        unit_confirmed_by_id=user_of(actor),
        return_reason="",
        **settle_due(batch),
    )
    people = batch.lines.filter(state=LineState.ACTIVE).values_list("person_id", flat=True)
    outbox.post_many(Topic.MUTUAL_AID_ENROLLED, to=people, about=batch, once=batch.number)
    extra = Money(batch.fee_received_fen - batch.fee_due_fen)
    if extra.fen >= 0:
        step(batch, BatchAct.MATCH_FEE, actor=actor)
    if extra.fen > 0:
        ask_back(batch, extra, RefundReason.OVERPAID, asked_by=user_of(actor))
    return batch


def check_participation(batch: Batch, count: int) -> None:
    """Compare who takes part with what is asked; raises Conflict `too_few`, `too_many`."""
    if not batch.counts_headcount:
        if count == 0:
            raise Conflict("too_few", "名单里还没有人，请先上传名单。")
        return
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


def check_equal_shares(batch: Batch) -> None:
    """Refuse different numbers of shares in one unit where the plan wants them equal (R8.7).

    An addition holds as many as the batch that it is added to. Raises Conflict `unequal_shares`
    with the rows that differ.
    """
    if not batch.plan_version.rules.entry.equal_shares:
        return
    active = (batch.supplements or batch).lines.filter(state=LineState.ACTIVE).order_by()
    usual = active.values("shares").annotate(count=Count("pk")).order_by("-count", "shares").first()
    if usual is None:
        return
    here = batch.lines.filter(state=LineState.ACTIVE).exclude(shares=usual["shares"])
    rows = list(here.select_related("person").order_by("row_number")[: MOST_NAMED + 1])
    if rows:
        named = "、".join(
            f"第 {row.row_number} 行{row.person.display_name} {row.shares} 份"
            for row in rows[:MOST_NAMED]
        )
        more = "等" if len(rows) > MOST_NAMED else ""
        raise Conflict(
            "unequal_shares",
            f"这个计划要求同一单位每人份数相同。多数人是 {usual['shares']} 份，不同的有："
            f"{named}{more}。请改正份数后重新上传这些人。",
        )


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

    A part may arrive alone; the batch moves on with the part that completes it. Raises as
    `fees.take_fee`.
    """
    batch = open_batch_row(number, actor, version)
    actor.must(Permission.MUTUAL_AID_FEE_RECORD, within=batch)
    take_fee(batch, amount, bank_reference, actor=actor)
    return batch


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
    withdraw_lines(batch)
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
