"""Proving who one is 核对身份: a phone from a roster may be mistyped, or shared by two persons.

Who signs in through such a phone gives the last six characters of her ID number. They choose
among the persons with that phone; until then the session belongs to nobody and opens nothing.
"""

import re
from hmac import compare_digest

from django.db import transaction

from backend.accounts import attempts, sessions
from backend.accounts.models import Person, User
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict, FieldError, Invalid
from backend.kernel.identifiers import tidy

TAIL = 6
# More persons than this on one phone are a mistake that only a clerk can settle.
MOST_SHARING = 20
_SHAPE = re.compile(r"[0-9]{5}[0-9X]")


def claim(actor: ActorLike, tail: str) -> int:
    """Count a try and give the key of the person whose six characters these are.

    Outside a transaction: a wrong try stays counted and leaves its trace. The answer is the same
    whoever has the phone. Raises Invalid `bad_id_tail` (not counted), `identity_wrong`, TooMany
    `identity_locked`, Conflict `identity_known`.
    """
    typed = tidy(tail).upper()
    if not _SHAPE.fullmatch(typed):
        raise _invalid("bad_id_tail", "请填写身份证号的最后 6 位，末位可能是 X。")
    unknown = _unknown(actor)
    subject = attempts.of_identity(bytes(unknown.phone_index or b""))
    attempts.claim_try(subject, attempts.IDENTITY)
    people = _sharing(unknown)
    matching = [one for one in people if _ends_in(one, typed)]
    if len(matching) == 1:
        return matching[0].pk
    with transaction.atomic():
        for one in people:
            trail.record(actor, "identity.failed", unknown, person_id=one.pk)
    attempts.note_failure()
    attempts.refuse_locked(subject, attempts.IDENTITY)
    raise _invalid("identity_wrong", "身份证号后六位对不上，请对照本人身份证重新填写。")


def confirm(person_id: int, *, actor: ActorLike, session: str) -> Person:
    """Give the session to the user of the person that `claim` found, in the caller's transaction.

    Raises Conflict `identity_moved` when the person has another phone by now.
    """
    unknown = _unknown(actor)
    person = Person.objects.select_for_update(of=("self",)).select_related("key").get(pk=person_id)
    if person.phone_index is None or bytes(person.phone_index) != bytes(unknown.phone_index or b""):
        raise Conflict("identity_moved", "登记的手机号刚刚变更，请用新的手机号重新登录。")
    user = User.objects.filter(person=person).first() or User.objects.create_for(person, None)
    user.phone_index, user.phone_verified_at = person.phone_index, clock.now()
    user.save(update_fields=["phone_index", "phone_verified_at"])
    sessions.hand_over(session, user)
    attempts.succeeded(attempts.of_identity(bytes(person.phone_index)))
    trail.record(actor, "identity.confirm", user, person_id=person.pk, fields=["phone"])
    return person


def _unknown(actor: ActorLike) -> User:
    found = User.objects.filter(
        pk=actor.user_id or 0, person=None, phone_index__isnull=False
    ).first()
    if found is None:
        raise Conflict("identity_known", "您的身份已经核对过，不用再填。")
    return found


def _sharing(unknown: User) -> list[Person]:
    return list(
        Person.objects.select_related("key")
        .filter(phone_index=unknown.phone_index, erased_at__isnull=True)
        .exclude(user__is_active=False)
        .order_by("pk")[:MOST_SHARING]
    )


def _ends_in(person: Person, typed: str) -> bool:
    return compare_digest(person.unseal("id_number_sealed")[-TAIL:].encode(), typed.encode())


def _invalid(code: str, message: str) -> Invalid:
    return Invalid(code, message, [FieldError("/id_tail", code, message)])
