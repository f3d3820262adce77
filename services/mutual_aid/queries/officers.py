"""Whom a union's notices go to."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from backend.access.roles import Role
from backend.accounts.models import Post


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
