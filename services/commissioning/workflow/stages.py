"""Payment stages: they fall due by their condition, are approved, or withheld (R9.13).

`fall_due` and `withhold` are called downward by the verbs that meet a condition or end it.
"""

from collections.abc import Sequence

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.accounts import payees
from backend.accounts.models import PayeeAccount
from backend.kernel.errors import Conflict, NotFound, Refused
from backend.kernel.money import Money
from backend.kernel.saying import must_say
from backend.ledger import book
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import (
    Contract,
    Evaluation,
    Organization,
    Stage,
    StageCondition,
)
from services.commissioning.models.stages import StageRows
from services.commissioning.states.contracts import STAGE, StageAct, StageState
from services.commissioning.workflow.advance import note, tell_organization, trace
from services.commissioning.workflow.under_contract import must_buy, tell_holders

STANDING = (StageState.PLANNED, StageState.DUE, StageState.APPROVED, StageState.RETURNED)
"""A stage of these can still be withheld."""

RELEASED = (
    "reservation",
    "words",
    "withheld_for",
    "payee",
    "payee_digest",
    "ordered_by",
    "payment_order",
)
"""What a released stage has anew; who approved it before stays a buyer, and it is approved anew."""


def fall_due(contract: Contract, condition: StageCondition, *, actor: Actor) -> list[Stage]:
    """Let the stages of a condition fall due; in the caller's transaction, contract locked.

    A stage that fell due before, or was withheld, stays as it is. Gives those that fell due now.
    """
    planned = _locked(contract, [StageState.PLANNED]).filter(condition=condition)
    fallen = list(planned)
    for stage in fallen:
        move(stage, StageAct.FALL_DUE, contract=contract, actor=actor)
    if fallen:
        tell_holders(
            Topic.COMMISSIONING_STAGE_DUE, Permission.COMMISSIONING_STAGE_APPROVE, contract
        )
    return fallen


def withhold(
    contract: Contract,
    *,
    actor: Actor,
    reason: str,
    condition: StageCondition | None = None,
    evaluation: Evaluation | None = None,
) -> list[Stage]:
    """Withhold every stage that is not paid, or those of one condition; the money is free again.

    `evaluation` is the one that it follows from. In the caller's transaction, contract locked.
    Raises Conflict `already_ordered` where the bank may still pay one of them.
    """
    rows = Stage.objects.filter(contract=contract)
    if condition is not None:
        rows = rows.filter(condition=condition)
    if rows.filter(state=StageState.ORDERED).exists():
        raise Conflict("already_ordered", "有一期款项已交银行，请先撤下，或等银行回单以后再办。")
    keys = list(rows.values_list("pk", flat=True))
    held = list(_locked(contract, STANDING).filter(pk__in=keys))
    for stage in held:
        if stage.reservation is not None:
            book.void(stage.reservation, actor=actor, reason=reason)
        stage.words, stage.withheld_for = reason[:300], evaluation
        changed = ["words", "withheld_for"]
        move(stage, StageAct.WITHHOLD, contract=contract, actor=actor, changed=changed)
    if held:
        tell_organization(
            Topic.COMMISSIONING_STAGE_WITHHELD, contract.organization, contract.project
        )
    return held


def release(contract: Contract, *, actor: Actor, reason: str) -> list[Stage]:
    """Let the stages that evaluations of a contract withheld wait again, their money reserved anew.

    The voided reservations stay as they are. In the caller's transaction, contract locked. Raises
    Conflict `fund_short`, `fund_frozen`.
    """
    held = list(_locked(contract, [StageState.WITHHELD]).filter(withheld_for__isnull=False))
    for stage in held:
        stage.reservation = book.reserve(
            contract.project.fund,
            Money(stage.amount_fen),
            because=stage,
            actor=actor,
            reason=reason,
        )
        stage.words, stage.withheld_for = "", None
        stage.payee, stage.payee_digest = None, None
        stage.ordered_by, stage.payment_order = None, None
        move(stage, StageAct.RELEASE, contract=contract, actor=actor, changed=RELEASED)
    return held


@verb
def approve_stage(number: str, *, actor: Actor, version: int) -> Stage:
    """Approve a due stage to the account that stands verified now, never by who drafted.

    Once more for a changed account. Raises NotFound, Refused `four_eyes`, `related`, StaleVersion,
    Conflict `wrong_state`, `no_account`, `same_account`.
    """
    contract, stage = open_stage(number)
    must_buy(contract, actor, Permission.COMMISSIONING_STAGE_APPROVE)
    check_version(stage, version)
    again = stage.state in {StageState.APPROVED, StageState.RETURNED}
    act = StageAct.REAPPROVE if again else StageAct.APPROVE
    STAGE.move(stage.state, act)
    if contract.drafted_by_id == actor.user_id:
        raise Refused("four_eyes", "协议由您起草，请交给另一位经办人核准付款。")
    account = account_of(contract.organization)
    if account is None:
        raise Conflict(
            "no_account", "承接组织还没有核实过的收款账户，请先由承接组织登记、另一人核实。"
        )
    if again and bytes(stage.payee_digest or b"") == bytes(account.digest):
        raise Conflict("same_account", "核准的就是这个账户，不用再核准。")
    stage.payee, stage.payee_digest = account, bytes(account.digest)
    stage.approved_by_id, stage.ordered_by_id = access.user_key(actor), None
    changed = ["payee", "payee_digest", "approved_by", "ordered_by"]
    move(stage, act, contract=contract, actor=actor, changed=changed)
    note(contract.project, f"{act}_stage", actor=actor, words=f"第{stage.place}期")
    tell_holders(Topic.COMMISSIONING_STAGE_TO_PAY, Permission.COMMISSIONING_STAGE_PAY, contract)
    return stage


@verb
def withhold_stage(number: str, *, actor: Actor, version: int, reason: str) -> Stage:
    """Withhold one stage with a reason, never by who drafted; its money is free again.

    Raises NotFound, Refused `four_eyes`, StaleVersion, Conflict `wrong_state`, Invalid.
    """
    contract, stage = open_stage(number)
    must_buy(contract, actor, Permission.COMMISSIONING_STAGE_APPROVE)
    check_version(stage, version)
    STAGE.move(stage.state, StageAct.WITHHOLD)
    if contract.drafted_by_id == actor.user_id:
        raise Refused("four_eyes", "协议由您起草，请交给另一位经办人办理。")
    said = must_say(reason, "请写明不予支付的原因。")[:300]
    if stage.reservation is None:
        raise Conflict("wrong_state", "协议还没有签署，没有预留的款项。")
    book.void(stage.reservation, actor=actor, reason=said)
    stage.words = said
    move(stage, StageAct.WITHHOLD, contract=contract, actor=actor, changed=["words"])
    note(contract.project, "withhold_stage", actor=actor, words=said)
    tell_organization(Topic.COMMISSIONING_STAGE_WITHHELD, contract.organization, contract.project)
    return stage


def open_stage(number: str) -> tuple[Contract, Stage]:
    """Lock project, contract and stage; raises NotFound."""
    found = Stage.objects.filter(number=number).values_list("contract__number", flat=True).first()
    if found is None:
        raise NotFound
    contract = Contract.objects.locked(found)
    rows = Stage.objects.select_for_update(of=("self",)).select_related("reservation__fund")
    return contract, rows.get(number=number)


def move(
    stage: Stage,
    act: StageAct,
    *,
    contract: Contract,
    actor: Actor,
    changed: Sequence[str] = (),
) -> None:
    """Move a stage along its machine and leave the trace; raises Conflict `wrong_state`."""
    stage.state = STAGE.move(stage.state, act)
    stage.version += 1
    stage.save(update_fields=["state", "version", *changed])
    trace(stage, f"stage.{act}", project=contract.project, actor=actor, fields=["state", *changed])


def account_of(organization: Organization) -> PayeeAccount | None:
    """Give the verified account of an organization; None where there is none."""
    return payees.verified(organization.payee) if organization.payee is not None else None


def _locked(contract: Contract, states: Sequence[StageState]) -> StageRows:
    rows = Stage.objects.filter(contract=contract, state__in=[str(state) for state in states])
    return (
        rows.select_for_update(of=("self",)).select_related("reservation__fund").order_by("place")
    )
