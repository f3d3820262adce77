"""Cohorts 人群: the stable groups that read one notice together."""

from backend.accounts.models import Membership
from backend.accounts.states import MembershipState
from backend.unions.models import Union

EVERYBODY = "all"
STANDING = (MembershipState.ACTIVE, MembershipState.RETAINED)


def of_union(union: Union) -> str:
    """The cohort of all members in the subtree of a union."""
    return f"union:{union.pk}"


def of_person(person_id: int) -> list[str]:
    """The cohorts a person reads now: everybody, and each union above her membership."""
    row = (
        Membership.objects.filter(person_id=person_id, state__in=STANDING)
        .values_list("d1", "d2", "d3", "d4", "d5")
        .first()
    )
    return [EVERYBODY, *(f"union:{key}" for key in row or () if key is not None)]
