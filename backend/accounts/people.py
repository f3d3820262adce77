"""Persons: found or entered once, read in full only with a trace, erased for good."""

from typing import Literal

from django.db import IntegrityError, transaction

from backend.accounts.models import Person
from backend.accounts.states import MEMBERSHIP_LABELS, PAYEE
from backend.audit import trail
from backend.fields.keys import keyring
from backend.fields.models import DataKey
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Invalid
from backend.kernel.identifiers import check_id_number, check_phone, mask_name

Revealable = Literal["name", "id_number", "phone"]
LONGEST_NAME = 40


def id_index(id_number: str) -> bytes:
    """Give the keyed index of a checked ID number, for matching only."""
    return keyring().index("person.id_number", id_number)


def phone_index(phone: str) -> bytes:
    """Give the keyed index of a checked phone number."""
    return keyring().index("person.phone", phone)


def find_or_create(id_number: str, name: str, phone: str = "") -> Person:
    """Give the one person with this ID number, entering it when it is new.

    Name and phone of a known person stay as they are. Raises Invalid `bad_id_number`,
    `bad_name`, `bad_phone`.
    """
    identity = check_id_number(id_number)
    index = id_index(identity.text)
    known = Person.objects.select_related("key").filter(id_index=index).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return _enter(identity.text, check_name(name), check_phone(phone) if phone else "")
    except IntegrityError:
        return Person.objects.select_related("key").get(id_index=index)


def _enter(id_number: str, name: str, phone: str) -> Person:
    identity = check_id_number(id_number)
    person = Person(
        key=DataKey.make(),
        sex=identity.sex,
        birth_date=identity.birth_date,
        id_index=id_index(id_number),
        phone_index=phone_index(phone) if phone else None,
        display_name=mask_name(name),
    )
    person.seal("name_sealed", name)
    person.seal("id_number_sealed", id_number)
    person.seal("phone_sealed", phone)
    person.save(force_insert=True)
    return person


def check_name(name: str) -> str:
    """Tidy a name; raises Invalid `bad_name` when it is empty or too long."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise Invalid("bad_name", f"姓名应为 1 到 {LONGEST_NAME} 个字，请按身份证填写。")
    return plain


def reveal(person: Person, field: Revealable, *, actor: ActorLike, purpose: str) -> str:
    """Read one full value and leave a trace of it (RX.2), inside a transaction.

    Raises Invalid `purpose_missing` without a purpose, Conflict `erased` after erasure.
    """
    if not purpose.strip():
        raise Invalid("purpose_missing", "查看完整信息前请填写用途，本人可以看到这条记录。")
    trail.record(
        actor, "person.reveal", person, person_id=person.pk, fields=[field], purpose=purpose
    )
    return person.unseal(f"{field}_sealed")


def erase(person: Person, *, actor: ActorLike, reason: str) -> None:
    """Destroy the person's data key and every index and mask of it (PIPL 47)."""
    person.key.destroy()
    person.id_index = person.phone_index = None
    person.display_name, person.sex, person.birth_date = "", "", None
    person.erased_at = clock.now()
    person.save()
    trail.record(actor, "person.erase", person, person_id=person.pk, purpose=reason)


def personal_data(person: Person) -> dict[str, object]:
    """Give everything this room knows of a person, in full, for the person's own copy (RX.3)."""
    return {
        "姓名": person.unseal("name_sealed"),
        "身份证号": person.unseal("id_number_sealed"),
        "手机号": person.unseal("phone_sealed"),
        "会籍": [
            {
                "工会": one.union.name,
                "状态": MEMBERSHIP_LABELS[one.state],
                "入会": one.joined_on.isoformat(),
                "终止": one.ended_on.isoformat() if one.ended_on else "",
            }
            for one in person.memberships.select_related("union").order_by("joined_on", "pk")
        ],
        "单独同意": [
            {
                "事项": one.get_purpose_display(),
                "告知书": one.notice_version,
                "同意": clock.to_local(one.given_at).isoformat(),
                "撤回": clock.to_local(one.withdrawn_at).isoformat() if one.withdrawn_at else "",
            }
            for one in person.consents.order_by("given_at", "pk")
        ],
        "收款账户": [
            {
                "银行": one.bank,
                "账号": one.unseal("account_sealed"),
                "状态": PAYEE.labels[one.state],
            }
            for one in person.payee_accounts.select_related("key").order_by("proposed_at", "pk")
        ],
    }
