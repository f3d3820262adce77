"""Rate-group standings as two officers leave them."""

from datetime import date

from services.mutual_aid.models import GroupStanding
from services.mutual_aid.workflow.groups import deciding, recording
from tests.cast import Cast, part
from tests.services.mutual_aid.build import actor

FIRST = date(2026, 1, 1)


def recorded(
    world: Cast,
    key: str = "li_mei",
    group: str = "model_worker",
    *,
    first: date = FIRST,
    last: date | None = None,
    by: str = "zhao_min",
) -> GroupStanding:
    """Give a standing that one officer recorded."""
    who = part(key)
    made: GroupStanding = recording.record(
        actor=actor(world, by),
        id_number=who.id_number,
        name=who.name,
        group=group,
        basis="市级劳动模范证书 2026-001",
        first_day=first,
        last_day=last,
    )
    return made


def confirmed(world: Cast, key: str = "li_mei", **how: object) -> GroupStanding:
    """Give a standing that another officer confirmed."""
    made = recorded(world, key, **how)  # type: ignore[arg-type]
    done: GroupStanding = deciding.confirm(
        made.number, actor=actor(world, "plan_approver"), version=made.version
    )
    return done


def fresh(standing: GroupStanding) -> GroupStanding:
    """Read a standing again."""
    return GroupStanding.objects.select_related("key").get(pk=standing.pk)
