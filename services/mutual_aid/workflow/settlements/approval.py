"""Approving a settlement: by another person, the whole amount reserved at once."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Refused
from backend.ledger import book
from services.mutual_aid.models import Settlement
from services.mutual_aid.queries.settlement_inputs import standing_digest
from services.mutual_aid.states import SETTLEMENT, SettlementAct
from services.mutual_aid.workflow.advance import user_of
from services.mutual_aid.workflow.settlements import runs


@verb
def approve(number: str, *, actor: Actor, version: int) -> Settlement:
    """Approve what was computed and reserve it in the plan's fund; benefits are then issued.

    Raises NotFound, Refused without the permission or `four_eyes` for who made it, StaleVersion,
    Conflict `wrong_state`, `plan_not_signed`, `settlement_stale` when the plan has paid or
    decided something since, `fund_short`, `fund_frozen`.
    """
    settlement = runs.visible_row(number, actor)
    actor.must(Permission.MUTUAL_AID_SETTLEMENT_APPROVE, within=settlement)
    check_version(settlement, version)
    SETTLEMENT.move(settlement.state, SettlementAct.APPROVE)
    if settlement.made_by_id == user_of(actor):
        raise Refused("four_eyes", "结算由您经办，请交给另一位负责人批准。")
    if not settlement.plan_version.pays:
        raise Conflict("plan_not_signed", "这个计划版本还没有核定，只能试算，不能付款。")
    if standing_digest(settlement.plan_id) != bytes(settlement.paid_digest or b""):
        raise Conflict(
            "settlement_stale", "算完之后这个计划又有新的给付，请取消这次结算，重新计算。"
        )
    if settlement.amount_fen:
        settlement.transfer = book.reserve(
            settlement.plan.fund,
            settlement.amount,
            because=settlement,
            actor=actor,
            reason=f"医疗互助结算 {settlement.number}",
        )
    settlement.approved_by_id, settlement.approved_at = actor.user_id, clock.now()
    settlement.touched_at = None
    changed = ["approved_by", "approved_at", "transfer", "touched_at"]
    runs.step(settlement, SettlementAct.APPROVE, actor=actor, changed=changed)
    runs.ask(settlement.number)
    return settlement
