"""Whose desk a step lies on: the persons who hold a permission where a project stands."""

from backend.access.permissions import Permission
from backend.access.roles import roles_with
from backend.accounts.models import Post
from backend.unions.models import Place


def holders(place: Place, permission: Permission) -> list[int]:
    """Give the keys of the persons whose posts at this place, or above it, hold a permission."""
    posts = Post.objects.filter(
        union_id__in=[key for key in place.ancestors if key is not None],
        role__in=[str(role) for role in roles_with(permission)],
        until__isnull=True,
        user__person__isnull=False,
    )
    people = posts.order_by("user__person_id").values_list("user__person_id", flat=True)
    return list(people.distinct())
