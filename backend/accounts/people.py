"""Persons: found or entered once, read in full only with a trace, erased for good."""

from typing import Literal

from django.db import IntegrityError, transaction

from backend.accounts.models import Person
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

