"""Sums of a quarter for the public: counts and money by kind, small cells without figures."""

from datetime import date

from django.db.models import Count, Sum

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from backend.unions.models import Union, within
from services.hardship.models import Grant
from services.hardship.rules.grant import AidKind
from services.hardship.states import GrantState

QUARTER_MONTHS = 3
PAID = (GrantState.PAID, GrantState.RECEIPTED)


def aggregates(union: Union, period: str) -> dict[str, int]:
    """Give persons and fen paid in a quarter (`2026-Q4`) in a subtree, by kind and in all.

    Names: `persons`, `amount_fen`, and for each kind `living_persons`, `living_amount_fen`...
    Exact figures: whoever publishes leaves out cells below the smallest (R12.31).
    """
    first, last = quarter(period)
    paid = Grant.objects.filter(
        within(union), state__in=[str(state) for state in PAID], paid_on__range=(first, last)
    )
    totals = paid.aggregate(
        persons=Count("application__person", distinct=True), paid_fen=Sum("amount_fen")
    )
    figures = {"persons": totals["persons"], "amount_fen": totals["paid_fen"] or 0}
    by_kind = {
        row["kind"]: row
        for row in paid.values("kind").annotate(
            persons=Count("application__person", distinct=True), paid_fen=Sum("amount_fen")
        )
    }
    for kind in AidKind:
        row = by_kind.get(str(kind), {"persons": 0, "paid_fen": 0})
        figures[f"{kind}_persons"] = row["persons"]
        figures[f"{kind}_amount_fen"] = row["paid_fen"]
    return figures


def publishable(figures: dict[str, int], smallest: int) -> dict[str, int | None]:
    """Empty every cell that counts fewer persons than `smallest`, with its amount.

    When exactly one kind would be hidden, the next smallest is hidden too: it could otherwise be
    told from the total. A hidden total hides everything.
    """
    counted = [str(kind) for kind in AidKind if figures[f"{kind}_persons"]]
    hidden = {kind for kind in counted if figures[f"{kind}_persons"] < smallest}
    shown = sorted(set(counted) - hidden, key=lambda kind: figures[f"{kind}_persons"])
    if len(hidden) == 1 and shown:
        hidden.add(shown[0])
    if 0 < figures["persons"] < smallest:
        hidden = {"", *(str(kind) for kind in AidKind)}
    elif len(hidden) == len(counted) == 1:
        hidden.add("")
    return {name: None if _kind(name) in hidden else value for name, value in figures.items()}


def total_paid(union: Union) -> Money:
    """Add up every grant ever paid in a subtree, to be held against the ledger (R8.51)."""
    paid = Grant.objects.filter(within(union), state__in=[str(state) for state in PAID])
    return Money(paid.aggregate(total=Sum("amount_fen"))["total"] or 0)


def quarter(period: str) -> tuple[date, date]:
    """Give first and last day of `2026-Q4`; raises Invalid `bad_period`."""
    year, _, number = period.partition("-Q")
    if not (year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}):  # noqa: PLR2004
        raise Invalid("bad_period", "期间应写成“2026-Q4”这样的季度。")
    month = (int(number) - 1) * QUARTER_MONTHS + 1
    first = date(int(year), month, 1)
    after = date(int(year) + 1, 1, 1) if number == "4" else date(int(year), month + 3, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def _kind(name: str) -> str:
    return (
        name.removesuffix("_persons")
        .removesuffix("_amount_fen")
        .removesuffix("persons")
        .removesuffix("amount_fen")
    )
