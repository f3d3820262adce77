"""Confirmations: a worker says that she was there, once for each session (R9.16).

A full hall confirms in one minute. So a confirmation is one INSERT that takes no lock of its own
but the shared one of its foreign key, and moves no counter: `close_session` counts the rows.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from django.db import connection

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import memberships, people
from backend.accounts.models import Person
from backend.audit import trail
from backend.fields.keys import keyring
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.identifiers import check_id_number
from services.commissioning.models import Confirmation, ConfirmWay, Session
from services.commissioning.models.organizations import acted_for
from services.commissioning.rules import codes
from services.commissioning.states.delivery import SESSION, SessionState

# The shared lock reads the state anew: a session that closes meanwhile takes no row any more.
_INSERT = """
WITH here AS (
  SELECT id FROM commissioning_session
   WHERE id = %(session)s AND state = %(open)s AND confirm_until >= %(at)s FOR KEY SHARE
)
INSERT INTO commissioning_confirmation (session_id, person_id, way, at, filed_by_id, has_rated,
                                        is_parted)
SELECT id, %(person)s, %(way)s, %(at)s, %(filed_by)s, FALSE, FALSE FROM here
ON CONFLICT (session_id, person_id) DO NOTHING"""


# Read by hand: the hall asks for it once a head, and its rows have sixty columns.
_READ = """
SELECT s.id, s.number, s.title, s.place, s.state, s.confirm_until, s.secret_sealed,
       c.organization_id, p.union_id
  FROM commissioning_session s
  JOIN commissioning_contract c ON c.id = s.contract_id
  JOIN commissioning_project p ON p.id = c.project_id
 WHERE s.number = %s"""


class Here(NamedTuple):
    """What a confirmation needs to know of its session."""

    pk: int
    number: str
    title: str
    place: str
    state: str
    confirm_until: datetime | None
    secret_sealed: bytes | None
    organization_id: int
    union_id: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The session that was confirmed; `again` where it had been confirmed before."""

    number: str
    title: str
    place: str
    again: bool


@verb
def confirm(
    number: str, *, actor: Actor, code: str, way: Literal["qr", "code"] = "code"
) -> Confirmed:
    """Confirm one's presence by the code that the session shows now.

    A second time is no error and changes nothing. Raises NotFound, Refused `not_a_member`,
    `provides_it`, Conflict `not_open`, `over`, Invalid `wrong_code`.
    """
    person_id = actor.own_person_id
    if actor.membership_union_id is None:
        raise Refused("not_a_member", "这项服务面向工会会员。还没有入会的，请先到工会办理。")
    here = _here(number, actor)
    secret = keyring().unwrap(bytes(here.secret_sealed or b""))
    if not codes.fits(secret, code, clock.now()):
        raise Invalid("wrong_code", "验证码不对或已经换新，请再扫一次，或按屏幕上的数字重填。")
    return _insert(here, person_id, ConfirmWay(way), actor)


@verb
def confirm_for(number: str, *, actor: Actor, id_number: str, name: str) -> Confirmed:
    """Confirm for a member who has no phone with her, by a station whose reach she is in.

    Raises NotFound also where name and ID number do not belong together, Refused, `own_case`,
    Conflict `not_open`, `over`, Invalid `bad_id_number`.
    """
    actor.must_hold(Permission.COMMISSIONING_CONFIRMATION_FILE)
    here = _here(number, actor)
    person = _member(id_number, name, actor)
    if person.pk == actor.person_id:
        raise Refused("own_case", "您本人请用手机扫码确认。")
    return _insert(here, person.pk, ConfirmWay.STATION, actor)


def _here(number: str, actor: Actor) -> Here:
    """Give an open session; never for who provides it."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [number])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    here = Here(*row)
    # A member without a post acts for nobody: the full hall is not asked.
    provides = actor.holds(Permission.COMMISSIONING_PROVIDER_ACT)
    if provides and acted_for(actor).filter(organization=here.organization_id).exists():
        raise Refused("provides_it", "您是提供这项服务的组织的经办人，不能确认自己的服务。")
    if here.state != SessionState.OPEN or here.secret_sealed is None:
        raise _not_open(SessionState(here.state))
    if here.confirm_until is not None and clock.now() > here.confirm_until:
        raise Conflict("over", "这场服务的确认时间已经过了。")
    return here


def _insert(here: Here, person_id: int, way: ConfirmWay, actor: Actor) -> Confirmed:
    values: dict[str, Any] = {
        "session": here.pk,
        "open": str(SessionState.OPEN),
        "person": person_id,
        "way": str(way),
        "at": clock.now(),
        "filed_by": actor.user_id if way is ConfirmWay.STATION else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        again = cursor.rowcount == 0
    if again and not Confirmation.objects.filter(session=here.pk, person=person_id).exists():
        raise _not_open(SessionState.CLOSED)
    if not again:
        trail.record(
            actor,
            "commissioning.confirm_service",
            Session(pk=here.pk),
            person_id=person_id,
            union_id=here.union_id,
        )
    return Confirmed(here.number, here.title, here.place, again)


def _not_open(state: SessionState) -> Conflict:
    return Conflict("not_open", f"这场服务现在是“{SESSION.labels[state]}”，不能确认。")


def _member(id_number: str, name: str, actor: Actor) -> Person:
    """Give the member of this name and ID number in the clerk's reach."""
    index = people.id_index(check_id_number(id_number).text)
    rows = Person.objects.select_related("key").filter(id_index=index, erased_at__isnull=True)
    person = rows.first()
    if person is not None and person.unseal("name_sealed") == people.check_name(name):
        member = memberships.standing(person)
        if member and actor.can(Permission.COMMISSIONING_CONFIRMATION_FILE, within=member):
            return person
    raise NotFound(
        "member_not_found", "没有找到这位会员：请核对姓名和身份证号，以及会籍是否在本站范围内。"
    )
