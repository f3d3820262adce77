"""Payment of approved stages: ordered, brought to the bank, paid only by its reply (R9.13).

As ADR 0011 says how a capability joins the desk of bank batches.
"""

from django.db.models import F

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import payees
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.saying import must_say
from backend.ledger import payments, queries
from backend.ledger.formats import BankFile
from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.states import OrderState
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Contract, Stage
from services.commissioning.queries.stages import PURPOSE
from services.commissioning.states.contracts import STAGE, StageAct, StageState
from services.commissioning.workflow.advance import note, tell_organization
from services.commissioning.workflow.stages import move, open_stage
from services.commissioning.workflow.under_contract import must_buy

REMARK = "委托服务"
MOST_CHOSEN = 200


@verb
def order_stages(*, actor: Actor, stages: list[str]) -> PaymentBatch:
    """Order the payment of approved or returned stages of one fund, in a new batch for the bank.

    Refused whole where one of them cannot be paid now. Raises NotFound for a stage outside her
    subtree, Refused `four_eyes`, `related`, Conflict `wrong_state`, `mixed_funds`,
    `payee_changed`, `payee_cooling`, Invalid `nothing_chosen`, `too_many`.
    """
    wanted = sorted(set(stages))
    if not wanted:
        raise Invalid("nothing_chosen", "请先勾选要付款的阶段。")
    if len(wanted) > MOST_CHOSEN:
        raise Invalid("too_many", f"一次最多勾选 {MOST_CHOSEN} 笔。")
    # Locked in the order of their keys, so that two orders take turns instead of waiting crosswise.
    rows = Stage.objects.visible_to(actor).filter(number__in=wanted).order_by("contract_id", "pk")
    numbers = list(rows.values_list("number", flat=True))
    if len(numbers) != len(wanted):
        raise NotFound
    chosen = [open_stage(number) for number in numbers]
    fund = chosen[0][0].project.fund
    if any(contract.project.fund_id != fund.pk for contract, _ in chosen):
        raise Conflict("mixed_funds", "一个批次只能用一笔经费，请按经费分开下单。")
    for contract, stage in chosen:
        _check(contract, stage, actor)
    batch = payments.open_batch(fund, purpose=PURPOSE, actor=actor)
    for contract, stage in chosen:
        _order(contract, stage, batch, actor)
    batch.refresh_from_db()
    return batch


@verb
def take_out_stage(batch_number: str, *, actor: Actor, order: str, reason: str) -> PaymentBatch:
    """Take one payment out of a batch that has not gone to the bank; the approval stands.

    Raises NotFound, Refused, Conflict `wrong_state` once it was sent, Invalid `reason_missing`.
    """
    batch = queries.batch_to_send(PURPOSE, batch_number, actor)
    said = must_say(reason, "请写明撤下的原因。")
    contract, stage = _stage_of(payments.take_out(batch, order, actor=actor))
    stage.payment_order, stage.ordered_by = None, None
    changed = ["payment_order", "ordered_by"]
    move(stage, StageAct.TAKE_OUT, contract=contract, actor=actor, changed=changed)
    note(contract.project, "take_out_stage", actor=actor, words=said)
    batch.refresh_from_db()
    return batch


@verb
def build_stage_file(batch_number: str, *, actor: Actor) -> BankFile:
    """Write the file for the bank; the full accounts stand in it and each reading is recorded.

    Raises NotFound, Refused, and what `payments.build_file` raises.
    """
    return payments.build_file(queries.batch_to_send(PURPOSE, batch_number, actor), actor=actor)


@verb
def import_stage_reply(batch_number: str, *, actor: Actor, content: bytes) -> PaymentBatch:
    """Take in the bank's reply: a confirmed stage is paid, a returned one can be ordered again.

    One wrong line refuses the whole file; the same file twice changes nothing more. Raises
    NotFound, Refused `four_eyes` for who approved or ordered one of them, Invalid `reply_...`.
    """
    batch = queries.batch_to_send(PURPOSE, batch_number, actor)
    lines = payments.read_reply(batch, content)
    _lock_all(batch)
    approved = Stage.objects.filter(payment_order__batch=batch, approved_by_id=actor.user_id)
    if approved.exists():
        raise Refused("four_eyes", "批次里有您核准的付款，请交给另一位经办人导入回单。")
    for order in payments.settle(batch, lines, actor=actor):
        _settle(order, actor)
    batch.refresh_from_db()
    return batch


def _check(contract: Contract, stage: Stage, actor: Actor) -> None:
    must_buy(contract, actor, Permission.COMMISSIONING_STAGE_PAY)
    STAGE.move(stage.state, StageAct.ORDER)
    if stage.approved_by_id == actor.user_id:
        raise Refused("four_eyes", "这期款由您核准，请交给另一位经办人下单。")
    if stage.reservation is None or stage.payee is None or stage.payee_digest is None:
        raise Conflict("wrong_state", "这期款还没有核准，不能付款。")
    holder = stage.payee.organization
    standing = payees.verified(holder) if holder is not None else None
    other = holder is None or holder.pk != contract.organization.payee_id
    if other or standing is None or standing.pk != stage.payee.pk:
        raise Conflict(
            "payee_changed",
            f"{contract.number} 第{stage.place}期核准之后收款账户变了，请先重新核准再付款。",
        )


def _order(contract: Contract, stage: Stage, batch: PaymentBatch, actor: Actor) -> None:
    assert stage.reservation is not None  # noqa: S101 - `_check` refused the others
    assert stage.payee is not None  # noqa: S101
    stage.payment_order = payments.order(
        stage.reservation,
        payee=stage.payee,
        approved_digest=bytes(stage.payee_digest or b""),
        batch=batch,
        actor=actor,
        remark=REMARK,
    )
    stage.ordered_by_id, stage.words = access.user_key(actor), ""
    changed = ["payment_order", "ordered_by", "words"]
    move(stage, StageAct.ORDER, contract=contract, actor=actor, changed=changed)
    note(contract.project, "order_stage", actor=actor, words=f"第{stage.place}期")


def _settle(order: PaymentOrder, actor: Actor) -> None:
    contract, stage = _stage_of(order)
    if order.state is OrderState.CONFIRMED:
        stage.paid_on = clock.today()
        move(stage, StageAct.CONFIRM, contract=contract, actor=actor, changed=["paid_on"])
        # The table refuses more than the contract (`commissioning_never_paid_beyond_...`).
        Contract.objects.filter(pk=contract.pk).update(paid_fen=F("paid_fen") + order.amount_fen)
        note(contract.project, "pay_stage", actor=actor, words=f"第{stage.place}期")
        tell_organization(Topic.COMMISSIONING_STAGE_PAID, contract.organization, contract.project)
    elif order.state is OrderState.RETURNED and stage.state is StageState.ORDERED:
        stage.words = order.answer[:300]
        move(stage, StageAct.RETURN, contract=contract, actor=actor, changed=["words"])
        note(contract.project, "return_stage", actor=actor, words=order.answer)
        tell_organization(
            Topic.COMMISSIONING_STAGE_RETURNED, contract.organization, contract.project
        )


def _lock_all(batch: PaymentBatch) -> None:
    """Lock the projects of a batch before the fund, as every other verb does."""
    rows = Stage.objects.filter(payment_order__batch=batch).order_by("contract_id", "pk")
    for number in rows.values_list("number", flat=True):
        open_stage(number)


def _stage_of(order: PaymentOrder) -> tuple[Contract, Stage]:
    return open_stage(Stage.objects.values_list("number", flat=True).get(payment_order=order))
