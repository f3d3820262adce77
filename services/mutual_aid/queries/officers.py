"""Whom a union's notices go to."""

from backend.access.roles import Role
from backend.accounts.models import Person


def chairs_of(union_id: int) -> list[Person]:
    """Give the persons who hold the chair of a union now."""
    return list(
        Person.objects.filter(
            user__posts__union_id=union_id,
            user__posts__role=Role.UNION_CHAIR,
            user__posts__until__isnull=True,
        ).distinct()
    )
