"""From a phone to a user and back."""

from django.db import IntegrityError, transaction

from backend.accounts.models import Person, User
from backend.accounts.people import phone_index


def user_by_phone(phone: str) -> User | None:
    """Find who signs in with this phone; a person known by it gets a user at the first time.

    None when nobody has it, or when more than one person does: that is for a clerk to settle.
    """
    index = phone_index(phone)
    user = User.objects.filter(phone_index=index).first()
    if user:
        return user if user.is_active else None
    people = list(Person.objects.filter(phone_index=index, erased_at__isnull=True)[:2])
    if len(people) != 1 or User.objects.filter(person=people[0]).exists():
        return None
    try:
        with transaction.atomic():
            return User.objects.create_for(people[0], index)
    except IntegrityError:
        return User.objects.filter(phone_index=index).first()


def phone_of(user: User) -> str:
    """Give the user's full phone number; empty where none is known."""
    if user.person is None or user.person.erased_at is not None:
        return ""
    return user.person.unseal("phone_sealed")
