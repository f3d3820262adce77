"""Income and spending of a plan's fund in a period, counted from the ledger to the fen (R8.32).

Opening balance + fees + other income - benefits + recovered = closing balance. What is kept for
administration and as a reserve is a share of the fees (dated standards), not a movement.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q, Sum

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.kernel.errors import Invalid, NotFound
from backend.kernel.money import FEN_PER_YUAN, round_half_up_fen
from backend.ledger.entries import Kind
from backend.ledger.models import Balance, Fund, Transfer
from backend.unions import standards
from backend.unions.models import Union
from services.mutual_aid.models import Plan
from services.mutual_aid.queries import small_cells
from services.mutual_aid.queries.small_cells import MONTHS_A_QUARTER, last_of_quarter

ADMINISTRATION = "mutual_aid.management_cost_max_share"
RESERVE = "mutual_aid.reserve_share"
SMALLEST_CELL = "statistics.smallest_cell"
_PERIOD = re.compile(r"(\d{4})(?:Q([1-4]))?", re.ASCII)
_FEES = Q(because_type__startswith="mutual_aid.")
_IN, _OUT = Q(kind=Kind.RECEIVE), Q(kind=Kind.POST)
_TAKEN_BACK = Q(kind=Kind.REVERSE, source__kind=Kind.RECEIVE) | Q(
    kind=Kind.REVERSE, part_of__kind=Kind.RECEIVE
)
_CAME_BACK = Q(kind=Kind.REVERSE, source__kind=Kind.POST) | Q(
    kind=Kind.REVERSE, part_of__kind=Kind.POST
)


@dataclass(frozen=True, slots=True)
class FundFigures:
    """The figures of one plan, or of all plans of a union, in one period; in fen."""

    first: date
    last: date
    opening_fen: int
    fees_fen: int
    other_fen: int
    benefits_fen: int
    recovered_fen: int
    administration_fen: int
    reserve_fen: int
    closing_fen: int

    @property
    def free_fen(self) -> int:
        """What is left at the end beyond reserve and administration; may be below zero."""
        return self.closing_fen - self.reserve_fen - self.administration_fen


def bounds(period: str) -> tuple[date, date]:
    """Give first and last day of `2026` or `2026Q4`; raises Invalid `bad_period`."""
    found = _PERIOD.fullmatch(period)
    if found is None or int(found[1]) < 1:
        raise Invalid("bad_period", "期间应写成“2026”这样的年份或“2026Q4”这样的季度。")
    year = int(found[1])
    if not found[2]:
        return date(year, 1, 1), date(year, 12, 31)
    month = (int(found[2]) - 1) * MONTHS_A_QUARTER + 1
    first = date(year, month, 1)
    return first, last_of_quarter(first)


def plans(actor: Actor) -> list[Plan]:
    """Give the plans whose fund the actor may read, by title."""
    rows = Plan.objects.filter(scope.visible(actor, Permission.LEDGER_FUND_READ, "fund__"))
    return list(rows.select_related("fund", "sponsor").order_by("title", "pk"))


def plan(actor: Actor, code: str) -> Plan:
    """Give one of them; raises NotFound."""
    rows = Plan.objects.filter(scope.visible(actor, Permission.LEDGER_FUND_READ, "fund__"))
    found = rows.select_related("fund", "sponsor").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def of_plan(one: Plan, period: str) -> FundFigures:
    """Count the figures of one plan in a year or quarter."""
    return figures([one.fund], one.sponsor, *bounds(period))


def figures(funds: Iterable[Fund], union: Union, first: date, last: date) -> FundFigures:
    """Count the figures of some funds from the first to the last day, in Shanghai."""
    keys = [fund.pk for fund in funds]
    during = _sums(keys, first, last)
    after = _sums(keys, last + timedelta(days=1), None)
    now = Balance.objects.filter(fund__in=keys).aggregate(
        a=Sum("available_fen"), r=Sum("reserved_fen")
    )
    closing = (now["a"] or 0) + (now["r"] or 0) - _change(after)
    fees = during["fees"]
    return FundFigures(
        first=first,
        last=last,
        opening_fen=closing - _change(during),
        fees_fen=fees,
        other_fen=during["other"],
        benefits_fen=during["benefits"],
        recovered_fen=during["recovered"],
        administration_fen=_share(ADMINISTRATION, fees, union, last),
        reserve_fen=_share(RESERVE, fees, union, last),
        closing_fen=closing,
    )


def quarterly(union: Union, period: str) -> dict[str, int] | None:
    """Give what the standing form of a quarter wants; None where the union sponsors no plan.

    Exact figures: whoever publishes leaves out small cells. `fewest_persons` is how many people
    stand behind the hidden amounts that the balance would give away, in this quarter or since
    the last balance that could stand.
    """
    sponsored = list(union.mutual_aid_plans.select_related("fund"))
    if not sponsored:
        return None
    first, last = bounds(period)
    sums = figures([one.fund for one in sponsored], union, first, last)
    keys = [one.pk for one in sponsored]
    smallest = standards.whole(SMALLEST_CELL, union, clock.today())
    return {
        **_people(keys, first, last),
        "fewest_persons": small_cells.behind_balance(keys, last, smallest=smallest),
        **_by_cause(keys, first, last),
        "plans": len(sponsored),
        "fees_fen": sums.fees_fen,
        "other_fen": sums.other_fen,
        "amount_fen": sums.benefits_fen,
        "recovered_fen": sums.recovered_fen,
        "administration_fen": sums.administration_fen,
        "reserve_fen": sums.reserve_fen,
        "balance_fen": sums.closing_fen,
    }


def _people(keys: list[int], first: date, last: date) -> dict[str, int]:
    paid = small_cells.paid(keys, first, last)
    back = small_cells.came_back(keys, first, last)
    return {
        "persons": paid.values("person_id").distinct().count(),
        "claim_persons": paid.filter(claim__isnull=False).values("person_id").distinct().count(),
        "settled_persons": paid.filter(claim__isnull=True).values("person_id").distinct().count(),
        "recovered_persons": back.values("recovery__benefit__person_id").distinct().count(),
    }


def _by_cause(keys: list[int], first: date, last: date) -> dict[str, int]:
    sums = small_cells.paid(keys, first, last).aggregate(
        by_claim=Sum("amount_fen", filter=Q(claim__isnull=False)),
        by_settlement=Sum("amount_fen", filter=Q(claim__isnull=True)),
    )
    return {
        "claim_amount_fen": sums["by_claim"] or 0,
        "settled_amount_fen": sums["by_settlement"] or 0,
    }


def _sums(keys: list[int], first: date, last: date | None) -> dict[str, int]:
    rows = Transfer.objects.filter(fund__in=keys, created_at__gte=_moment(first))
    if last is not None:
        rows = rows.filter(created_at__lt=_moment(last + timedelta(days=1)))
    found = rows.aggregate(
        fees=Sum("amount_fen", filter=_IN & _FEES),
        fees_back=Sum("amount_fen", filter=_TAKEN_BACK & _FEES),
        other=Sum("amount_fen", filter=_IN & ~_FEES),
        other_back=Sum("amount_fen", filter=_TAKEN_BACK & ~_FEES),
        benefits=Sum("amount_fen", filter=_OUT),
        recovered=Sum("amount_fen", filter=_CAME_BACK),
    )
    known = {name: fen or 0 for name, fen in found.items()}
    return {
        "fees": known["fees"] - known["fees_back"],
        "other": known["other"] - known["other_back"],
        "benefits": known["benefits"],
        "recovered": known["recovered"],
    }


def _change(sums: dict[str, int]) -> int:
    return sums["fees"] + sums["other"] - sums["benefits"] + sums["recovered"]


def _share(code: str, fees: int, union: Union, on: date) -> int:
    if fees <= 0:
        return 0
    return round_half_up_fen(Decimal(fees) / FEN_PER_YUAN * standards.exact(code, union, on))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.TZ)
