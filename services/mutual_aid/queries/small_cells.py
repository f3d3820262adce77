"""How many people stand behind a published balance: what it gives away with the ones before it.

Two balances and the published income between them give what was paid out less what came back, for
all quarters between together. Where the amounts of some of these quarters are hidden, because few
people stand behind them, the later balance would give their sum away. It may stand only where
that sum, too, is of enough people (domain.md 4.1, R12.31).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncQuarter

from backend.kernel import clock
from services.mutual_aid.models import Benefit, Repayment
from services.mutual_aid.states import BenefitState

PAID = (BenefitState.PAID, BenefitState.RECOVERING, BenefitState.RECOVERED)
MONTHS_A_QUARTER = 3
LONG_AGO = date(1900, 1, 1)
Hidden = dict[date, set[int]]


def paid(plans: Iterable[int], first: date, last: date) -> QuerySet[Benefit]:
    """Give the benefits of plans that the bank confirmed from the first to the last day."""
    states = [str(state) for state in PAID]
    return Benefit.objects.filter(plan__in=plans, paid_on__range=(first, last), state__in=states)


def came_back(plans: Iterable[int], first: date, last: date) -> QuerySet[Repayment]:
    """Give what was paid back for plans from the first to the last day, in Shanghai."""
    begin = datetime.combine(first, time.min, tzinfo=clock.TZ)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=clock.TZ)
    return Repayment.objects.filter(
        recovery__benefit__plan__in=plans, recorded_at__gte=begin, recorded_at__lt=end
    )


def behind_balance(plans: list[int], last: date, *, smallest: int) -> int:
    """Give the fewest people whose hidden amounts the balance of that day would give away.

    0 where it gives nothing away; below `smallest` where it must stay out.
    """
    out = _hidden(partial(paid, plans), TruncQuarter("paid_on"), "person_id", last, smallest)
    back = _hidden(
        partial(came_back, plans),
        TruncQuarter("recorded_at", tzinfo=clock.TZ),
        "recovery__benefit__person_id",
        last,
        smallest,
    )
    return _fewest(out, back, last, smallest)


def _hidden(
    rows: "Callable[[date, date], QuerySet[Any]]",
    quarter: TruncQuarter,
    person: str,
    last: date,
    smallest: int,
) -> Hidden:
    """Give, for each quarter with few people, who they are."""
    counted = rows(LONG_AGO, last).annotate(quarter=quarter).values("quarter").order_by()
    few = counted.annotate(people=Count(person, distinct=True)).filter(people__lt=smallest)
    found: Hidden = {}
    for begin in few.values_list("quarter", flat=True):
        first = date(begin.year, begin.month, 1)
        found[first] = set(rows(first, last_of_quarter(first)).values_list(person, flat=True))
    return found


def last_of_quarter(first: date) -> date:
    """Give the last day of the quarter that begins on this day."""
    month = first.month + MONTHS_A_QUARTER
    return date(first.year + month // 13, (month - 1) % 12 + 1, 1) - timedelta(days=1)


def _fewest(out: Hidden, back: Hidden, last: date, smallest: int) -> int:
    """Walk the quarters: a balance that may stand closes what waits, another leaves it waiting.

    Quarters in which nothing was hidden need no step: what waits stays as it was.
    """
    paid_to: set[int] = set()
    taken_from: set[int] = set()
    fewest = 0
    this = date(last.year, (last.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1, 1)
    for quarter in sorted({*out, *back, this}):
        paid_to |= out.get(quarter, set())
        taken_from |= back.get(quarter, set())
        fewest = min((len(one) for one in (paid_to, taken_from) if one), default=0)
        if fewest >= smallest:
            paid_to, taken_from = set(), set()
    return fewest
