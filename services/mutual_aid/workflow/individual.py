"""Joining alone, where the plan allows it: the member asks, pays by bank, the union confirms."""

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.write import verb
from backend.accounts import memberships
from backend.accounts.models import Person
from backend.kernel.errors import Conflict, Invalid, NotFound
from services.mutual_aid.models import Batch, Line, PlanVersion
from services.mutual_aid.rules import enrolment, joining
from services.mutual_aid.rules.contributions import Chosen, check_chosen
from services.mutual_aid.rules.pack import Mode
from services.mutual_aid.states import BatchAct
from services.mutual_aid.workflow.advance import step, user_of
from services.mutual_aid.workflow.fees import settle_due
from services.mutual_aid.workflow.periods import expected_first
from services.mutual_aid.workflow.refunds import withdraw_lines
from services.mutual_aid.workflow.starting import must_be, new_batch


@verb
def join_alone(
    plan_number: str,
    *,
    actor: Actor,
    shares: int = 1,
    months: int | None = None,
    risk_class: str = "",
) -> Batch:
    """Ask to join a plan for oneself; refused with a clear sentence where units enrol (R8.3).

    The fee is due at once and is matched by the batch number in the remark of the transfer.
    Raises Conflict `not_individual`, `no_union`, `already_enrolled`, `window_closed`, `wrong_sex`,
    `wrong_age`, Invalid `bad_shares`, `bad_term`, `bad_risk_class`.
    """
    version = PlanVersion.objects.by_number(plan_number)
    must_be(version, Mode.INDIVIDUAL)
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    membership = memberships.standing(person) if person else None
    if person is None or membership is None:
        raise Conflict("no_union", "您现在没有在籍的工会，请先到就近的工会服务站加入工会。")
    rules = version.rules
    if not 1 <= shares <= rules.entry.shares_max:
        raise Invalid("bad_shares", f"这个计划每人可参加 1 到 {rules.entry.shares_max} 份。")
    chosen = check_chosen(rules, Chosen(months, risk_class))
    batch = new_batch(
        version,
        membership.union,
        actor,
        is_individual=True,
        headcount=1,
        female_headcount=0,
        months=chosen.months,
        risk_class=chosen.risk_class,
    )
    joining.must_admit(rules, person.sex, person.birth_date, expected_first(batch))
    _enter(batch, person, shares)
    step(batch, BatchAct.CHECK_ROSTER, actor=actor, line_count=1)
    confirmed_by = user_of(actor)
    due = settle_due(batch)
    step(batch, BatchAct.CONFIRM_UNIT, actor=actor, unit_confirmed_by_id=confirmed_by, **due)
    if not batch.fee_due_fen:
        step(batch, BatchAct.MATCH_FEE, actor=actor)
    return batch


@verb
def withdraw_alone(number: str, *, actor: Actor) -> Batch:
    """Take back one's own application before the fee has come in 撤回报名.

    Raises NotFound for anybody else's, Conflict `fee_received`, `wrong_state`.
    """
    rows = Batch.objects.select_for_update(of=("self",)).select_related("union", "plan_version")
    mine = rows.filter(number=number, is_individual=True, lines__person_id=actor.own_person_id)
    batch = mine.first()
    if batch is None:
        raise NotFound
    if batch.fee_received_fen:
        raise Conflict("fee_received", "会费已经到账，不能自己撤回；请联系您的工会办理退费。")
    step(batch, BatchAct.MAKE_VOID, actor=actor, return_reason="本人撤回")
    withdraw_lines(batch)
    return batch


def _enter(batch: Batch, person: Person, shares: int) -> None:
    line = Line(
        batch=batch,
        person=person,
        row_number=1,
        shares=shares,
        scope=enrolment.scope_of(batch.plan_version.rules, batch.period),
    )
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict("already_enrolled", "您已经报名参加这个计划，不用重复办理。") from fault
