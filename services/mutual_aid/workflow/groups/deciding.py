"""The second person: confirming a standing and its end, or turning either down (four eyes)."""

from collections.abc import Sequence
from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from services.mutual_aid.models import GroupStanding
from services.mutual_aid.states import GroupAct
from services.mutual_aid.workflow.groups.advance import lock, move, tell

CONFIRM = Permission.MUTUAL_AID_GROUP_CONFIRM
RECORD = Permission.MUTUAL_AID_GROUP_RECORD
MOST_CHOSEN = 500


@verb
def confirm(number: str, *, actor: Actor, version: int) -> GroupStanding:
    """Confirm a standing as the second person; from now on it counts on its days.

    Raises NotFound, Refused `four_eyes`, StaleVersion, Conflict `wrong_state`, `group_overlaps`.
    """
    return _confirm(number, actor, version)


@verb
def confirm_chosen(numbers: Sequence[str], *, actor: Actor) -> int:
    """Confirm those that were ticked, all or none; gives how many.

    Raises what `confirm` raises, Invalid `nothing_chosen`.
    """
    chosen = sorted(set(numbers))[:MOST_CHOSEN]
    if not chosen:
        raise Invalid("nothing_chosen", "请先勾选要确认的身份。")
    for number in chosen:
        _confirm(number, actor, None)
    return len(chosen)


@verb
def drop(number: str, *, actor: Actor, version: int) -> GroupStanding:
    """Turn a standing down that nobody has confirmed; it never counted."""
    standing, _ = lock(number, CONFIRM, actor=actor, version=version)
    move(standing, GroupAct.DROP, actor=actor, changed=[])
    return standing


@verb
def end(number: str, *, actor: Actor, version: int, last_day: date) -> GroupStanding:
    """Propose the last day of a standing; it ends once another person confirms.

    The day before its first says that it should never have stood. Raises NotFound, Refused,
    StaleVersion, Conflict `wrong_state`, Invalid `bad_days`.
    """
    standing, user = lock(number, RECORD, actor=actor, version=version)
    if (last_day - standing.first_day).days < -1:
        raise Invalid("bad_days", "最后一天最早填第一天的前一天，表示这项身份登记有误。")
    if standing.last_day is not None and last_day > standing.last_day:
        raise Invalid("bad_days", "这里只能提前终止；要延长，请另外登记一段。")
    standing.end_on, standing.end_asked_by_id = last_day, user
    move(standing, GroupAct.END, actor=actor, changed=["end_on", "end_asked_by"])
    return standing


@verb
def confirm_end(number: str, *, actor: Actor, version: int) -> GroupStanding:
    """Confirm the end as another person; what was decided before stays as it is."""
    standing, user = lock(number, CONFIRM, actor=actor, version=version)
    if standing.end_asked_by_id == user:
        raise Refused("four_eyes", "终止由您提出，请交给另一位经办人确认。")
    standing.end_confirmed_by_id, standing.last_day = user, standing.end_on
    move(standing, GroupAct.CONFIRM_END, actor=actor, changed=["end_confirmed_by", "last_day"])
    tell(standing)
    return standing


@verb
def keep(number: str, *, actor: Actor, version: int) -> GroupStanding:
    """Turn the proposed end down; the standing goes on."""
    standing, _ = lock(number, CONFIRM, actor=actor, version=version)
    standing.end_on = standing.end_asked_by = None
    move(standing, GroupAct.KEEP, actor=actor, changed=["end_on", "end_asked_by"])
    return standing


def _confirm(number: str, actor: Actor, version: int | None) -> GroupStanding:
    standing, user = lock(number, CONFIRM, actor=actor, version=version)
    if standing.recorded_by_id == user:
        raise Refused("four_eyes", "身份由您登记，请交给另一位经办人确认。")
    standing.confirmed_by_id, standing.confirmed_by_person = user, actor.person_id
    standing.confirmed_at = clock.now()
    changed = ["confirmed_by", "confirmed_by_person", "confirmed_at"]
    move(standing, GroupAct.CONFIRM, actor=actor, changed=changed)
    tell(standing)
    return standing
