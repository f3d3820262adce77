"""The bank of the demo world: an organization's account, and the word that all was paid."""

from django.db import transaction

from backend.access.actor import Actor
from backend.accounts import organizations, payees
from backend.config.demo.bank import Asked, reply
from backend.kernel.errors import NotFound
from backend.ledger.models import PaymentBatch
from services.commissioning.queries.contract_sheet import ContractSheet
from services.commissioning.workflow import payee_accounts

BANK = "示范银行槐树支行"


def enter_account(sheet: ContractSheet, provider: Actor, verifier: Actor) -> None:
    """Have the organization's account entered and verified, once."""
    holder = organizations.find(sheet.credit_code)
    if holder is not None and payees.verified(holder) is not None:
        return
    last = sheet.credit_code[-4:-1].rjust(4, "0")
    digits = "".join(sign if sign.isdigit() else "7" for sign in last)
    entered = payee_accounts.propose_account(
        actor=provider, bank=BANK, account=f"020000100900{digits}"
    )
    with transaction.atomic():
        payees.verify(entered, actor=verifier)


def paid(batch: PaymentBatch) -> bytes:
    """Write the bank's word that every line was paid; raises NotFound for a batch without lines."""
    asked = [
        Asked(order.number, order.payee.account_last4, order.amount)
        for order in batch.orders.select_related("payee").order_by("number")
    ]
    if not asked:
        raise NotFound
    return reply(batch.number, asked)
