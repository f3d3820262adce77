"""The contract: drafted from the winning application, agreed, signed by another (R9.12).

At signing each stage's money is set aside in the ledger, so that what was promised is there.
"""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Refused
from backend.kernel.money import Money
from backend.kernel.saying import must_say
from backend.ledger import book
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import (
    Bid,
    BudgetLine,
    Contract,
    Milestone,
    Project,
    Stage,
    StageCondition,
    Target,
)
from services.commissioning.models.serial import CONTRACT_PREFIX, next_number
from services.commissioning.rules import contract as rules
from services.commissioning.rules.contract import Days, Terms
from services.commissioning.states.bids import BidState
from services.commissioning.states.contracts import StageState
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow import stages
from services.commissioning.workflow.advance import (
    advance,
    open_for,
    tell_organization,
    trace,
)
from services.commissioning.workflow.under_contract import (
    open_bought,
    open_provided,
    tell_holders,
    touch,
)

RESERVED = "委托服务协议分期款"


@verb
def draft_contract(project_number: str, *, actor: Actor, version: int, terms: Terms) -> Contract:
    """Draft the contract of an awarded project, or draft it anew before it is signed.

    The amount is that of the winning application. Drafting anew takes the other side's agreement
    back. Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `terms`.
    """
    project = open_for(
        project_number,
        ProjectAct.SIGN_CONTRACT,
        actor=actor,
        permission=Permission.COMMISSIONING_CONTRACT_WRITE,
        version=version,
    )
    bid = Bid.objects.select_related("organization").get(call__project=project, state=BidState.WON)
    if access.is_related(actor.person_id, actor.user_id, bid.organization):
        raise Refused("related", "您与承接组织有关联，按规定应回避，请交给另一位经办人办理。")
    amount = Money(bid.amount_fen or 0)
    awarded_on = clock.to_local(project.state_since).date()
    rules.check(terms, amount, Days(clock.today(), awarded_on))
    contract = _blank(project, bid)
    contract.starts_on, contract.ends_on = terms.starts_on, terms.ends_on
    contract.drafted_by_id, contract.drafted_at = access.user_key(actor), clock.now()
    contract.agreed_by_id = None
    contract.save()
    _enter(contract, terms)
    trace(contract, "draft_contract", project=project, actor=actor, fields=["terms"])
    tell_organization(Topic.COMMISSIONING_CONTRACT_TO_AGREE, bid.organization, project)
    return contract


@verb
def agree_contract(number: str, *, actor: Actor, version: int) -> Contract:
    """Agree to the draft, by an officer of the organization, in the version that was read.

    Raises NotFound, StaleVersion, Conflict `wrong_state`, `already_agreed`.
    """
    contract = open_provided(number, actor=actor, version=version)
    _must_be_unsigned(contract)
    if contract.agreed_by_id is not None:
        raise Conflict("already_agreed", "协议已经确认，等工会签署。")
    contract.agreed_by_id = access.user_key(actor)
    touch(contract, "agree_contract", actor=actor, changed=["agreed_by"])
    tell_holders(
        Topic.COMMISSIONING_CONTRACT_TO_SIGN, Permission.COMMISSIONING_CONTRACT_SIGN, contract
    )
    return contract


@verb
def sign_contract(number: str, *, actor: Actor, version: int) -> Contract:
    """Sign for the union; each stage's money is reserved and the first falls due.

    Raises NotFound, Refused `four_eyes` for who drafted it, StaleVersion, Conflict `not_agreed`,
    `term_over`, `wrong_state`, `fund_short`, `fund_frozen`: nothing changes then.
    """
    contract = open_bought(
        number, actor=actor, permission=Permission.COMMISSIONING_CONTRACT_SIGN, version=version
    )
    _must_be_unsigned(contract)
    if contract.drafted_by_id == actor.user_id:
        raise Refused("four_eyes", "协议由您起草，请交给另一位经办人签署。")
    if contract.agreed_by_id is None:
        raise Conflict("not_agreed", "承接组织还没有确认这份协议，确认以后才能签署。")
    _must_have_days_left(contract)
    _reserve(contract, actor)
    contract.signed_by_id, contract.signed_on = access.user_key(actor), clock.today()
    contract.version += 1
    contract.save(update_fields=["signed_by", "signed_on", "version"])
    advance(contract.project, ProjectAct.SIGN_CONTRACT, actor=actor)
    stages.fall_due(contract, StageCondition.SIGNED, actor=actor)
    tell_organization(Topic.COMMISSIONING_CONTRACT_SIGNED, contract.organization, contract.project)
    return contract


@verb
def terminate(number: str, *, actor: Actor, version: int, reason: str) -> Contract:
    """End a contract before its time: every stage that was not paid is withheld.

    Raises NotFound, Refused, StaleVersion, Invalid `reason_missing`, Conflict `wrong_state`,
    `already_ordered` while the bank may still pay a stage.
    """
    contract = open_bought(
        number, actor=actor, permission=Permission.COMMISSIONING_CONTRACT_SIGN, version=version
    )
    said = must_say(reason, "请写明终止的原因。")[:300]
    if contract.signed_on is not None:
        stages.withhold(contract, actor=actor, reason=said)
    contract.ended_on = clock.today()
    touch(contract, "terminate_contract", actor=actor, words=said, changed=["ended_on"])
    contract.project.state_reason = said
    advance(
        contract.project, ProjectAct.TERMINATE, actor=actor, words=said, changed=["state_reason"]
    )
    return contract


def _blank(project: Project, bid: Bid) -> Contract:
    """Give the unsigned contract of a project, emptied, or a new one."""
    known = Contract.objects.select_for_update().filter(project=project).first()
    if known is not None:
        for rows in (Stage, Milestone, Target, BudgetLine):
            rows.objects.filter(contract=known).delete()
        known.version += 1
        return known
    return Contract(
        number=next_number(CONTRACT_PREFIX),
        project=project,
        bid=bid,
        organization=bid.organization,
        amount_fen=bid.amount_fen or 0,
    )


def _enter(contract: Contract, terms: Terms) -> None:
    amounts = rules.split(Money(contract.amount_fen), [one.percent for one in terms.stages])
    BudgetLine.objects.bulk_create(
        BudgetLine(
            contract=contract,
            place=place,
            title=line.title,
            agreed_fen=line.amount.fen,
            amount_fen=line.amount.fen,
        )
        for place, line in enumerate(terms.lines, start=1)
    )
    Target.objects.bulk_create(
        Target(
            contract=contract,
            code=one.code,
            kind=one.kind,
            source=one.source,
            title=one.title,
            unit=one.unit,
            planned_hundredths=one.planned,
            weight=one.weight,
        )
        for one in terms.targets
    )
    Milestone.objects.bulk_create(
        Milestone(contract=contract, place=place, kind=one.kind, title=one.title, due_on=one.due_on)
        for place, one in enumerate(terms.milestones, start=1)
    )
    Stage.objects.bulk_create(
        Stage(
            contract=contract,
            place=place,
            percent=one.percent,
            amount_fen=amount.fen,
            condition=one.condition,
            drafted_by_id=contract.drafted_by_id,
        )
        for place, (one, amount) in enumerate(zip(terms.stages, amounts, strict=True), start=1)
    )


def _reserve(contract: Contract, actor: Actor) -> None:
    """Set the money of each stage aside; all of it sums to the contract, or nothing stands."""
    project, total = contract.project, Money.zero()
    for stage in contract.stages.filter(state=StageState.PLANNED).order_by("place"):
        amount = Money(stage.amount_fen)
        stage.reservation = book.reserve(
            project.fund, amount, because=stage, actor=actor, reason=RESERVED
        )
        stage.version += 1
        stage.save(update_fields=["reservation", "version"])
        total += amount
    if total.fen != contract.amount_fen:
        raise Conflict("stages_sum", "付款阶段合计与协议金额不一致，请重新起草协议。")


def _must_have_days_left(contract: Contract) -> None:
    if rules.is_over(contract.ends_on, clock.today()):
        words = (
            f"服务结束日期 {contract.ends_on:%Y-%m-%d} 已经过了，不能签署。"
            "请重新起草协议，改结束日期，再请承接组织确认。"
        )
        raise Conflict("term_over", words, [FieldError("/ends_on", "term_over", words)])


def _must_be_unsigned(contract: Contract) -> None:
    if contract.signed_on is not None:
        raise Conflict("wrong_state", "协议已经签署，要改内容请办理变更。")
