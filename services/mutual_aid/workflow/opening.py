"""Opening a batch for a union, and joining alone where the plan allows it (R8.3)."""

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import memberships
from backend.accounts.models import Person
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.unions.models import Union
from services.mutual_aid.models import Batch, Line, PlanVersion
from services.mutual_aid.rules import enrolment
from services.mutual_aid.rules.pack import Mode
from services.mutual_aid.states import BatchAct
from services.mutual_aid.workflow.advance import next_number, step, user_of

LARGEST_UNIT = 1_000_000
_WAYS = {
    Mode.UNIT: "这个计划由单位统一办理，不接受个人申请。请向您所在的基层工会报名。",
    Mode.AUTOMATIC: "这个计划不用申请，符合条件的会员自动参加。",
    Mode.INDIVIDUAL: "这个计划由职工本人参加，不由单位统一办理。",
}


@verb
def open_batch(
    plan_number: str, *, union_number: str, headcount: int, female_headcount: int, actor: Actor
) -> Batch:
    """Open a batch 参加名单 of a union for one plan version.

    Raises NotFound for a foreign union, Conflict `not_unit_wise`, `not_signed`, `window_closed`,
    `joined_too_late`, `already_open`, Invalid `bad_headcount`.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(Permission.MUTUAL_AID_BATCH_WRITE, within=union):
        raise NotFound
    version = PlanVersion.objects.by_number(plan_number)
    _must_be(version, Mode.UNIT)
    if not 0 < headcount <= LARGEST_UNIT or not 0 <= female_headcount <= headcount:
        raise Invalid("bad_headcount", "请填写职工人数；女职工人数不能多于职工人数。")
    batch = _new(version, union, actor, headcount=headcount, female_headcount=female_headcount)
    trail.record(actor, "mutual_aid.batch.open", batch, union_id=union.pk)
    return batch


@verb
def join_alone(plan_number: str, *, actor: Actor) -> Batch:
    """Ask to join a plan for oneself; refused with a clear sentence where units enrol (R8.3).

    Raises Conflict `not_individual`, `no_union`, `already_enrolled`, `window_closed`.
    """
    version = PlanVersion.objects.by_number(plan_number)
    _must_be(version, Mode.INDIVIDUAL)
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    membership = memberships.standing(person) if person else None
    if person is None or membership is None:
        raise Conflict("no_union", "您现在没有在籍的工会，请先到就近的工会服务站加入工会。")
    batch = _new(version, membership.union, actor, is_individual=True, headcount=1)
    line = Line(
        batch=batch,
        person=person,
        row_number=1,
        scope=enrolment.scope_of(version.rules, batch.period),
    )
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict("already_enrolled", "您已经报名参加这个计划，不用重复办理。") from fault
    step(batch, BatchAct.CHECK_ROSTER, actor=actor, line_count=1)
    return batch


def check_window(version: PlanVersion) -> None:
    """Refuse outside the days on which one may join (R8.10); raises Conflict `window_closed`."""
    window = version.rules.entry.window
    if window is not None and not enrolment.is_open(window, clock.today()):
        (first_month, first_day), (last_month, last_day) = window.first, window.last
        raise Conflict(
            "window_closed",
            f"报名时间是每年 {first_month}月{first_day}日至{last_month}月{last_day}日，"
            "现在不能报名。",
        )


def _must_be(version: PlanVersion, mode: Mode) -> None:
    found = Mode(version.mode)
    if found is not mode:
        raise Conflict("not_unit_wise" if mode is Mode.UNIT else "not_individual", _WAYS[found])
    if not version.pays:
        raise Conflict("not_signed", "这个计划版本还没有核定，不能报名。请联系主办工会。")


def _new(
    version: PlanVersion,
    union: Union,
    actor: Actor,
    *,
    headcount: int,
    female_headcount: int = 0,
    is_individual: bool = False,
) -> Batch:
    check_window(version)
    enrolment.cover_days(version.rules, clock.today())
    batch = Batch(
        number=next_number(),
        plan_version=version,
        period=enrolment.period_of(version.rules, clock.today()),
        headcount=headcount,
        female_headcount=female_headcount,
        is_individual=is_individual,
        opened_by_id=user_of(actor),
    )
    batch.place(union)
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(
            "already_open", "本单位这个计划已经有一份正在办理的名单，请在那一份里继续。"
        ) from fault
    return batch
