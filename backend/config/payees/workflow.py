"""The acts on a worker's bank account: agree, enter, verify or refuse, stop (R8.28, threat 20).

A change of a verified account is told to the worker's phone when it is entered and when it
counts, and takes money only after a cool-off; whatever was approved for the old account waits
for a new approval.
"""

from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.accounts import consents, memberships, payees, people
from backend.accounts.models import Consent, ConsentPurpose, PayeeAccount, Person
from backend.config.payees import notice, queries
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid, NotFound, Refused
from backend.kernel.identifiers import check_id_number
from notifications import outbox
from notifications.topics import Topic

BANK = ConsentPurpose.BANK


@dataclass(frozen=True, slots=True)
class Revealed:
    """Whose account it is and its number in full, shown once."""

    holder: str
    account: str


@verb
def agree(*, actor: Actor, notice_version: str) -> Consent:
    """Agree to the keeping of one's bank account, to the notice that was read (RX.1).

    Raises Conflict `notice_changed` when another version of the notice stands by now.
    """
    if notice_version != notice.VERSION:
        raise Conflict("notice_changed", "告知内容已经更新，请重新阅读以后再同意。")
    return _give(_own(actor), actor, channel="online")


@verb
def withdraw(*, actor: Actor) -> None:
    """Take the consent back: every account of this worker stops being used."""
    person = _own(actor)
    consents.withdraw(person, BANK, actor=actor)
    payees.stop(person, actor=actor)


@verb
def propose(*, actor: Actor, bank: str, account: str) -> PayeeAccount:
    """Enter one's own account; it waits until another person has verified it.

    Raises Refused `consent_missing`, Invalid `bad_bank`, `bad_account`, Conflict `same_account`.
    """
    person = _own(actor)
    entered = payees.propose(person, bank=bank, account=account, actor=actor)
    if payees.is_change(person):
        outbox.post(Topic.ACCOUNT_PAYEE_PROPOSED, to=person, about=entered)
    return entered


@verb
def propose_for(
    *, actor: Actor, id_number: str, name: str, bank: str, account: str, signed_on: date
) -> PayeeAccount:
    """Enter the account of a worker who cannot do it; her consent was signed on paper.

    By an officer of her union or above, by any station for a worker without a union. Raises
    NotFound for anybody else and where name and ID number do not belong together, Refused
    `own_case`, Invalid `bad_id_number`, `bad_bank`, `bad_account`, `signed_later`, Conflict
    `same_account`.
    """
    if signed_on > clock.today():
        words = "签署日期不能晚于今天，请对照纸质同意书填写。"
        raise Invalid("signed_later", words, [FieldError("/signed_on", "signed_later", words)])
    person = _known(id_number, name, actor)
    if person.pk == actor.person_id:
        raise Refused("own_case", "您本人的收款账户请到“我的”里登记。")
    _give(person, actor, channel="paper")
    entered = payees.propose(
        person,
        bank=bank,
        account=account,
        actor=actor,
        reason=f"工会代为登记，纸质同意书{clock.day_words(signed_on)}签署",
    )
    outbox.post(Topic.ACCOUNT_PAYEE_PROPOSED, to=person, about=entered)
    return entered


@verb
def reveal(number: str, *, actor: Actor, purpose: str) -> Revealed:
    """Open holder and number for a stated purpose; the worker sees that they were read (RX.2).

    Raises NotFound outside the actor's subtree, Invalid `purpose_missing`.
    """
    row = _locked(number, actor)
    account = payees.reveal(row, actor=actor, purpose=purpose)
    holder = row.holder
    if isinstance(holder, Person):
        return Revealed(people.reveal(holder, "name", actor=actor, purpose=purpose), account)
    return Revealed(holder.name, account)


@verb
def verify(number: str, *, actor: Actor, version: int) -> PayeeAccount:
    """Confirm an account that somebody else entered; from now on it is the one to pay to.

    Raises NotFound, StaleVersion, Refused `same_person`, Conflict `wrong_state`.
    """
    account = _locked(number, actor)
    check_version(account, version)
    changed = payees.is_change(account.holder)
    verified = payees.verify(account, actor=actor)
    _tell(Topic.ACCOUNT_PAYEE_CHANGED if changed else Topic.ACCOUNT_PAYEE_VERIFIED, verified)
    return verified


@verb
def refuse(number: str, *, actor: Actor, version: int, reason: str) -> PayeeAccount:
    """Turn an account down; the worker reads the reason and can enter it anew.

    Raises NotFound, StaleVersion, Refused `same_person`, Conflict `wrong_state`, Invalid
    `reason_missing`.
    """
    account = _locked(number, actor)
    check_version(account, version)
    refused = payees.refuse(account, actor=actor, reason=reason)
    _tell(Topic.ACCOUNT_PAYEE_REFUSED, refused)
    return refused


def _own(actor: Actor) -> Person:
    return Person.objects.select_related("key").get(pk=actor.own_person_id)


def _give(person: Person, actor: Actor, *, channel: str) -> Consent:
    return consents.give(
        person,
        BANK,
        notice_version=notice.VERSION,
        notice_text=notice.TEXT,
        actor=actor,
        channel=channel,
    )


def _tell(topic: Topic, account: PayeeAccount) -> None:
    """Tell the worker; an organization has no inbox, its account's state is on the case's page."""
    if account.person is not None:
        outbox.post(topic, to=account.person, about=account)


def _known(id_number: str, name: str, actor: Actor) -> Person:
    """Give the worker of this name and ID number whom the officer may act for."""
    index = people.id_index(check_id_number(id_number).text)
    person = (
        Person.objects.select_related("key").filter(id_index=index, erased_at__isnull=True).first()
    )
    if person is not None and person.unseal("name_sealed") == people.check_name(name):
        member = memberships.standing(person)
        if member is None or actor.can(Permission.ACCOUNTS_PAYEE_PROPOSE, within=member):
            return person
    raise NotFound(
        "member_not_found",
        "没有找到这位职工：请核对姓名和身份证号。会籍在别家工会的，请由会籍所在工会登记。",
    )


def _locked(number: str, actor: Actor) -> PayeeAccount:
    """Give an account in the actor's reach, locked after its holder as everywhere."""
    found = queries.in_reach(actor).filter(number=number).first()
    if found is None:
        raise NotFound
    payees.lock(found.holder)
    rows = PayeeAccount.objects.select_for_update(of=("self",))
    needed = ("person__key", "organization__key", "organization__union", "key")
    return rows.select_related(*needed).get(pk=found.pk)
