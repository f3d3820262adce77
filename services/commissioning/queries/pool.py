"""The pool as officers see it, and who could be entered into it."""

from dataclasses import dataclass

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.roles import Role
from backend.accounts.models import Post
from backend.unions.models import Union
from services.commissioning.models import Panelist, PanelKind

MOST = 300


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A panelist; the name is masked."""

    number: str
    version: int
    name: str
    kind: str
    kind_label: str
    field: str
    union_name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """Somebody with the post of a panelist who is in no pool of this place yet."""

    user: str
    name: str
    union_name: str


def pool_lines(actor: Actor) -> list[PoolLine]:
    """List the panelists of an officer's subtree, those in service first."""
    rows = Panelist.objects.visible_to(actor).select_related("user__person", "union")
    return [
        PoolLine(
            number=one.number,
            version=one.version,
            name=str(one.user.person),
            kind=one.kind,
            kind_label=PanelKind(one.kind).label,
            field=one.field,
            union_name=one.union.name,
            is_active=one.is_active,
        )
        for one in rows.order_by("-is_active", "number")[:MOST]
    ]


def candidates(actor: Actor) -> list[CandidateLine]:
    """List who holds the post of a panelist in one's subtree and stands in none of its pools."""
    unions = pools_of(actor)
    entered = Panelist.objects.filter(union__in=unions).values("user_id")
    below = Union.objects.filter(scope.visible(actor, Permission.COMMISSIONING_POOL_WRITE))
    held = (
        Post.objects.filter(
            role=str(Role.PANEL_EXPERT),
            until__isnull=True,
            union__in=below,
            user__person__isnull=False,
        )
        .exclude(user_id__in=entered)
        .exclude(user_id=actor.user_id or 0)
        .select_related("user__person", "union")
        .order_by("id")[:MOST]
    )
    return [
        CandidateLine(post.user.number, str(post.user.person), post.union.name) for post in held
    ]


def pools_of(actor: Actor) -> list[Union]:
    """Give the unions whose pools an officer keeps: where she holds the permission."""
    keys = actor.unions_for(Permission.COMMISSIONING_POOL_WRITE)
    return list(Union.objects.filter(pk__in=keys).order_by("number"))
