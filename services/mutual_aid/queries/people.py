"""The people of a batch, page by page: who, with how many shares, covered from when to when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from backend.access.actor import Actor
from backend.access.paging import Page, page_of
from backend.access.permissions import Permission
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from services.mutual_aid.models import Batch, Line
from services.mutual_aid.queries.batches import visible_batch
from services.mutual_aid.rules import contributions
from services.mutual_aid.rules.contributions import Chosen
from services.mutual_aid.states import BatchState, LineState

PAGE = 50
VOLUME = 5000
SEXES = {"F": "女", "M": "男"}
ORDER = ("row_number", "id")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a batch as a page shows her: the name masked."""

    line_id: int
    row_number: int
    name: str
    sex: str
    shares: int
    shares_void: int
    holds_card: bool
    is_renewal: bool
    fee: Money
    state: str
    state_label: str
    ended_on: date | None
    first_day: date | None
    last_day: date | None

    @property
    def is_covered(self) -> bool:
        """Tell whether a cover stands that a certificate can be made of."""
        return self.first_day is not None

    @property
    def may_leave(self) -> bool:
        """Tell whether leaving can be recorded."""
        return self.state == LineState.ACTIVE

    @property
    def may_die(self) -> bool:
        """Tell whether a death can be recorded."""
        return self.state in {LineState.ACTIVE, LineState.LEFT_UNIT_COVERED}


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the people of a batch, and what the reader may do with them."""

    batch: Batch
    items: list[PersonLine]
    next_cursor: str | None
    has_more: bool
    may_write: bool


@dataclass(frozen=True, slots=True)
class ListPart:
    """One volume of the printed list: at most `VOLUME` people, with the totals of the batch."""

    batch: Batch
    volume: int
    volumes: int
    lines: list[PersonLine]
    people: int
    shares: int
    fee: Money


def people_page(actor: Actor, number: str, cursor: str | None, limit: int = PAGE) -> PeoplePage:
    """Read one page of the people of a batch that the actor may see; raises NotFound."""
    batch = visible_batch(actor, number)
    page: Page = page_of(_rows(batch), cursor, limit, order=ORDER)
    return PeoplePage(
        batch,
        [_line(row, batch) for row in page["items"]],
        page["next_cursor"],
        page["has_more"],
        may_write(actor, batch),
    )


def may_write(actor: Actor, batch: Batch) -> bool:
    """Tell whether the actor may record that somebody of a batch left or died."""
    begun = batch.state in {BatchState.IN_FORCE, BatchState.EXPIRED, BatchState.RENEWED}
    return begun and actor.can(Permission.MUTUAL_AID_BATCH_WRITE, within=batch)


def one_line(actor: Actor, number: str, line_id: int) -> tuple[Batch, PersonLine]:
    """Give one person of a batch that the actor may see; raises NotFound."""
    batch = visible_batch(actor, number)
    row = _rows(batch).filter(pk=line_id).first()
    if row is None:
        raise NotFound
    return batch, _line(row, batch)


def over_rows(batch: Batch) -> list[PersonLine]:
    """Give the first people whose shares are above the maximum and partly void (R8.7)."""
    rows = _rows(batch).filter(shares_void__gt=0, state=LineState.ACTIVE).order_by(*ORDER)
    return [_line(row, batch) for row in rows[:PAGE]]


def list_part(actor: Actor, number: str, volume: int) -> ListPart:
    """Give one volume of the list that is printed for the seal, names masked; raises NotFound."""
    batch = visible_batch(actor, number)
    return part_of(batch, volume)


def part_of(batch: Batch, volume: int) -> ListPart:
    """Lay one volume out: the people who take part, in the order of the roster."""
    active = batch.lines.filter(state__in=STANDING)
    sums = active.aggregate(shares=Sum("shares"))
    people = active.count()
    volumes = max(1, -(-people // VOLUME))
    if not 1 <= volume <= volumes:
        raise NotFound
    start = (volume - 1) * VOLUME
    rows = _rows(batch).filter(state__in=STANDING).order_by(*ORDER)[start : start + VOLUME]
    return ListPart(
        batch,
        volume,
        volumes,
        [_line(row, batch) for row in rows],
        people,
        int(sums["shares"] or 0),
        Money(batch.fee_due_fen),
    )


STANDING = (LineState.ACTIVE, LineState.LEFT_UNIT_COVERED)


def _rows(batch: Batch) -> QuerySet[Line]:
    return Line.objects.filter(batch=batch).select_related("person", "cover")


def _line(row: Line, batch: Batch) -> PersonLine:
    cover = getattr(row, "cover", None)
    chosen = Chosen(batch.months, batch.risk_class)
    fee = contributions.share_fee(batch.plan_version.rules.fee, chosen, holds_card=row.holds_card)
    return PersonLine(
        line_id=row.pk,
        row_number=row.row_number,
        name=row.person.display_name or "（已删除）",
        sex=SEXES.get(row.person.sex, ""),
        shares=row.shares,
        shares_void=row.shares_void,
        holds_card=row.holds_card,
        is_renewal=row.is_renewal,
        fee=fee * row.shares,
        state=row.state,
        state_label=row.state_label,
        ended_on=row.ended_on,
        first_day=None if cover is None else cover.first_day,
        last_day=None if cover is None else cover.last_day,
    )
