"""The editors' desk: drafts that wait for this person, and small contributions to other pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.accounts.models import Membership, Person
from backend.web.parts import HomeCard, Link, QueueItem
from services.disclosure.models import Disclosure, Draft, Review
from services.disclosure.states import DraftState

QUEUE_LENGTH = 20


def waiting_for(actor: Actor) -> QuerySet[Draft]:
    """Drafts whose next step is this person's: to finish, to check, or to sign."""
    rows = Draft.objects.visible_to(actor).select_related("union", "disclosure")
    check = visible(actor, Permission.DISCLOSURE_PRIVACY_CHECK) & Q(state=DraftState.IN_CHECK)
    sign = (
        visible(actor, Permission.DISCLOSURE_VERSION_SIGN)
        & Q(state=DraftState.IN_SIGN_OFF)
        & ~Q(checked_by=actor.user_id)
    )
    own = Q(state=DraftState.WRITING, author=actor.user_id)
    return rows.filter(own | ((check | sign) & ~Q(author=actor.user_id))).order_by(
        "-created_at", "-id"
    )


def queue_items(actor: Actor, limit: int = QUEUE_LENGTH) -> Sequence[QueueItem]:
    """The desk's part of the console's work queue, newest first."""
    return [
        QueueItem(
            due=None,
            category="会务公开",
            number=draft.number,
            who=draft.title[:20],
            union=draft.union.name,
            state=draft.state_label,
            url=f"/console/disclosures/{draft.number}/",
            tone="plain" if draft.state is DraftState.WRITING else "wait",
        )
        for draft in waiting_for(actor)[:limit]
    ]


def home_cards(person: Person) -> Sequence[HomeCard]:
    """A worker's way to the board of her own union."""
    membership = Membership.objects.select_related("union").filter(person=person, state="active")
    own = membership.first()
    if own is None:
        return []
    newest = (
        Disclosure.objects.public().filter(union__in=_line(own)).order_by("-changed_at").first()
    )
    note = f"最近公开：{newest.title}" if newest is not None and newest.state == "published" else ""
    return [
        HomeCard(
            title="我们工会的钱怎么花的",
            note=note,
            actions=(
                Link("看本工会的公开栏", f"/unions/{own.union.number}/"),
                Link("看市总工会的公开栏", "/"),
            ),
            rank=90,
        )
    ]


def personal_data(person: Person) -> dict[str, Any]:
    """What this room holds about a person: the drafts and reviews of her own hand (RX.3)."""
    user = getattr(person, "user", None)
    if user is None:
        return {}
    drafts = Draft.objects.filter(author=user).order_by("id").values_list("number", flat=True)
    reviews = (
        Review.objects.filter(reviewed_by=user)
        .order_by("id")
        .values_list("draft__number", "act", "opinion")
    )
    return {
        "会务公开稿件": list(drafts),
        "会务公开审查意见": [
            {"稿件": number, "步骤": act, "意见": opinion} for number, act, opinion in reviews
        ],
    }


def _line(membership: Membership) -> list[int]:
    return [key for key in membership.union.ancestors if key is not None]
