"""Opening a batch: for a union's staff, for workers without an employer, as an addition."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.unions.models import Union, UnionKind
from services.mutual_aid.models import Batch, PlanVersion
from services.mutual_aid.rules.contributions import Chosen, check_chosen
from services.mutual_aid.rules.pack import Mode
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow.advance import next_number, open_batch_row, user_of
from services.mutual_aid.workflow.individual import join_alone, withdraw_alone
from services.mutual_aid.workflow.periods import hire_rule_of
from services.mutual_aid.workflow.starting import must_be, new_batch, save_new

__all__ = ["join_alone", "open_addition", "open_batch", "withdraw_alone"]

LARGEST_UNIT = 1_000_000
FLEXIBLE = "flexible"


@verb
def open_batch(
    plan_number: str,
    *,
    union_number: str,
    headcount: int,
    female_headcount: int,
    actor: Actor,
    months: int | None = None,
    risk_class: str = "",
    is_flexible: bool = False,
) -> Batch:
    """Open a batch 参加名单 of a union for one plan version.

    A flexible one is for workers without an employer: of a street, industry or joint union, and
    nobody counts a headcount (R8.33). Raises NotFound for a foreign union, Conflict
    `not_unit_wise`, `not_signed`, `window_closed`, `joined_too_late`, `already_open`,
    `not_for_flexible`, Invalid `bad_headcount`, `bad_term`, `bad_risk_class`.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(Permission.MUTUAL_AID_BATCH_WRITE, within=union):
        raise NotFound
    version = PlanVersion.objects.by_number(plan_number)
    must_be(version, Mode.UNIT)
    if is_flexible:
        _must_take_flexible(version, union)
        headcount = female_headcount = 0
    elif not 0 < headcount <= LARGEST_UNIT or not 0 <= female_headcount <= headcount:
        raise Invalid("bad_headcount", "请填写职工人数；女职工人数不能多于职工人数。")
    chosen = check_chosen(version.rules, Chosen(months, risk_class))
    batch = new_batch(
        version,
        union,
        actor,
        headcount=headcount,
        female_headcount=female_headcount,
        is_flexible=is_flexible,
        months=chosen.months,
        risk_class=chosen.risk_class,
    )
    trail.record(actor, "mutual_aid.batch.open", batch, union_id=union.pk)
    return batch


@verb
def open_addition(number: str, *, actor: Actor) -> Batch:
    """Open an addition 补充名单 to a batch in force: late joiners and new hires only (R8.16).

    Raises Conflict `wrong_state`, `joined_too_late`, `already_open`.
    """
    main = open_batch_row(number, actor)
    actor.must(Permission.MUTUAL_AID_BATCH_WRITE, within=main)
    if main.state is not BatchState.IN_FORCE or main.supplements_id or main.is_individual:
        raise Conflict("wrong_state", "只有保障中的单位名单可以补充人员。")
    batch = Batch(
        number=next_number(),
        plan_version=main.plan_version,
        period=main.period,
        headcount=main.headcount,
        female_headcount=main.female_headcount,
        is_flexible=main.is_flexible,
        months=main.months,
        risk_class=main.risk_class,
        supplements=main,
        opened_by_id=user_of(actor),
    )
    hire_rule_of(batch, clock.today())
    save_new(batch, main.union)
    trail.record(actor, "mutual_aid.batch.open_addition", batch, union_id=main.union_id)
    return batch


def _must_take_flexible(version: PlanVersion, union: Union) -> None:
    if union.kind == UnionKind.BASIC:
        raise Conflict(
            "not_for_flexible", "灵活就业人员由街道、行业或联合工会报名，基层工会请报本单位职工。"
        )
    statuses = version.rules.entry.statuses
    if statuses is not None and FLEXIBLE not in statuses:
        raise Conflict("not_for_flexible", "这个计划不接收灵活就业人员。")
