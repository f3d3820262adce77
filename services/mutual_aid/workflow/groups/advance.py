"""What every verb of a standing does alike: lock it, move it, leave the trace, tell the person."""

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.audit import trail
from backend.kernel.errors import Conflict, NotFound, Refused
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import GroupSource, GroupStanding
from services.mutual_aid.states import GROUP, GroupAct
from services.mutual_aid.workflow.advance import user_of

OVERLAP = "mutual_aid_groups_of_a_person_never_overlap"


def lock(
    number: str, permission: Permission, *, actor: Actor, version: int | None
) -> tuple[GroupStanding, int]:
    """Lock a standing for an officer; gives it and the key of the user.

    Raises NotFound, Refused, StaleVersion, Conflict `follows_file` for one of a hardship file.
    """
    rows = GroupStanding.objects.visible_to(actor).select_for_update(of=("self",))
    standing = rows.select_related("key", "person").filter(number=number).first()
    if standing is None:
        raise NotFound
    actor.must(permission, within=standing)
    must_not_be_own(standing, actor)
    if version is not None:
        check_version(standing, version)
    if standing.source == GroupSource.HARDSHIP_FILE:
        raise Conflict("follows_file", "这项身份随困难职工档案变动，请在困难帮扶里办理。")
    return standing, user_of(actor)


def must_not_be_own(standing: GroupStanding, actor: Actor) -> None:
    """Refuse the person herself; raises Refused `own_case`."""
    if actor.person_id is not None and actor.person_id == standing.person_id:
        raise Refused("own_case", "这是您本人的身份，请交给另一位经办人办理。")


def move(standing: GroupStanding, act: GroupAct, *, actor: Actor, changed: list[str]) -> None:
    """Move a locked standing, write what changed with it, and leave a trace.

    Raises Conflict `wrong_state`, `group_overlaps` where the person has the group on those days.
    """
    standing.state = GROUP.move(standing.state, act)
    standing.version += 1
    try:
        with transaction.atomic():
            standing.save(update_fields=["state", "version", *changed])
    except IntegrityError as fault:
        if OVERLAP not in str(fault):
            raise
        raise Conflict(
            "group_overlaps", "此人在这些日期里已经有同一种身份，请先核对已登记的日期。"
        ) from fault
    trace(standing, act, actor=actor)


def trace(standing: GroupStanding, act: str, *, actor: Actor) -> None:
    """Leave an audit entry about the person."""
    trail.record(
        actor,
        f"mutual_aid.group.{act}",
        standing,
        person_id=standing.person_id,
        union_id=standing.union_id,
        fields=["state"],
    )


def tell(standing: GroupStanding) -> None:
    """Tell the person that something changed; which group it is stands on her page only."""
    outbox.post(
        Topic.MUTUAL_AID_GROUP_CHANGED,
        to=standing.person,
        about=standing,
        once=f"{standing.number}-{standing.version}",
    )
