"""Payment: ordered in a batch, paid only when the bank's reply confirms the line (R8.51)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import payees
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.saying import must_say
from backend.ledger import payments, queries
from backend.ledger.formats import BankFile
from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.states import OrderState
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, Decision, Grant
from services.hardship.models.household import EvidenceKind
from services.hardship.queries.payment import PURPOSE
from services.hardship.states import GrantAct, GrantState
from services.hardship.workflow.advance import decide, open_own, tell
from services.hardship.workflow.grants import advance_grant, lock_grant

REMARK = "困难帮扶"
ORDER_OPINION = "按核准的金额和账户付款"


@verb
def order_payments(*, actor: Actor, grants: list[str]) -> PaymentBatch:
    """Order the payment of approved or returned grants of one fund, in a new batch for the bank.

    Raises NotFound for a grant outside her subtree, Refused `not_independent`, Conflict
    `wrong_state`, `mixed_funds`, `payee_changed`, Invalid `nothing_chosen`.
    """
    chosen = _lock(grants, actor)
    fund = chosen[0].fund
    if fund is None or len({grant.fund_id for grant in chosen}) != 1:
        raise Conflict("mixed_funds", "一个批次只能用一笔经费，请按经费分开下单。")
    batch = payments.open_batch(fund, purpose=PURPOSE, actor=actor)
    for grant in chosen:
        _order(grant, batch, actor)
    batch.refresh_from_db()
    return batch


@verb
def take_out(batch_number: str, *, actor: Actor, order: str, reason: str) -> PaymentBatch:
    """Take one payment out of a batch that has not gone to the bank; the approval stands.

    The remedy where an account changed after ordering: the others of the batch are not held up.
    Raises NotFound, Refused, Conflict `wrong_state` once it was sent, Invalid `reason_missing`.
    """
    batch = queries.batch_to_send(PURPOSE, batch_number, actor)
    said = must_say(reason, "请写明撤下的原因。")
    grant = _grant_of(payments.take_out(batch, order, actor=actor))
    grant.payment_order = None
    advance_grant(grant, GrantAct.TAKE_OUT, actor=actor, changed=["payment_order"])
    decide(grant.application, GrantAct.TAKE_OUT, actor=actor, opinion=said)
    batch.refresh_from_db()
    return batch


@verb
def build_bank_file(batch_number: str, *, actor: Actor) -> BankFile:
    """Write the file for the bank; the full accounts stand in it and each reading is recorded.

    Raises NotFound, Refused, and what `payments.build_file` raises.
    """
    return payments.build_file(queries.batch_to_send(PURPOSE, batch_number, actor), actor=actor)


@verb
def import_bank_reply(batch_number: str, *, actor: Actor, content: bytes) -> PaymentBatch:
    """Take in the bank's reply: a confirmed line is paid, a returned one comes back to the list.

    One wrong line refuses the whole file; the same file twice changes nothing more. Raises
    NotFound, Refused `four_eyes`, Invalid `reply_...`.
    """
    batch = queries.batch_to_send(PURPOSE, batch_number, actor)
    lines = payments.read_reply(batch, content)
    for order in payments.settle(batch, lines, actor=actor):
        _settle(order, actor)
    batch.refresh_from_db()
    return batch


@verb
def acknowledge_receipt(number: str, *, actor: Actor, evidence: str | None = None) -> Application:
    """Confirm that the money came, by the worker; a photographed slip may go with it (R8.51).

    Raises NotFound, Conflict `wrong_state`.
    """
    application = open_own(number, actor=actor)
    grant = lock_grant(application)
    changed = ["receipted_at"]
    grant.receipted_at = clock.now()
    if evidence is not None:
        grant.receipt = application.evidence.filter(
            number=evidence, kind=EvidenceKind.RECEIPT
        ).first()
        if grant.receipt is None:
            raise NotFound
        changed.append("receipt")
    advance_grant(grant, GrantAct.RECEIPT, actor=actor, changed=changed)
    decide(application, GrantAct.RECEIPT, actor=actor, opinion="")
    tell(Topic.HARDSHIP_RECEIPTED, application)
    return application


def _lock(numbers: list[str], actor: Actor) -> list[Grant]:
    if not numbers:
        raise Invalid("nothing_chosen", "请先勾选要付款的申请。")
    found = list(
        Grant.objects.visible_to(actor)
        .filter(number__in=numbers)
        .select_for_update(of=("self",))
        .select_related(
            "application__person",
            "application__union",
            "application__key",
            "fund",
            "payee",
            "transfer",
        )
        .order_by("id")
    )
    if len(found) != len(set(numbers)):
        raise NotFound
    return found


def _order(grant: Grant, batch: PaymentBatch, actor: Actor) -> None:
    actor.must(Permission.HARDSHIP_GRANT_PAY, within=grant)
    application = grant.application
    again = Decision.objects.filter(
        application=application, by_id=actor.user_id, act=str(GrantAct.ORDER), in_chain=True
    ).exists()
    if again:
        access.must_be_unrelated(actor, application)
    else:
        access.must_be_independent(actor, application)
    if grant.transfer is None or grant.payee is None or grant.payee_digest is None:
        raise Conflict("wrong_state", f"{grant.number} 还没有核准，不能付款。")
    standing = payees.verified(application.person)
    if standing is None or standing.pk != grant.payee.pk:
        raise Conflict(
            "payee_changed",
            f"{application.number} 核准之后收款账户变了，请先由审批人重新核准账户再付款。",
        )
    grant.payment_order = payments.order(
        grant.transfer,
        payee=grant.payee,
        approved_digest=bytes(grant.payee_digest),
        batch=batch,
        actor=actor,
        remark=REMARK,
    )
    grant.seal("return_reason_sealed", "")
    changed = ["payment_order", "return_reason_sealed"]
    advance_grant(grant, GrantAct.ORDER, actor=actor, changed=changed)
    decide(application, GrantAct.ORDER, actor=actor, opinion=ORDER_OPINION, in_chain=not again)
    tell(Topic.HARDSHIP_PAYMENT_ORDERED, application)


def _settle(order: PaymentOrder, actor: Actor) -> None:
    grant = _grant_of(order)
    application = grant.application
    if order.state is OrderState.CONFIRMED:
        grant.paid_on = clock.today()
        advance_grant(grant, GrantAct.CONFIRM, actor=actor, changed=["paid_on"])
        decide(application, GrantAct.CONFIRM, actor=actor, opinion="")
        tell(Topic.HARDSHIP_PAID, application)
    elif order.state is OrderState.RETURNED and grant.state is GrantState.ORDERED:
        grant.seal("return_reason_sealed", order.answer)
        advance_grant(grant, GrantAct.RETURN, actor=actor, changed=["return_reason_sealed"])
        decide(application, "return_payment", actor=actor, opinion=order.answer)
        tell(Topic.HARDSHIP_PAYMENT_RETURNED, application)


def _grant_of(order: PaymentOrder) -> Grant:
    return (
        Grant.objects.select_for_update(of=("self",))
        .select_related("application__person", "application__key", "key")
        .get(payment_order=order)
    )
