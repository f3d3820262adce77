"""Saving who lives in the household, sealed, while the application is a draft."""

from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.access.write import verb
from backend.accounts import people
from backend.kernel.errors import FieldError, Invalid, NotFound
from backend.kernel.identifiers import IdNumber, check_id_number
from services.hardship.models import Application, HouseholdMember
from services.hardship.models.household import Relation
from services.hardship.rules.completeness import MOST_MEMBERS
from services.hardship.workflow.advance import open_editable, touch

ADULT_AGE = 18


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the household as it was filled in."""

    relation: str
    name: str
    id_number: str


@verb
def save_household(
    number: str, *, actor: Actor, version: int, members: list[Person]
) -> Application:
    """Save the whole list of members; who stays keeps her authorisation.

    Raises NotFound, StaleVersion, Conflict `not_editable`, Invalid `bad_members` naming each
    wrong row.
    """
    application = open_editable(number, actor=actor, version=version)
    checked = _check(application, members)
    kept = {bytes(row.id_index): row for row in application.members.all()}
    wanted = {people.id_index(identity.text) for _, identity in checked}
    for index, row in kept.items():
        if index not in wanted:
            row.delete()
    for person, identity in checked:
        row = kept.get(people.id_index(identity.text)) or HouseholdMember(
            application=application, key=application.key
        )
        _fill(row, person, identity)
        row.save()
    touch(application, "save_household", actor=actor, changed=())
    return application


@verb
def add_member(number: str, *, actor: Actor, version: int, member: Person) -> Application:
    """Add one person to the household; raises what `save_household` raises."""
    application = open_editable(number, actor=actor, version=version)
    faults: list[FieldError] = []
    identity = _check_one(0, member, faults)
    if member.relation == Relation.SELF:
        faults.append(FieldError("/members/0/relation", "self_stands", "申请人本人已经在名单里。"))
    if faults or identity is None:
        raise Invalid("bad_members", faults[0].message, fields=faults)
    index = people.id_index(identity.text)
    if application.members.filter(id_index=index).exists():
        raise Invalid("bad_members", "这个身份证号已经在家庭成员里了，不用再加。")
    if application.members.count() >= MOST_MEMBERS:
        raise Invalid("bad_members", f"家庭成员最多 {MOST_MEMBERS} 人。")
    row = HouseholdMember(application=application, key=application.key)
    _fill(row, member, identity)
    row.save(force_insert=True)
    touch(application, "add_member", actor=actor, changed=())
    return application


@verb
def remove_member(number: str, *, actor: Actor, version: int, member: str) -> Application:
    """Take one person out of the household, never the applicant; raises NotFound."""
    application = open_editable(number, actor=actor, version=version)
    row = application.members.filter(number=member).exclude(relation=Relation.SELF).first()
    if row is None:
        raise NotFound
    row.delete()
    touch(application, "remove_member", actor=actor, changed=())
    return application


def enter_applicant(application: Application) -> None:
    """Put the applicant herself into the household: what is known is not asked again."""
    person = application.person
    id_number = person.unseal("id_number_sealed")
    if not id_number:
        return
    row = HouseholdMember(application=application, key=application.key)
    own = Person(Relation.SELF, person.unseal("name_sealed"), id_number)
    _fill(row, own, check_id_number(id_number))
    row.save(force_insert=True)


def _check(application: Application, members: list[Person]) -> list[tuple[Person, IdNumber]]:
    if not 1 <= len(members) <= MOST_MEMBERS:
        raise Invalid("bad_members", f"家庭成员应为 1 到 {MOST_MEMBERS} 人，包括申请人本人。")
    faults: list[FieldError] = []
    checked: list[tuple[Person, IdNumber]] = []
    for place, person in enumerate(members):
        identity = _check_one(place, person, faults)
        if identity is not None:
            checked.append((person, identity))
    texts = [identity.text for _, identity in checked]
    if len(set(texts)) != len(texts):
        faults.append(FieldError("/members", "twice", "同一个身份证号填了两次，请删去一行。"))
    if not faults:
        faults += _check_self(application, checked)
    if faults:
        raise Invalid("bad_members", "家庭成员里有填错的地方，请按提示改正。", fields=faults)
    return checked


def _check_one(place: int, person: Person, faults: list[FieldError]) -> IdNumber | None:
    if person.relation not in Relation.values:
        faults.append(
            FieldError(f"/members/{place}/relation", "bad_relation", "请选择与申请人的关系。")
        )
    for pointer, check, value in (
        ("name", people.check_name, person.name),
        ("id_number", check_id_number, person.id_number),
    ):
        try:
            found = check(value)
        except Invalid as fault:
            faults.append(FieldError(f"/members/{place}/{pointer}", fault.code, fault.message))
            found = None
    return found if isinstance(found, IdNumber) else None


def _check_self(
    application: Application, checked: list[tuple[Person, IdNumber]]
) -> list[FieldError]:
    own = [identity for person, identity in checked if person.relation == Relation.SELF]
    mine = application.person.id_index
    if len(own) != 1:
        return [FieldError("/members", "self_missing", "成员里应有且只有一位“本人”，就是申请人。")]
    if mine is not None and people.id_index(own[0].text) != bytes(mine):
        return [
            FieldError("/members", "self_differs", "“本人”的身份证号与登记的不一致，请核对后重填。")
        ]
    return []


def _fill(row: HouseholdMember, person: Person, identity: IdNumber) -> None:
    row.relation = person.relation
    row.id_index = people.id_index(identity.text)
    row.adult_from = _coming_of_age(identity.birth_date)
    row.seal("name_sealed", people.check_name(person.name))
    row.seal("id_number_sealed", identity.text)


def _coming_of_age(birth: date) -> date:
    """Give the eighteenth birthday; who is born on 29 February comes of age on 1 March."""
    year = birth.year + ADULT_AGE
    if (birth.month, birth.day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
        return date(year, 3, 1)
    return birth.replace(year=year)
