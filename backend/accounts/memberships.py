"""The verbs of a membership 会籍: join, retain, restore, end; at most one stands at a time.

They run in the caller's transaction and leave their trace in it.
"""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from backend.accounts.models import Membership, Person
from backend.accounts.models.member import STANDING
from backend.accounts.states import MEMBERSHIP, MembershipAct, MembershipState
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict
from backend.unions.models import Union


def standing(person: Person) -> Membership | None:
    """Give the membership that stands, active or retained; None where there is none."""
    return (
        Membership.objects.select_related("union").filter(person=person, state__in=STANDING).first()
    )


def home(person: Person) -> Union:
    """Give the union that a person belongs to; the topmost for somebody without a membership."""
    member = standing(person)
    return member.union if member else Union.objects.get(level=1)


def join(
    person: Person, union: Union, *, actor: ActorLike, joined_on: date | None = None
) -> Membership:
    """Enter a person as a member; the same union twice gives the membership that stands.

    Raises Conflict `member_elsewhere` while a membership in another union stands.
    """
    known = standing(person)
    if known is None:
        membership = Membership(person=person, joined_on=joined_on or clock.today())
        membership.place(union)
        try:
            with transaction.atomic():
                membership.save(force_insert=True)
        except IntegrityError:
            known = standing(person)
        else:
            _trace(actor, "membership.join", membership)
            return membership
    if known is None or known.union_id != union.pk:
        raise Conflict("member_elsewhere", "此人的会籍在另一家工会，请先办理会籍转移再加入。")
    return known


def join_all(
    people: Sequence[tuple[int, Union]], *, actor: ActorLike, joined_on: date | None = None
) -> list[Membership]:
    """Enter many persons (by key) at once, each in its union; gives the new memberships.

    Who already has a standing membership, there or elsewhere, is left as it is.
    """
    keys = [person_id for person_id, _ in people]
    taken = set(
        Membership.objects.filter(person_id__in=keys, state__in=STANDING).values_list(
            "person_id", flat=True
        )
    )
    fresh = []
    for person_id, union in people:
        if person_id not in taken:
            taken.add(person_id)
            membership = Membership(person_id=person_id, joined_on=joined_on or clock.today())
            membership.place(union)
            fresh.append(membership)
    Membership.objects.bulk_create(fresh, batch_size=2000)
    trail.record_all(
        actor,
        "membership.join",
        [(one, one.person_id, one.union_id) for one in fresh],
        fields=["state"],
    )
    return fresh


def change(membership: Membership, act: MembershipAct, *, actor: ActorLike) -> Membership:
    """Retain, restore or end a membership; raises Conflict `wrong_state`."""
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    locked.state = MEMBERSHIP.move(locked.state, act)
    locked.ended_on = None if locked.state in STANDING else clock.today()
    if locked.state in STANDING:
        is_retained = locked.state is MembershipState.RETAINED
        locked.retained_on = clock.today() if is_retained else None
    locked.save(update_fields=["state", "ended_on", "retained_on"])
    _trace(actor, f"membership.{act}", locked)
    return locked


def transfer(membership: Membership, union: Union, *, actor: ActorLike) -> Membership:
    """End the old membership and start the new one on the same day (R11.5)."""
    ended = change(membership, MembershipAct.TRANSFER, actor=actor)
    return join(ended.person, union, actor=actor)


def _trace(actor: ActorLike, act: str, membership: Membership) -> None:
    trail.record(
        actor,
        act,
        membership,
        person_id=membership.person_id,
        union_id=membership.union_id,
        fields=["state"],
    )
