"""Whom a union's notices go to."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from backend.access.permissions import Permission
from backend.access.roles import Role, roles_with
from backend.accounts.models import Post
from backend.unions.models import Union
from services.mutual_aid.models import Claim


def chairs_of(union_ids: Collection[int]) -> Mapping[int, list[int]]:
    """Give the keys of the persons who hold the chair now, for each of these unions."""
    chairs: dict[int, list[int]] = defaultdict(list)
    holders = Post.objects.filter(
        union_id__in=union_ids,
        role=Role.UNION_CHAIR,
        until__isnull=True,
        user__person__isnull=False,
    )
    for union_id, person_id in holders.values_list("union_id", "user__person_id"):
        chairs[union_id].append(person_id)
    return {union_id: chairs[union_id] for union_id in union_ids}


def officers_for(claim: Claim, permission: Permission) -> list[int]:
    """Give the keys of the persons whose posts hold a permission where a claim lies.

    The person whom the claim is about is none of them.
    """
    posts = Post.objects.filter(
        union_id__in=[key for key in claim.ancestors if key is not None],
        role__in=[str(role) for role in roles_with(permission)],
        until__isnull=True,
        user__person__isnull=False,
    )
    holders = posts.exclude(user__person=claim.person_id).order_by("user__person_id")
    return list(holders.values_list("user__person_id", flat=True).distinct())


def holders_at(union: Union, permission: Permission) -> list[int]:
    """Give the keys of the persons whose posts at a union, or above it, hold a permission."""
    posts = Post.objects.filter(
        union_id__in=[key for key in union.ancestors if key is not None],
        role__in=[str(role) for role in roles_with(permission)],
        until__isnull=True,
        user__person__isnull=False,
    )
    people = posts.order_by("user__person_id").values_list("user__person_id", flat=True)
    return list(people.distinct())
