"""From a phone to a user and back, and putting a wrong phone right at the counter."""

from django.db import IntegrityError, transaction

from backend.accounts import attempts
from backend.accounts.models import Person, SignInSession, User
from backend.accounts.people import phone_index
from backend.audit import trail
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.identifiers import check_phone

LONGEST_REASON = 200


def user_by_phone(phone: str) -> User | None:
    """Find who signs in with this phone; None when nobody has it or the account is closed.

    A phone leads straight to a person only when it is hers alone and was proved to be hers.
    Otherwise (first sign-in through a roster, a phone that two share) it leads to a user without
    a person, made at the first time, who says who she is with `identity`.
    """
    index = phone_index(phone)
    people = list(Person.objects.filter(phone_index=index, erased_at__isnull=True)[:2])
    if not people:
        return User.objects.filter(
            phone_index=index, person=None, is_operator=True, is_active=True
        ).first()
    if len(people) == 1:
        user = User.objects.filter(person=people[0], phone_index=index).first()
        if user:
            return user if user.is_active else None
    return _unknown(index)


def _unknown(index: bytes) -> User:
    """Give the user who stands for a phone, without a person."""
    found = User.objects.filter(phone_index=index, person=None).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_for(None, index)
    except IntegrityError:
        return User.objects.get(phone_index=index, person=None)


def leads_to(phone: str, user: User) -> bool:
    """Tell whether a phone still leads to the user to whom a code was sent a while ago."""
    return user_by_phone(phone) == user


def phone_of(user: User) -> str:
    """Give the user's full phone number; empty where none is known."""
    if user.person is None or user.person.erased_at is not None:
        return ""
    return user.person.unseal("phone_sealed")


def change(person: Person, phone: str, *, actor: ActorLike, union_id: int, reason: str) -> str:
    """Put a person's phone right, in the caller's transaction; gives the phone before, or "".

    Every session of the old phone ends; the new one has to be proved with the ID number at the
    next sign-in. The same phone again takes the lock off a sign-in. Raises Invalid `bad_phone`,
    `reason_missing`, Conflict `erased`.
    """
    checked, why = check_phone(phone), reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Invalid("reason_missing", f"请写明变更的原因，1 到 {LONGEST_REASON} 个字。")
    locked = Person.objects.select_for_update(of=("self",)).select_related("key").get(pk=person.pk)
    if locked.erased_at is not None:
        raise Conflict("erased", "此人的资料已经删除，不能再变更。")
    before = locked.unseal("phone_sealed")
    locked.seal("phone_sealed", checked)
    locked.phone_index = phone_index(checked)
    locked.save(update_fields=["phone_sealed", "phone_index"])
    User.objects.filter(person=locked).update(phone_index=None, phone_verified_at=None)
    SignInSession.objects.filter(user__person=locked).delete()
    for one in {before, checked} - {""}:
        index = phone_index(one)
        SignInSession.objects.filter(user__person=None, user__phone_index=index).delete()
        attempts.succeeded(attempts.of_identity(index))
    trail.record(
        actor,
        "person.phone_change",
        locked,
        person_id=locked.pk,
        union_id=union_id,
        fields=["phone"],
        purpose=why,
    )
    return before
