"""The clock of the review: a claim past its service level alerts the next level, daily (R8.26)."""

import structlog

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import DomainError
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid import access
from services.mutual_aid.models import Claim
from services.mutual_aid.queries import overdue
from services.mutual_aid.queries.officers import officers_for
from services.mutual_aid.states import Level
from services.mutual_aid.workflow.claims.advance import trace

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 500
# Who hears of a claim that lies on the plan's last desk, where no level of the plan follows.
_ABOVE = {
    Level.UNIT: Level.DISTRICT,
    Level.DISTRICT: Level.CITY,
    Level.CITY: Level.CITY,
    Level.CITY_MEDICAL: Level.CITY,
}


@verb
def alert(number: str, *, actor: Actor) -> bool:
    """Tell the level after the claim's desk that its time is over; at most once a day.

    Gives whether it told anybody. The version stays: nobody's decision changes by it.
    """
    claim = Claim.objects.locked(number)
    today = clock.today()
    if not overdue.to_tell(today).filter(pk=claim.pk).exists():
        return False
    claim.overdue_told_on = today
    claim.save(update_fields=["overdue_told_on"])
    people = officers_for(claim, _next_permission(claim))
    people = people or officers_for(claim, access.LEVEL_PERMISSIONS[Level(claim.desk)])
    outbox.post_many(
        Topic.MUTUAL_AID_CLAIM_OVERDUE, to=people, about=claim, once=f"{today:%Y-%m-%d}"
    )
    trace(claim, "overdue", actor=actor, fields=["overdue_told_on"])
    return bool(people)


def alert_due() -> int:
    """Alert for every overdue claim that is still to tell of today; for the schedule.

    One that is locked just now is told of on the next round.
    """
    system = Actor.system("schedule")
    numbers = overdue.to_tell(clock.today()).values_list("number", flat=True)
    told = 0
    for number in list(numbers[:MOST_AT_ONCE]):
        try:
            told += alert(number, actor=system)
        except DomainError as refused:
            log.warning("claim_not_alerted", number=number, code=refused.code)
    return told


def _next_permission(claim: Claim) -> Permission:
    level = Level(claim.desk)
    place = claim.levels.index(level) + 1
    following = claim.levels[place] if place < len(claim.levels) else _ABOVE[level]
    return access.LEVEL_PERMISSIONS[Level(following)]
