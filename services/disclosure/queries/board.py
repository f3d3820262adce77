"""The public board: the answer first, then what is due and what was published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.money import Money, round_half_up_fen
from backend.unions.models import Union, within
from backend.web.parts import Figure
from services.disclosure.models import CatalogueItem, Disclosure, FormVersion, Version
from services.disclosure.rules.calendar import Duty, duties, period_label, quarter_bounds
from services.disclosure.rules.figures import Figure as FormFigure
from services.disclosure.rules.figures import FigureKind
from services.disclosure.states import CATEGORY_LABELS, Category, Frequency, State

WAN_FEN = 1_000_000
IN_TEN_THOUSANDS_FEN = 10 * WAN_FEN


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One item for one period: on the board, still to come, or overdue since `due`."""

    title: str
    category: str
    period: str
    due: date
    number: str
    overdue_days: int

    @property
    def is_overdue(self) -> bool:
        """Its last day is past and nothing stands on the board."""
        return self.overdue_days > 0


@dataclass(frozen=True, slots=True)
class Board:
    """The head of a union's board for this year; `figures` are those of the newest fillings."""

    union: Union
    figures: Sequence[Figure]
    figures_period: str
    lines: Sequence[DutyLine]

    @property
    def published(self) -> int:
        """How many duties of the year stand on the board."""
        return sum(1 for line in self.lines if line.number)

    @property
    def overdue(self) -> Sequence[DutyLine]:
        """The duties whose last day is past."""
        return [line for line in self.lines if line.is_overdue]

    @property
    def coming(self) -> DutyLine | None:
        """The figures that fall due next: money or aid of a period."""
        labels = {CATEGORY_LABELS[Category.FINANCE], CATEGORY_LABELS[Category.AID]}
        waiting = [
            line
            for line in self.lines
            if not line.number and not line.is_overdue and line.category in labels
        ]
        return min(waiting, key=lambda line: line.due, default=None)


def root() -> Union | None:
    """The union at the top of the tree, whose board stands at `/`."""
    return Union.objects.filter(parent=None, dissolved_on=None).order_by("id").first()


def board_of(union: Union) -> Board:
    """The head of a union's board."""
    figures, period = _figures(union)
    return Board(union=union, figures=figures, figures_period=period, lines=duties_of(union))


def duties_of(union: Union, today: date | None = None) -> list[DutyLine]:
    """What the union owes the public from this year's periods, in order of the last day (R12.1).

    Due this year, or belonging to a period that ends this year: both are shown.
    """
    day = today or clock.today()
    year_end = date(day.year, 12, 31)
    items = CatalogueItem.objects.filter(kinds__contains=[union.kind])
    known = {item.code: item for item in items}
    owed: list[Duty] = []
    for item in known.values():
        since = max(item.starts_on, date(day.year - 1, 12, 1))
        if item.frequency == Frequency.STANDING:
            since = item.starts_on
        frequency = Frequency(item.frequency)
        owed += duties(item.code, frequency, item.deadline_days, since=since, until=year_end)
    numbers = _published(union, list(known))
    lines = [_line(known[duty.item], duty, numbers, day) for duty in owed]
    return sorted(lines, key=lambda line: (line.due, line.title))


def newest(union: Union | None = None) -> QuerySet[Disclosure]:
    """The public list, newest event first; of one union, or of all."""
    rows = Disclosure.objects.public().select_related("union", "current", "withdrawal")
    return rows.filter(union=union) if union else rows


def _line(
    item: CatalogueItem, duty: Duty, numbers: dict[tuple[str, str], str], day: date
) -> DutyLine:
    # A standing item needs no period: whatever was published for it counts.
    period = "" if item.frequency == Frequency.STANDING else duty.period
    number = numbers.get((item.code, period), "")
    late = (day - duty.due).days
    return DutyLine(
        title=item.title,
        category=item.get_category_display(),
        period=period_label(duty.period),
        due=duty.due,
        number=number,
        overdue_days=0 if number else max(0, late),
    )


def _published(union: Union, codes: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = Disclosure.objects.filter(
        union=union, state=State.PUBLISHED, catalogue_item__code__in=codes
    )
    columns = rows.order_by("id").values_list("catalogue_item__code", "period", "number")
    found = {(str(code), period): number for code, period, number in columns}
    standing = {(code, ""): number for (code, _), number in found.items()}
    return {**standing, **found}


def _figures(union: Union) -> tuple[list[Figure], str]:
    """The headline figures: totals of the newest period that was filled by the system."""
    filled = Version.objects.filter(
        disclosure__union=union,
        disclosure__state=State.PUBLISHED,
        form_version__isnull=False,
        disclosure__subject="",
        disclosure__current=F("pk"),
    ).select_related("form_version", "disclosure")
    newest_version = filled.order_by("-disclosure__period", "-published_at").first()
    if newest_version is None or newest_version.form_version is None:
        return [], ""
    period = newest_version.disclosure.period
    found = []
    ordered = sorted(
        filled.filter(disclosure__period=period),
        key=lambda one: one.disclosure.category != Category.FINANCE,
    )
    for version in ordered:
        form = version.form_version
        assert form is not None  # noqa: S101 (filtered above)
        for figure in form.figure_list():
            value = version.figures.get(figure.name)
            if figure.parts and isinstance(value, int):
                found.append(_headline(figure, value))
    return found, period_label(period)


def _headline(figure: FormFigure, value: int) -> Figure:
    """A total as people say it: large sums in 万元, the table below has every fen."""
    if figure.kind != FigureKind.MONEY:
        return Figure(figure.label, f"{value:,}", "人")
    if abs(value) < IN_TEN_THOUSANDS_FEN:
        return Figure(figure.label, Money(value).yuan(), "元")
    return Figure(figure.label, Money(round_half_up_fen(Decimal(value) / WAN_FEN)).yuan(), "万元")


def duties_sheet(number: str) -> dict[str, Any]:
    """What a union owes the public this year, by its public number; raises NotFound."""
    union = Union.objects.filter(number=number).first()
    if union is None:
        raise NotFound
    return {"union_number": union.number, "items": duties_of(union)}


def owing(code: str, period: str) -> list[str]:
    """Numbers of the unions that have a passed form of this code and nothing for the period yet.

    Only unions of the kinds that its catalogue item names, below the union that passed it; a
    period that ended before the item was owed is nobody's debt.
    """
    item = CatalogueItem.objects.filter(code=code).first()
    if item is None or quarter_bounds(period)[1] < item.starts_on:
        return []
    done = Disclosure.objects.filter(form_code=code, period=period).values("union_id")
    found: set[str] = set()
    for form in FormVersion.objects.filter(code=code).select_related("union"):
        below = Union.objects.filter(within(form.union), dissolved_on=None)
        owing_kinds = below.filter(kind__in=item.kinds)
        found |= set(owing_kinds.exclude(pk__in=done).values_list("number", flat=True))
    return sorted(found)


def standing_figures(code: str, union: Union, periods: Iterable[str]) -> dict[str, dict[str, int]]:
    """Give the published figures of a standing form by period; hidden cells are not among them."""
    rows = Disclosure.objects.select_related("current").filter(
        union=union, form_code=code, subject="", period__in=list(periods)
    )
    return {row.period: dict(row.current.figures) for row in rows if row.current is not None}
