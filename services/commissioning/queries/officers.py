"""Who may do something to a row of this capability: persons by post."""

from backend.access.permissions import Permission
from backend.access.roles import roles_with
from backend.accounts.models import Post
from backend.unions.models import Place


def officers_above(place: Place, permission: Permission) -> list[int]:
    """Give the person keys of the officers whose posts reach a place with this permission."""
    above = [key for key in place.ancestors if key is not None]
    found = Post.objects.filter(
        union_id__in=above,
        role__in=[str(role) for role in roles_with(permission)],
        until__isnull=True,
        user__person__isnull=False,
    )
    people = found.order_by("user__person_id").values_list("user__person_id", flat=True)
    return list(people.distinct())
