"""What every way of joining begins with: the plan takes members now, and a fresh batch stands."""

from typing import Any

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.unions.models import Union
from services.mutual_aid.models import Batch, PlanVersion
from services.mutual_aid.rules import enrolment
from services.mutual_aid.rules.pack import Mode
from services.mutual_aid.workflow.advance import next_number, user_of
from services.mutual_aid.workflow.periods import hire_rule_of

ONE_OPEN = "mutual_aid_one_open_batch_per_union_and_plan"
_WAYS = {
    Mode.UNIT: "这个计划由单位统一办理，不接受个人申请。请向您所在的基层工会报名。",
    Mode.AUTOMATIC: "这个计划不用申请，符合条件的会员自动参加。",
    Mode.INDIVIDUAL: "这个计划由职工本人参加，不由单位统一办理。",
}


def must_be(version: PlanVersion, mode: Mode) -> None:
    """Refuse another way of joining than the plan's own (R8.3), and a plan that may not pay."""
    found = Mode(version.mode)
    if found is not mode:
        raise Conflict("not_unit_wise" if mode is Mode.UNIT else "not_individual", _WAYS[found])
    if not version.pays:
        raise Conflict("not_signed", "这个计划版本还没有核定，不能报名。请联系主办工会。")


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


def check_open(batch: Batch) -> None:
    """Refuse a roster after its time: the window, or for an addition the days to add people."""
    if batch.supplements_id is None:
        check_window(batch.plan_version)
    else:
        hire_rule_of(batch, clock.today())


def new_batch(version: PlanVersion, union: Union, actor: Actor, **facts: Any) -> Batch:
    """Open a fresh batch of a plan version while it takes members.

    Raises Conflict `window_closed`, `joined_too_late`, `already_open`.
    """
    check_window(version)
    enrolment.cover_days(version.rules, clock.today())
    batch = Batch(
        number=next_number(),
        plan_version=version,
        period=enrolment.period_of(version.rules, clock.today()),
        opened_by_id=user_of(actor),
        **facts,
    )
    save_new(batch, union)
    return batch


def save_new(batch: Batch, union: Union) -> None:
    """Enter a batch under its union; raises Conflict `already_open`."""
    batch.place(union)
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError as fault:
        if ONE_OPEN not in str(fault):
            raise
        raise Conflict(
            "already_open", "本单位这个计划已经有一份正在办理的名单，请在那一份里继续。"
        ) from fault
