"""Whether hardship assistance is offered, and on which figures."""

from dataclasses import dataclass
from datetime import date

from backend.accounts import memberships
from backend.accounts.models import Person
from backend.kernel import clock
from backend.kernel.money import Money
from backend.unions import standards
from backend.unions.models import Union
from services.hardship import queries as hardship
from services.mutual_aid import queries as mutual_aid

SHARE = "mutual_aid.hardship_offer_share"
REFERENCE_INCOME = "mutual_aid.reference_income_fen"


@dataclass(frozen=True, slots=True)
class Offer:
    """What would be carried over, and why it is offered.

    `income` is what she stated in a hardship application; `is_reference` marks the dated figure
    that stands in for it. `share_percent` is the set share.
    """

    paid: Money
    aid: Money
    left: Money
    event_on: date
    income: Money
    is_reference: bool
    share_percent: int
    exceeds: bool


def figures_of(person: Person) -> Offer | None:
    """Work the figures out; None without a decided claim of the last year."""
    cost = mutual_aid.own_cost(person)
    if cost is None:
        return None
    union, today = memberships.home(person), clock.today()
    stated = hardship.known_income(person)
    income = stated or Money(standards.whole(REFERENCE_INCOME, union, today))
    share = _share(union, today)
    return Offer(
        paid=cost.paid,
        aid=cost.aid,
        left=cost.left,
        event_on=cost.event_on,
        income=income,
        is_reference=stated is None,
        share_percent=share // 100,
        exceeds=cost.left.fen * 10_000 > income.fen * share,
    )


def offer_for(person: Person) -> Offer | None:
    """Give the offer that stands for a person: heavy cost, and no application running."""
    found = figures_of(person)
    if found is None or not found.exceeds or hardship.is_open(person):
        return None
    return found


def _share(union: Union, day: date) -> int:
    """Give the set share in ten-thousandths."""
    return int(standards.exact(SHARE, union, day) * 10_000)
