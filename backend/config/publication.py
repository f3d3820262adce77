"""What is published by the system itself: the quarter's aid as an aggregate (R12.3, R12.31).

Hardship knows the figures, disclosure knows the form; neither knows the other, so they meet here.
"""

from datetime import date, timedelta

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.unions.models import Union
from services.disclosure import board
from services.disclosure import queries as disclosure
from services.disclosure.forms import AID_QUARTERLY
from services.disclosure.rules.calendar import quarter_of
from services.hardship import queries as hardship

ACTOR = Actor.system("publication")


@verb
def publish_quarter(
    union_number: str, quarter: str, *, actor: Actor = ACTOR, reason: str = ""
) -> str:
    """Publish one union's hardship aid of a quarter (`2026Q4`) through its standing form.

    Gives the number of the disclosure. The same figures a second time change nothing; other
    figures need a `reason` and become the next version. Raises NotFound for an unknown union,
    Conflict `no_form`, `already_published`.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None:
        raise NotFound
    figures = hardship.aggregates(union, quarter.replace("Q", "-Q"))
    published = board.publish_standing(
        AID_QUARTERLY,
        union=union,
        period=quarter,
        figures=figures,
        because=board.standing_form(AID_QUARTERLY, union),
        actor=actor,
        reason=reason,
    )
    return published.number


def publish_last_quarter(today: date | None = None) -> list[str]:
    """Publish the quarter that ended last for every union that owes it and has not; idempotent.

    Gives the numbers of the unions it published for.
    """
    day = today or clock.today()
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    quarter = quarter_of(first - timedelta(days=1))
    owing = disclosure.owing(AID_QUARTERLY, quarter)
    for number in owing:
        publish_quarter(number, quarter)
    return owing
