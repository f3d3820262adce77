"""Whom a task goes to: the officers of a union, or above it, whose posts hold a permission."""

from backend.access.permissions import Permission
from backend.access.roles import roles_with
from backend.accounts.models import Post
from backend.unions.models import Union


def holders_at(union: Union, permission: Permission) -> list[int]:
    """Give the keys of the persons whose posts at a union, or above it, hold a permission."""
    posts = Post.objects.filter(
        union_id__in=[key for key in union.ancestors if key is not None],
        role__in=[str(role) for role in roles_with(permission)],
        until__isnull=True,
        user__person__isnull=False,
    )
    people = posts.order_by("user__person_id").values_list("user__person_id", flat=True)
    return [key for key in people.distinct() if key is not None]
