"""The bank account of an organization, entered by its officer, verified at the union's desk."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import organizations, payees
from backend.accounts.models import PayeeAccount
from services.commissioning import access
from services.commissioning.models import Organization
from services.commissioning.workflow.filing import keep


@verb
def propose_account(*, actor: Actor, bank: str, account: str) -> PayeeAccount:
    """Enter the account in the organization's own name; it pays nothing before it is verified.

    Another person verifies it at the desk of payee accounts; a changed account cools off. Raises
    Refused `acts_for_nobody`, Invalid `bad_bank`, `bad_account`, Conflict `same_account`,
    `named_otherwise`.
    """
    actor.must_hold(Permission.COMMISSIONING_PROVIDER_ACT)
    own = Organization.objects.locked(access.own_organization(actor).number)
    holder = organizations.register(own.credit_code, own.name, union=own.union, actor=actor)
    if own.payee_id is None:
        own.payee = holder
        keep(own, "link_payee", actor=actor, changed=["payee"])
    return payees.propose(holder, bank=bank, account=account, actor=actor)
