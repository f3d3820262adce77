"""Ratings: one for each use, with nothing that leads back to who gave it (R9.16).

Only `Confirmation.has_rated` tells that a rating was given. The rating has a random key and a day;
the act leaves no entry in the trail and no key of the client, for both would stand beside it with
the moment and the person. What the database itself keeps of the moment, the transaction that wrote
both rows and their order on disk, `part_ratings` takes away within minutes (docs/ratings.md).
"""

from random import SystemRandom

from django.db import connection

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import Confirmation, Rating, Session
from services.commissioning.states.projects import UNDER_CONTRACT
from services.disclosure.workflow.words import refuse_numbers

STARS = range(1, 6)
LONGEST = 200
SESSIONS_AT_ONCE = 100
# A statement for each row: one over all of them would write in the order of the old rows.
_REWRITE = "UPDATE commissioning_confirmation SET is_parted = TRUE WHERE id = %s"


@verb
def rate(number: str, *, actor: Actor, stars: int, words: str = "") -> None:
    """Rate a session that one confirmed, 1 to 5, with words if one likes; once.

    Raises NotFound, Refused `was_not_there`, Conflict `already_rated`, `rating_closed`, Invalid
    `bad_stars`, `too_long`, `personal_number`: what is given without a name has no number in it.
    """
    if stars not in STARS:
        raise Invalid("bad_stars", "请选 1 到 5 分。")
    said = " ".join(words.split())
    if len(said) > LONGEST:
        raise Invalid("too_long", f"意见最多 {LONGEST} 个字。")
    refuse_numbers(said, "/words")
    session = Session.objects.select_related("contract__project").filter(number=number).first()
    if session is None:
        raise NotFound
    own = Confirmation.objects.filter(session=session, person=actor.own_person_id)
    if session.contract.project.state not in UNDER_CONTRACT:
        raise Conflict("rating_closed", "这个项目已经验收，不再收集评价。")
    if not own.filter(has_rated=False).update(has_rated=True):
        if own.exists():
            raise Conflict("already_rated", "这次服务您已经评价过了。")
        raise Refused("was_not_there", "只有确认到场的职工才能评价这次服务。")
    Rating.objects.create(session=session, stars=stars, words=said)


@verb
def part_ratings() -> int:
    """Write the confirmations of who rated anew, in random order; gives how many.

    All raters of a session at once, so that each stands among all of them: one transaction wrote
    every row, and nothing of the order in which they rated is left.
    """
    fresh = Confirmation.objects.filter(has_rated=True, is_parted=False).order_by()
    sessions = list(fresh.values_list("session_id", flat=True).distinct()[:SESSIONS_AT_ONCE])
    rows = Confirmation.objects.filter(session__in=sessions, has_rated=True)
    keys = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    SystemRandom().shuffle(keys)
    with connection.cursor() as cursor:
        cursor.executemany(_REWRITE, [(key,) for key in keys])
    return len(keys)
