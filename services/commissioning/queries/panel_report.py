"""The report of the panel: every score, the totals, the ranking, the dissents (R9.9, R9.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from backend.kernel import clock
from backend.kernel.money import round_half_up
from services.commissioning.models import (
    PanelKind,
    Project,
    RankLine,
    ResultNotice,
    Score,
    Seat,
    TieRule,
)
from services.commissioning.queries import panel
from services.commissioning.rules.ranking import TRIM_FROM


@dataclass(frozen=True, slots=True)
class ReportSeat:
    """A panelist of the report with what she did not agree with."""

    panelist: str
    name: str
    kind_label: str
    field: str
    commitment: str
    dissent: str


@dataclass(frozen=True, slots=True)
class ReportSum:
    """The sum of one panelist for one application; `left_out` by the formula."""

    name: str
    points: str
    left_out: bool
    by_criterion: list[str]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A place of the ranking."""

    place: int
    bid: str
    organization: str
    credit_code: str
    amount_fen: int
    total: str
    tie_label: str
    has_union: bool
    sums: list[ReportSum]


@dataclass(frozen=True, slots=True)
class ReportCriterion:
    """A published criterion."""

    place: int
    title: str
    weight: int


@dataclass(frozen=True, slots=True)
class PanelReport:
    """The whole report; `lines` in the order of the ranking."""

    number: str
    title: str
    union_name: str
    formula: str
    laid_open_on: date | None
    criteria: list[ReportCriterion]
    seats: list[ReportSeat]
    lines: list[ReportLine]


def report_of(project: Project) -> PanelReport | None:
    """Give the report once the scores were laid open; None before."""
    step, draw = panel.ranked_step(project), panel.draw_of(project)
    if step is None or draw is None:
        return None
    seats = panel.sitting(draw)
    table = _table(seats)
    lines = RankLine.objects.filter(project=project).select_related("bid__organization")
    return PanelReport(
        number=project.number,
        title=project.title,
        union_name=project.union.name,
        formula=project.call.formula,
        laid_open_on=clock.to_local(step.at).date(),
        criteria=[
            ReportCriterion(one.place, one.title, one.weight) for one in project.call.criteria.all()
        ],
        seats=[_seat(seat) for seat in seats],
        lines=[_line(line, seats, table) for line in lines.order_by("place")],
    )


def points(tenths: int | Fraction) -> str:
    """Write tenths of a point as points with two decimals, rounded half up."""
    exact = Fraction(tenths)
    hundredths = round_half_up(exact.numerator * 10, exact.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def score_of(notice: ResultNotice) -> str:
    """Give the total that a result notice names, in points."""
    return points(RankLine.objects.get(bid=notice.bid).total)


def name_of(seat: Seat) -> str:
    """Give the full name of who holds a seat."""
    person = seat.panelist.user.person
    return person.unseal("name_sealed") if person else ""


def _seat(seat: Seat) -> ReportSeat:
    return ReportSeat(
        panelist=seat.panelist.number,
        name=name_of(seat),
        kind_label=PanelKind(seat.panelist.kind).label,
        field=seat.panelist.field,
        commitment=bytes(seat.commitment or b"").hex(),
        dissent=seat.dissent,
    )


def _table(seats: Sequence[Seat]) -> Mapping[tuple[int, int], list[int]]:
    """Give the tenths by seat and application, in the order of the criteria."""
    table: dict[tuple[int, int], list[int]] = {}
    rows = Score.objects.filter(seat__in=seats).order_by("criterion__place")
    for seat, bid, tenths in rows.values_list("seat_id", "bid_id", "points_tenths"):
        table.setdefault((seat, bid), []).append(tenths)
    return table


def _line(
    line: RankLine, seats: Sequence[Seat], table: Mapping[tuple[int, int], list[int]]
) -> ReportLine:
    given = [table[seat.pk, line.bid_id] for seat in seats]
    sums = [sum(one) for one in given]
    out: set[int] = set()
    if len(sums) >= TRIM_FROM:
        out = {sums.index(max(sums)), len(sums) - 1 - sums[::-1].index(min(sums))}
    return ReportLine(
        place=line.place,
        bid=line.bid.number,
        organization=line.bid.organization.name,
        credit_code=line.bid.organization.credit_code,
        amount_fen=line.amount_fen,
        total=points(line.total),
        tie_label=TieRule(line.by_tie_rule).label if line.by_tie_rule else "",
        has_union=line.has_union,
        sums=[
            ReportSum(name_of(seats[nth]), tenth(total), nth in out, [tenth(one) for one in own])
            for nth, (total, own) in enumerate(zip(sums, given, strict=True))
        ],
    )


def tenth(tenths: int) -> str:
    """Write tenths of a point as points: 18.5."""
    return f"{tenths // 10}.{tenths % 10}"
