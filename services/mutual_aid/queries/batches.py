"""Work lists and the sheet of one batch: participation, fee, what may be done now by whom."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from backend.access.actor import Actor
from backend.access.paging import Page, page_of
from backend.access.permissions import Permission
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from backend.unions.models import Union
from backend.web.parts import QueueItem, Step, Tone
from services.mutual_aid.models import Batch, FeeRefund, Upload
from services.mutual_aid.rules import enrolment
from services.mutual_aid.states import BATCH_LABELS, OPEN_STATES, BatchState, RefundState

PAGE = 20
SHOWN = ("plan_version", "union", "follows", "supplements")
CATEGORY = "医疗互助"
PAYERS = {"member": "职工本人", "unit": "单位工会", "district": "区总工会", "city": "市总工会"}
_ORDER = (
    BatchState.ROSTER_CHECKED,
    BatchState.UNIT_CONFIRMED,
    BatchState.FEE_MATCHED,
    BatchState.UPPER_CONFIRMED,
    BatchState.IN_FORCE,
)
# What a step is called while it is still to come.
_AHEAD = {
    BatchState.ROSTER_CHECKED: "上传并核对名单",
    BatchState.UNIT_CONFIRMED: "单位确认",
    BatchState.FEE_MATCHED: "核对会费",
    BatchState.UPPER_CONFIRMED: "上级确认",
    BatchState.IN_FORCE: "保障生效",
}
_WAITING: dict[BatchState, tuple[Permission, str]] = {
    BatchState.DRAFT: (Permission.MUTUAL_AID_BATCH_WRITE, "待上传名单"),
    BatchState.ROSTER_CHECKED: (Permission.MUTUAL_AID_BATCH_WRITE, "待单位确认"),
    BatchState.UNIT_CONFIRMED: (Permission.MUTUAL_AID_FEE_RECORD, "待收会费"),
    BatchState.FEE_MATCHED: (Permission.MUTUAL_AID_BATCH_CONFIRM, "待上级确认"),
}


@dataclass(frozen=True, slots=True)
class Participation:
    """How many of the headcount take part, and how many must."""

    who: str
    headcount: int
    needed: int
    count: int

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(0, self.needed - self.count)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of a batch shows."""

    batch: Batch
    participation: Participation
    fee_parts: list[tuple[str, Money]]
    fee_left: Money
    refunds: list[FeeRefund]
    uploads: list[Upload]
    steps: list[Step]
    may: frozenset[str]


def batch_page(actor: Actor, cursor: str | None, limit: int = PAGE) -> Page:
    """Read one page of the batches that the actor may see, newest first."""
    return page_of(Batch.objects.visible_to(actor).select_related(*SHOWN), cursor, limit)


def visible_batch(actor: Actor, number: str) -> Batch:
    """Give one batch; raises NotFound."""
    rows = Batch.objects.visible_to(actor).select_related("plan_version__plan", *SHOWN)
    batch = rows.filter(number=number).first()
    if batch is None:
        raise NotFound
    return batch


def sheet_of(actor: Actor, number: str) -> Sheet:
    """Give the sheet of a batch; raises NotFound."""
    batch = visible_batch(actor, number)
    parts = batch.fee_parts.order_by("pk").values_list("payer", "amount_fen")
    return Sheet(
        batch=batch,
        participation=participation_of(batch),
        fee_parts=[(PAYERS.get(payer, payer), Money(fen)) for payer, fen in parts],
        refunds=list(batch.fee_refunds.order_by("pk")),
        fee_left=Money(batch.fee_due_fen - batch.fee_received_fen),
        uploads=list(batch.uploads.order_by("-pk")[:PAGE]),
        steps=_steps(batch),
        may=_may(actor, batch),
    )


def participation_of(batch: Batch) -> Participation:
    """Measure participation against the headcount band and sex of the plan (R8.4, R8.5)."""
    entry = batch.plan_version.rules.entry
    headcount = enrolment.counted_headcount(entry, batch.headcount, batch.female_headcount)
    who = {"F": "女职工", "M": "男职工"}.get(entry.sex or "", "职工")
    needed = enrolment.needed_people(entry, headcount)
    return Participation(who, headcount, needed, batch.line_count)


def queue_items(actor: Actor, limit: int = PAGE) -> list[QueueItem]:
    """List the batches that wait for this officer, newest first."""
    found: dict[int, Batch] = {}
    for state, (permission, _) in _WAITING.items():
        for post in actor.posts_with(permission):
            # Who confirms from above has nothing to confirm in the union of the post itself.
            own = Q(union_id=post.union_id)
            rows = newest(post.level, post.union_id, state)
            rows = rows.exclude(own) if state is BatchState.FEE_MATCHED else rows
            found.update((row.pk, row) for row in rows[:limit])
    rows_by_age = sorted(found.values(), key=lambda row: (row.created_at, row.pk), reverse=True)
    items = [_item(row) for row in rows_by_age[:limit]]
    return [*_refund_items(actor, limit), *items][:limit]


def _refund_items(actor: Actor, limit: int) -> list[QueueItem]:
    """List the fees that this officer has to send back: those that somebody else asked for."""
    if not actor.posts_with(Permission.MUTUAL_AID_FEE_RECORD):
        return []
    rows = FeeRefund.objects.visible_to(actor).filter(state=RefundState.REQUESTED)
    rows = rows.exclude(requested_by_id=actor.user_id).select_related("batch__union")
    return [
        QueueItem(
            due=None,
            category=CATEGORY,
            number=row.batch.number,
            who="",
            union=row.batch.union.name,
            state="待退还会费",
            url="/console/mutual-aid/fees/",
        )
        for row in rows.order_by("-requested_at", "-id")[:limit]
    ]


def newest(level: int, union_id: int, state: BatchState) -> QuerySet[Batch]:
    """Give the newest batches of a subtree in a state: one walk along one partial index."""
    rows = Batch.objects.filter(Q(**{f"d{level}": union_id}), state=state)
    return rows.select_related("plan_version", "union").order_by("-created_at", "-id")


def writing_unions(actor: Actor) -> list[Union]:
    """Give the unions for which the actor may open a batch."""
    keys = actor.unions_for(Permission.MUTUAL_AID_BATCH_WRITE)
    return list(Union.objects.filter(pk__in=keys).order_by("number"))


def _item(row: Batch) -> QueueItem:
    tone: Tone = "stop" if row.return_reason else "wait"
    return QueueItem(
        due=None,
        category=CATEGORY,
        number=row.number,
        who=f"{row.line_count} 人",
        union=row.union.name,
        state="被退回" if row.return_reason else _WAITING[row.state][1],
        url=f"/console/mutual-aid/batches/{row.number}/",
        tone=tone,
    )


def _steps(batch: Batch) -> list[Step]:
    """Draw the way of a batch; a void one stops where it stood."""
    if batch.state is BatchState.VOID:
        return [Step(BATCH_LABELS[BatchState.VOID], "stopped", batch.state_since)]
    ended = batch.state in {BatchState.RENEWED, BatchState.EXPIRED}
    done = len(_ORDER) if ended else _ORDER.index(batch.state) + 1 if batch.state in _ORDER else 0
    return [
        Step(
            BATCH_LABELS[state] if place < done else _AHEAD[state],
            "done" if place < done else "now" if place == done else "next",
            batch.state_since if place == done - 1 else None,
        )
        for place, state in enumerate(_ORDER)
    ]


PAID_STATES = (BatchState.UNIT_CONFIRMED, BatchState.FEE_MATCHED, BatchState.UPPER_CONFIRMED)


def _is_main(batch: Batch) -> bool:
    """Tell whether a batch is of a unit and no addition to another one."""
    return not batch.is_individual and batch.supplements_id is None


def _may(actor: Actor, batch: Batch) -> frozenset[str]:
    """Name what this officer may do with the batch now; the verbs check again."""
    writes = actor.can(Permission.MUTUAL_AID_BATCH_WRITE, within=batch)
    confirms = actor.posts_with(Permission.MUTUAL_AID_BATCH_CONFIRM)
    above = any(post.union_id != batch.union_id and post.reaches(batch) for post in confirms)
    is_other = actor.user_id != batch.unit_confirmed_by_id
    state = batch.state
    may = {
        "upload": writes and batch.is_editable,
        "headcount": writes and batch.is_editable and batch.counts_headcount,
        "confirm_unit": state is BatchState.ROSTER_CHECKED
        and actor.can(Permission.MUTUAL_AID_BATCH_CONFIRM, within=batch),
        "void": writes and state in OPEN_STATES and not batch.fee_received_fen,
        "void_refund": (writes or (above and is_other))
        and state in PAID_STATES
        and batch.fee_received_fen > 0,
        "add": writes and state is BatchState.IN_FORCE and _is_main(batch),
        "renew": writes and state in {BatchState.IN_FORCE, BatchState.EXPIRED} and _is_main(batch),
        "print": writes and batch.line_count > 0 and not batch.is_individual,
        "return": state is BatchState.UNIT_CONFIRMED and above and is_other,
        "fee": state is BatchState.UNIT_CONFIRMED
        and actor.can(Permission.MUTUAL_AID_FEE_RECORD, within=batch),
        "confirm_upper": state is BatchState.FEE_MATCHED and above and is_other,
        "put_in_force": state is BatchState.UPPER_CONFIRMED and above,
    }
    return frozenset(name for name, allowed in may.items() if allowed)
