"""Payee accounts 收款账户: one person enters, another verifies; a change starts anew.

A holder 户主 is a person or an organization. They run in the caller's transaction and leave their
trace in it.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import QuerySet

from backend.accounts import consents, memberships
from backend.accounts.models import (
    ConsentPurpose,
    PayeeAccount,
    PayeeOrganization,
    Person,
    User,
)
from backend.accounts.states import PAYEE, PayeeAct, PayeeState
from backend.audit import trail
from backend.fields.keys import keyring
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict, FieldError, Invalid, Refused
from backend.kernel.identifiers import tidy
from backend.unions import standards

Holder = Person | PayeeOrganization

SHORTEST, LONGEST = 10, 25
LONGEST_BANK = 60
LONGEST_REASON = 200
COOL_OFF_HOURS = "accounts.payee_cool_off_hours"


def check_account(text: str) -> str:
    """Tidy a bank account number; raises Invalid `bad_account`."""
    plain = tidy(text).replace("-", "")
    if not (plain.isascii() and plain.isdigit() and SHORTEST <= len(plain) <= LONGEST):
        words = f"银行账号应为 {SHORTEST} 到 {LONGEST} 位数字，请对照银行卡填写。"
        raise Invalid("bad_account", words, [FieldError("/account", "bad_account", words)])
    return plain


def check_bank(text: str) -> str:
    """Tidy the name of a bank; raises Invalid `bad_bank`."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_BANK:
        words = f"请填写开户银行全称，最多 {LONGEST_BANK} 个字。"
        raise Invalid("bad_bank", words, [FieldError("/bank", "bad_bank", words)])
    return name


def digest_of(holder: str, bank: str, account: str) -> bytes:
    """Give the keyed digest that a payment order copies: a changed account changes it.

    Keyed, because a card number whose bank and last four digits are known is soon guessed.
    """
    return keyring().index("payee.account", f"{holder}\n{bank}\n{account}")


def propose(
    holder: Holder, *, bank: str, account: str, actor: ActorLike, reason: str = ""
) -> PayeeAccount:
    """Enter an account in the holder's own name; it pays nothing before it is verified.

    One that still waits for verification makes way. Raises Refused `consent_missing` without a
    person's consent to bank data (RX.1), Invalid `bad_account`, `bad_bank`, Conflict
    `same_account`, Refused `no_user`.
    """
    lock(holder)
    if isinstance(holder, Person):
        consents.must_stand(holder, ConsentPurpose.BANK)
    name = check_bank(bank)
    plain = check_account(account)
    user = _user(actor)
    digest = digest_of(holder.unseal("name_sealed"), name, plain)
    if accounts_of(holder).filter(state=PayeeState.VERIFIED, digest=digest).exists():
        raise Conflict("same_account", "这个账户已经核实过，可以直接收款，不用再登记。")
    _replace(holder, PayeeState.PROPOSED, actor)
    payee = PayeeAccount(
        person=holder if isinstance(holder, Person) else None,
        organization=holder if isinstance(holder, PayeeOrganization) else None,
        key=holder.key,
        bank=name,
        account_last4=plain[-4:],
        digest=digest,
        proposed_by=user,
        reason=reason.strip()[:LONGEST_REASON],
    )
    payee.seal("account_sealed", plain)
    payee.save(force_insert=True)
    _trace(actor, PayeeState.PROPOSED, payee)
    return payee


def verify(payee: PayeeAccount, *, actor: ActorLike) -> PayeeAccount:
    """Confirm an account; the one verified before is replaced.

    A changed account takes money only after the cool-off (`usable_from`). Raises Refused
    `same_person` for whoever entered it and for the payee, Conflict `wrong_state`.
    """
    locked, user = _lock(payee), _second_person(payee, actor)
    PAYEE.move(locked.state, PayeeAct.VERIFY)
    wait = cool_off(locked.holder) if is_change(locked.holder) else timedelta()
    _replace(locked.holder, PayeeState.VERIFIED, actor)
    locked.verified_by, locked.verified_at = user, clock.now()
    locked.usable_from = locked.verified_at + wait
    _move(locked, PayeeAct.VERIFY, actor, "verified_by", "verified_at", "usable_from")
    return locked


def refuse(payee: PayeeAccount, *, actor: ActorLike, reason: str) -> PayeeAccount:
    """Turn an account down with the reason; raises Invalid `reason_missing`, Refused, Conflict."""
    if not reason.strip():
        raise Invalid("reason_missing", "请写明核实未通过的原因，本人会看到。")
    locked, _ = _lock(payee), _second_person(payee, actor)
    locked.reason = reason.strip()[:LONGEST_REASON]
    _move(locked, PayeeAct.REFUSE, actor, "reason")
    return locked


def stop(holder: Holder, *, actor: ActorLike) -> None:
    """Use none of the holder's accounts any more: a consent ended, or a name is another."""
    lock(holder)
    _replace(holder, PayeeState.PROPOSED, actor)
    _replace(holder, PayeeState.VERIFIED, actor)


def verified(holder: Holder) -> PayeeAccount | None:
    """Give the account that money may go to; None where none is verified."""
    standing = accounts_of(holder).filter(state=PayeeState.VERIFIED)
    return standing.select_related("key", "person", "organization").first()


def verified_of(people: Collection[int]) -> dict[int, PayeeAccount]:
    """Give, by the key of the person, the account that money of each of these may go to."""
    rows = PayeeAccount.objects.filter(person_id__in=people, state=PayeeState.VERIFIED)
    return {row.person_id: row for row in rows if row.person_id is not None}


def is_change(holder: Holder) -> bool:
    """Tell whether an account of this holder was ever verified before."""
    return accounts_of(holder).filter(verified_at__isnull=False).exists()


def cool_off(holder: Holder) -> timedelta:
    """Give how long a changed account waits before money goes to it, where the holder belongs."""
    union = memberships.home(holder) if isinstance(holder, Person) else holder.union
    return timedelta(hours=standards.whole(COOL_OFF_HOURS, union, clock.today()))


def accounts_of(holder: Holder) -> QuerySet[PayeeAccount]:
    """Give every account that a holder ever had."""
    if isinstance(holder, Person):
        return PayeeAccount.objects.filter(person=holder)
    return PayeeAccount.objects.filter(organization=holder)


def lock(holder: Holder) -> None:
    """Lock the holder's row, the root: whatever changes the accounts takes turns on it."""
    type(holder).objects.select_for_update(of=("self",)).get(pk=holder.pk)


def reveal(payee: PayeeAccount, *, actor: ActorLike, purpose: str) -> str:
    """Read the full number and leave a trace of it (RX.2); raises Invalid `purpose_missing`."""
    if not purpose.strip():
        raise Invalid("purpose_missing", "查看完整账号前请填写用途，本人可以看到这条记录。")
    trail.record(
        actor,
        "payee.reveal",
        payee,
        person_id=payee.person_id,
        fields=["account"],
        purpose=purpose.strip(),
    )
    return payee.unseal("account_sealed")


def _lock(payee: PayeeAccount) -> PayeeAccount:
    lock(payee.holder)
    rows = PayeeAccount.objects.select_for_update(of=("self",))
    return rows.select_related("person", "organization__union").get(pk=payee.pk)


def _replace(holder: Holder, state: PayeeState, actor: ActorLike) -> None:
    for old in accounts_of(holder).select_for_update().filter(state=state):
        _move(old, PayeeAct.REPLACE, actor)


def _move(payee: PayeeAccount, act: PayeeAct, actor: ActorLike, *changed: str) -> None:
    payee.state = PAYEE.move(payee.state, act)
    payee.version += 1
    payee.save(update_fields=["state", "version", *changed])
    _trace(actor, payee.state, payee)


def _second_person(payee: PayeeAccount, actor: ActorLike) -> User:
    user = _user(actor)
    is_own = payee.person_id is not None and user.person_id == payee.person_id
    if user.pk == payee.proposed_by_id or is_own:
        raise Refused("same_person", "收款账户要由另一个人核实，登记人和本人不能自己核实。")
    return user


def _user(actor: ActorLike) -> User:
    if actor.user_id is None:
        raise Refused("no_user", "收款账户只能由登录的人登记和核实。")
    return User.objects.get(pk=actor.user_id)


def _trace(actor: ActorLike, state: PayeeState, payee: PayeeAccount) -> None:
    trail.record(
        actor,
        f"payee.{state}",
        payee,
        person_id=payee.person_id,
        fields=["account"],
        digest=bytes(payee.digest),
    )
