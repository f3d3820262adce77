"""Recording who belongs to a rate group 登记照顾身份: one person, or a list of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import memberships, people
from backend.accounts.models import Person
from backend.kernel import clock
from backend.kernel.errors import DomainError, FieldError, Invalid
from backend.kernel.identifiers import check_id_number, public_number
from services.mutual_aid.models import GroupSource, GroupStanding
from services.mutual_aid.queries import groups as queries
from services.mutual_aid.workflow.advance import user_of
from services.mutual_aid.workflow.groups.advance import must_not_be_own, trace

PREFIX = "SF"
MOST_LISTED = 500
LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """Who, and from when to when (both inclusive; None: open)."""

    id_number: str
    name: str
    first_day: date
    last_day: date | None = None


@verb
def record(
    *,
    actor: Actor,
    id_number: str,
    name: str,
    group: str,
    basis: str,
    first_day: date,
    last_day: date | None = None,
) -> GroupStanding:
    """Record a standing; it counts once another person confirms it.

    `basis` is the paper it rests on. Raises Refused, Invalid `nobody_found` for an unknown person
    and for one outside the officer's reach alike, `unknown_group`, `bad_days`, `basis_missing`,
    `bad_id_number`, `bad_name`.
    """
    actor.must_hold(Permission.MUTUAL_AID_GROUP_RECORD)
    plain = _checked(group, basis)
    return _record(Entry(id_number, name, first_day, last_day), group, plain, actor)


@verb
def record_list(
    *, actor: Actor, group: str, basis: str, entries: Sequence[Entry]
) -> list[list[object]]:
    """Record a list of persons in one group; a wrong row keeps no good one from being recorded.

    Gives the refused rows: place from 1, and why. Raises Refused, Invalid `unknown_group`,
    `basis_missing`, `list_too_long`.
    """
    actor.must_hold(Permission.MUTUAL_AID_GROUP_RECORD)
    plain = _checked(group, basis)
    if not 0 < len(entries) <= MOST_LISTED:
        raise Invalid("list_too_long", f"一次可以登记 1 到 {MOST_LISTED} 人，请分开登记。")
    refused: list[list[object]] = []
    for place, entry in enumerate(entries, 1):
        try:
            _record(entry, group, plain, actor)
        except DomainError as fault:
            refused.append([place, fault.message])
    return refused


def next_number() -> str:
    """Take the next number of a standing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('mutual_aid_serial')")
        return public_number(PREFIX, clock.today().year, int(cursor.fetchone()[0]))


def _checked(group: str, basis: str) -> str:
    if group not in queries.known_groups():
        raise Invalid("unknown_group", "现有的互助计划里没有这个人群，请从列出的人群里选。")
    plain = " ".join(basis.split())[:LONGEST_BASIS]
    if not plain:
        words = "请写明依据，例如证书名称和文号。"
        raise Invalid("basis_missing", words, fields=[FieldError("/basis", "basis_missing", words)])
    return plain


def _record(entry: Entry, group: str, basis: str, actor: Actor) -> GroupStanding:
    if entry.last_day is not None and entry.last_day < entry.first_day:
        words = "最后一天不能早于第一天，请核对。"
        raise Invalid("bad_days", words, fields=[FieldError("/last_day", "bad_days", words)])
    person = _person(entry)
    standing = GroupStanding(
        number=next_number(),
        key=person.key,
        person=person,
        group=group,
        first_day=entry.first_day,
        last_day=entry.last_day,
        source=GroupSource.OFFICER,
        recorded_by_id=user_of(actor),
        recorded_by_person=actor.person_id,
    )
    standing.place(memberships.home(person))
    if not actor.can(Permission.MUTUAL_AID_GROUP_RECORD, within=standing):
        raise _nobody()
    must_not_be_own(standing, actor)
    standing.seal("basis_sealed", basis)
    standing.save(force_insert=True)
    trace(standing, "record", actor=actor)
    return standing


def _person(entry: Entry) -> Person:
    """Find a person by ID number and name; both must fit, and neither miss says which."""
    identity, wanted = check_id_number(entry.id_number), people.check_name(entry.name)
    rows = Person.objects.select_related("key").filter(erased_at__isnull=True)
    person = rows.filter(id_index=people.id_index(identity.text)).first()
    if person is None or person.unseal("name_sealed") != wanted:
        raise _nobody()
    return person


def _nobody() -> Invalid:
    return Invalid("nobody_found", "没有找到这位职工。请核对姓名、身份证号和所在工会。")
