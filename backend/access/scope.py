"""Which rows an actor may see, as conditions over the ancestor columns d1..d5."""

from django.db.models import Q

from backend.access.actor import Actor
from backend.access.permissions import Permission

NOTHING = Q(pk__in=())


def visible(actor: Actor, permission: Permission, prefix: str = "") -> Q:
    """Give the condition "in a subtree where the actor holds the permission".

    `prefix` leads to the placed row over a foreign key (`"application__"`). Holding it nowhere
    gives a condition that no row meets.
    """
    if actor.kind == "system":
        return Q()
    reach = {(post.level, post.union_id) for post in actor.posts_with(permission)}
    found = Q()
    for level, union_id in sorted(reach):
        found |= Q(**{f"{prefix}d{level}": union_id})
    return found if reach else NOTHING
