"""To which account a benefit goes: bound at the decision, bound anew by another person (R8.28)."""

from collections.abc import Sequence

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.accounts import payees
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.kernel import clock
from backend.kernel.errors import Conflict, Refused
from backend.unions import standards
from services.mutual_aid.models import Benefit
from services.mutual_aid.states import TO_PAY
from services.mutual_aid.workflow.benefits.advance import lock, must_hold, trace

HEIR_ACCOUNT = "mutual_aid.heir_account"


@verb
def rebind(number: str, *, actor: Actor, version: int) -> Benefit:
    """Approve the account that stands verified now in place of the one of the decision.

    Needed where none was verified then, or where it changed since; a changed account pays only
    after its cool-off. Who verifies accounts reaches what is unpaid in his subtrees, whether or not
    he may read benefits. Raises NotFound, Refused without the permission, `own_case`, `same_person`
    for who entered the account, StaleVersion, Conflict `wrong_state`, `no_verified_account`,
    `account_bound`.
    """
    reached = scope.visible(actor, Permission.ACCOUNTS_PAYEE_VERIFY)
    among = Benefit.objects.visible_to(actor) | Benefit.objects.unpaid(reached)
    benefit = lock(number, actor=actor, among=among)
    user = must_hold(Permission.ACCOUNTS_PAYEE_VERIFY, benefit, actor)
    check_version(benefit, version)
    if benefit.state not in TO_PAY:
        raise Conflict("wrong_state", f"这笔给付“{benefit.state_label}”，不能再改收款账户。")
    account = account_for(benefit)
    if account is None:
        raise Conflict("no_verified_account", "领款人还没有核实过的收款账户，请先登记并核实。")
    if account.proposed_by_id == user:
        raise Refused("same_person", "账户由您登记，请交给另一位经办人核准。")
    if holds(benefit, account):
        raise Conflict("account_bound", "核准的就是这个账户，不用再核准。")
    benefit.payee, benefit.payee_digest = account, bytes(account.digest)
    benefit.bound_by_id = user
    benefit.version += 1
    changed = ["payee", "payee_digest", "bound_by"]
    benefit.save(update_fields=["version", *changed])
    trace(benefit, "rebind", actor=actor, fields=changed)
    return benefit


def account_for(benefit: Benefit) -> PayeeAccount | None:
    """Give the account that the money should go to now; None where none is verified.

    The payee's own; for an heir without one, the account that the union above keeps for heirs
    (dated standard `mutual_aid.heir_account`: the number of a verified account; R8.31).
    """
    return _own_or_kept(benefit, payees.verified(benefit.payee_person))


def accounts_for(benefits: Sequence[Benefit]) -> dict[int, PayeeAccount | None]:
    """Give the same for each of many, by the key of the benefit, in one query but for heirs."""
    own = payees.verified_of({one.payee_person_id for one in benefits})
    return {one.pk: _own_or_kept(one, own.get(one.payee_person_id)) for one in benefits}


def holds(benefit: Benefit, account: PayeeAccount) -> bool:
    """Tell whether the benefit is bound to this very account."""
    bound = bytes(benefit.payee_digest or b"")
    return benefit.payee_id == account.pk and bound == bytes(account.digest)


def _own_or_kept(benefit: Benefit, own: PayeeAccount | None) -> PayeeAccount | None:
    if own is not None or benefit.payee_person_id == benefit.person_id:
        return own
    standard = standards.find(HEIR_ACCOUNT, benefit.union, clock.today())
    if standard is None:
        return None
    kept = PayeeAccount.objects.select_related("key", "person")
    return kept.filter(number=str(standard.value), state=PayeeState.VERIFIED).first()
