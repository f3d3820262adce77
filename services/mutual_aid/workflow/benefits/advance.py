"""What every verb of a benefit does alike: lock it, move it, leave the trace, tell.

Only this package writes the state of a benefit and of a recovery.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.audit import trail
from backend.kernel.errors import Invalid, NotFound, Refused
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Benefit
from services.mutual_aid.states import BENEFIT, BenefitAct

LONGEST_REASON = 200
NEEDED = ("key", "person", "payee_person", "union", "plan__fund", "payee", "transfer", "claim")


def lock(number: str, *, actor: Actor, among: QuerySet[Benefit] | None = None) -> Benefit:
    """Lock a benefit that the actor may read, or one of `among`; raises NotFound."""
    found = (
        (Benefit.objects.visible_to(actor) if among is None else among)
        .select_for_update(of=("self",))
        .select_related(*NEEDED)
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lock_all(numbers: Sequence[str], *, actor: Actor) -> list[Benefit]:
    """Lock the chosen benefits by key; raises Invalid `nothing_chosen`, NotFound for a foreign."""
    if not numbers:
        raise Invalid("nothing_chosen", "请先勾选要付款的给付。")
    found = list(
        Benefit.objects.visible_to(actor)
        .filter(number__in=numbers)
        .select_for_update(of=("self",))
        .select_related(*NEEDED)
        .order_by("id")
    )
    if len(found) != len(set(numbers)):
        raise NotFound
    return found


def advance(
    benefit: Benefit, act: BenefitAct, *, actor: Actor, changed: Sequence[str] = ()
) -> None:
    """Move a benefit along its machine and leave the trace; raises Conflict `wrong_state`."""
    benefit.state = BENEFIT.move(benefit.state, act)
    benefit.version += 1
    benefit.save(update_fields=["state", "version", *changed])
    trace(benefit, act, actor=actor, fields=["state", *changed])


def trace(benefit: Benefit, act: str, *, actor: Actor, fields: Sequence[str] = ()) -> None:
    """Leave an audit entry: names of fields, never a value."""
    trail.record(
        actor,
        f"mutual_aid.benefit.{act}",
        benefit,
        person_id=benefit.payee_person_id,
        union_id=benefit.union_id,
        fields=list(fields),
    )


def tell(topic: Topic, benefit: Benefit, once: str = "") -> None:
    """Tell who gets the money; nothing personal but the number."""
    outbox.post(topic, to=benefit.payee_person, about=benefit, once=once)


def must_not_be_own(benefit: Benefit, actor: Actor) -> None:
    """Refuse the person it is for and who gets the money; raises Refused `own_case`."""
    own = {benefit.person_id, benefit.payee_person_id}
    if actor.person_id is not None and actor.person_id in own:
        raise Refused("own_case", "这是您本人的给付，请交给另一位经办人办理。")


def must_hold(permission: Permission, benefit: Benefit, actor: Actor) -> int:
    """Give the key of the user; raises Refused without the permission or for one's own."""
    actor.must(permission, within=benefit)
    must_not_be_own(benefit, actor)
    if actor.user_id is None:
        raise Refused("not_a_person", "这一步必须由在岗人员办理。")
    return actor.user_id


def said(reason: str, sentence: str) -> str:
    """Give the reason in one line; raises Invalid `reason_missing`."""
    plain = " ".join(reason.split())
    if not plain:
        raise Invalid("reason_missing", sentence)
    return plain[:LONGEST_REASON]
