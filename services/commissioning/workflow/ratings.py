"""Ratings: one for each use, with nothing that leads back to who gave it (R9.16).

Only `Confirmation.has_rated` tells that a rating was given. The rating has a random key and a day;
the act leaves no entry in the trail and no key of the client, for both would stand beside it with
the moment and the person.
"""

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import Confirmation, Rating, Session
from services.commissioning.states.projects import UNDER_CONTRACT

STARS = range(1, 6)
LONGEST = 200


@verb
def rate(number: str, *, actor: Actor, stars: int, words: str = "") -> None:
    """Rate a session that one confirmed, 1 to 5, with words if one likes; once.

    Raises NotFound, Refused `was_not_there`, Conflict `already_rated`, `rating_closed`, Invalid
    `bad_stars`, `too_long`.
    """
    if stars not in STARS:
        raise Invalid("bad_stars", "请选 1 到 5 分。")
    said = " ".join(words.split())
    if len(said) > LONGEST:
        raise Invalid("too_long", f"意见最多 {LONGEST} 个字。")
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
