"""What is published by the system itself: the quarter's aid as an aggregate (R12.3, R12.31).

Hardship and mutual aid know the figures, disclosure knows the forms; none knows the others, so
they meet here.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound
from backend.unions.models import Union
from services.disclosure import board
from services.disclosure import queries as disclosure
from services.disclosure.forms import AID_QUARTERLY, MUTUAL_AID_QUARTERLY
from services.disclosure.rules.calendar import quarter_of
from services.hardship import queries as hardship
from services.mutual_aid import queries as mutual_aid

ACTOR = Actor.system("publication")
Figures = Callable[[Union, str], Mapping[str, int] | None]


def _aid(union: Union, quarter: str) -> Mapping[str, int]:
    return hardship.aggregates(union, quarter.replace("Q", "-Q"))


# The form of each, and who knows its figures; None where a union has nothing of the kind.
STANDING: dict[str, Figures] = {
    AID_QUARTERLY: _aid,
    MUTUAL_AID_QUARTERLY: mutual_aid.quarterly_figures,
}


@verb
def publish_quarter(
    union_number: str,
    quarter: str,
    *,
    actor: Actor = ACTOR,
    reason: str = "",
    code: str = AID_QUARTERLY,
) -> str:
    """Publish one union's aid of a quarter (`2026Q4`) through one of its standing forms.

    Gives the number of the disclosure. The same figures a second time change nothing; other
    figures need a `reason` and become the next version. Raises NotFound for an unknown union,
    Conflict `no_figures`, `no_form`, `already_published`.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None:
        raise NotFound
    figures = STANDING[code](union, quarter)
    if figures is None:
        raise Conflict("no_figures", "本工会没有主办互助计划，没有可以公开的数字。")
    published = board.publish_standing(
        code,
        union=union,
        period=quarter,
        figures=figures,
        because=board.standing_form(code, union),
        actor=actor,
        reason=reason,
    )
    return published.number


def publish_last_quarter(today: date | None = None) -> list[str]:
    """Publish the quarter that ended last for every union that owes it and has not; idempotent.

    Gives the numbers of the unions it published for, form by form.
    """
    day = today or clock.today()
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    quarter = quarter_of(first - timedelta(days=1))
    done: list[str] = []
    for code, figures in STANDING.items():
        for number in disclosure.owing(code, quarter):
            if figures(Union.objects.get(number=number), quarter) is not None:
                publish_quarter(number, quarter, code=code)
                done.append(number)
    return done
