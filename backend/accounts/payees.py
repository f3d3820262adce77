"""Payee accounts 收款账户: one person enters, another verifies; a change starts anew.

They run in the caller's transaction and leave their trace in it.
"""

import hashlib

from backend.accounts import consents
from backend.accounts.models import ConsentPurpose, PayeeAccount, Person, User
from backend.accounts.states import PAYEE, PayeeAct, PayeeState
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Invalid, Refused
from backend.kernel.identifiers import tidy

SHORTEST, LONGEST = 10, 25
LONGEST_BANK = 60


def check_account(text: str) -> str:
    """Tidy a bank account number; raises Invalid `bad_account`."""
    plain = tidy(text).replace("-", "")
    if not (plain.isascii() and plain.isdigit() and SHORTEST <= len(plain) <= LONGEST):
        raise Invalid(
            "bad_account", f"银行账号应为 {SHORTEST} 到 {LONGEST} 位数字，请对照银行卡填写。"
        )
    return plain


def digest_of(holder: str, bank: str, account: str) -> bytes:
    """Give the digest that a payment order copies: a changed account changes it."""
    return hashlib.sha256(f"{holder}\n{bank}\n{account}".encode()).digest()


def propose(
    person: Person, *, bank: str, account: str, actor: ActorLike, reason: str = ""
) -> PayeeAccount:
    """Enter an account in the person's own name; it pays nothing before it is verified.

    Raises Refused `consent_missing` without consent to bank data (RX.1), Invalid `bad_account`,
    `bad_bank`, Refused `no_user`.
    """
    consents.must_stand(person, ConsentPurpose.BANK)
    name = " ".join(bank.split())
    if not name or len(name) > LONGEST_BANK:
        raise Invalid("bad_bank", "请填写开户银行全称，最多 60 个字。")
    plain = check_account(account)
    payee = PayeeAccount(
        person=person,
        key=person.key,
        bank=name,
        account_last4=plain[-4:],
        digest=digest_of(person.unseal("name_sealed"), name, plain),
        proposed_by=_user(actor),
        reason=reason.strip()[:200],
    )
    payee.seal("account_sealed", plain)
    payee.save(force_insert=True)
    _trace(actor, PayeeState.PROPOSED, payee)
    return payee


def verify(payee: PayeeAccount, *, actor: ActorLike) -> PayeeAccount:
    """Confirm an account; the one verified before is replaced.

    Raises Refused `same_person` for whoever entered it and for the payee, Conflict `wrong_state`.
    """
    locked, user = _lock(payee), _second_person(payee, actor)
    target = PAYEE.move(locked.state, PayeeAct.VERIFY)
    for old in PayeeAccount.objects.select_for_update().filter(
        person=locked.person, state=PayeeState.VERIFIED
    ):
        old.state = PAYEE.move(old.state, PayeeAct.REPLACE)
        old.save(update_fields=["state"])
        _trace(actor, PayeeState.REPLACED, old)
    locked.state, locked.verified_by, locked.verified_at = target, user, clock.now()
    locked.save(update_fields=["state", "verified_by", "verified_at"])
    _trace(actor, PayeeState.VERIFIED, locked)
    return locked


def refuse(payee: PayeeAccount, *, actor: ActorLike, reason: str) -> PayeeAccount:
    """Turn an account down with the reason; raises Invalid `reason_missing`, Refused, Conflict."""
    if not reason.strip():
        raise Invalid("reason_missing", "请写明核实未通过的原因，本人会看到。")
    locked, _ = _lock(payee), _second_person(payee, actor)
    locked.state, locked.reason = PAYEE.move(locked.state, PayeeAct.REFUSE), reason.strip()[:200]
    locked.save(update_fields=["state", "reason"])
    _trace(actor, PayeeState.REFUSED, locked)
    return locked


def verified(person: Person) -> PayeeAccount | None:
    """Give the account that money may go to; None where none is verified."""
    return (
        PayeeAccount.objects.select_related("key", "person")
        .filter(person=person, state=PayeeState.VERIFIED)
        .first()
    )


def _lock(payee: PayeeAccount) -> PayeeAccount:
    # The person is the root: two verifications of two accounts take turns on her row.
    Person.objects.select_for_update().get(pk=payee.person_id)
    return (
        PayeeAccount.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=payee.pk)
    )


def _second_person(payee: PayeeAccount, actor: ActorLike) -> User:
    user = _user(actor)
    if user.pk == payee.proposed_by_id or user.person_id == payee.person_id:
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
