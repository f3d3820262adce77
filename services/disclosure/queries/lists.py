"""Lists of the public board and the archive, cursor-paged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.access.paging import LIMIT_DEFAULT, page_of
from backend.kernel.errors import Invalid, NotFound
from backend.unions.models import Union
from services.disclosure.models import Disclosure
from services.disclosure.queries.board import newest
from services.disclosure.queries.events import Month
from services.disclosure.queries.reading import HIDDEN_TITLE, public_title, withdrawal_of
from services.disclosure.rules.calendar import period_label
from services.disclosure.states import Category

ORDER = ("-changed_at", "-id")
QUERY_LENGTH = 60


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One line of the board: when, what kind, what, which version, and what was corrected."""

    number: str
    title: str
    category: str
    category_label: str
    union_name: str
    union_number: str
    period_label: str
    sequence: int
    published_at: datetime
    changed_at: datetime
    address: str
    correction: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; empty means everything. `month` reads `2026-11`."""

    union: Union | None = None
    category: str = ""
    words: str = ""
    month: str = ""


def public_page(
    wanted: Wanted, cursor: str | None = None, limit: int = LIMIT_DEFAULT
) -> dict[str, Any]:
    """One page of what is public, newest event first; raises Invalid for a filter unknown."""
    rows = newest(wanted.union)
    if wanted.category:
        if wanted.category not in {one.value for one in Category}:
            raise Invalid("unknown_category", "没有这个类别，请从列表中选择。")
        rows = rows.filter(category=wanted.category)
    if wanted.words:
        # A hidden title must not be found by its words either.
        rows = rows.filter(title__icontains=wanted.words[:QUERY_LENGTH]).exclude(
            withdrawal__ground="privacy"
        )
    if wanted.month:
        begin, end = _month(wanted.month).bounds()
        rows = rows.filter(changed_at__gte=begin, changed_at__lt=end)
    page = page_of(rows, cursor, limit, ORDER)
    return {**page, "items": [_line(row) for row in page["items"]]}


def public_list(filters: Mapping[str, str], cursor: str | None, limit: int) -> dict[str, Any]:
    """One page by the names that the public address takes: union, category, q, month."""
    union = filters.get("union", "")
    wanted = Wanted(
        union=find_union(union) if union else None,
        category=filters.get("category", ""),
        words=filters.get("q", "").strip(),
        month=filters.get("month", ""),
    )
    return public_page(wanted, cursor, limit)


def find_union(number: str) -> Union:
    """A union by its public number; raises NotFound."""
    union = Union.objects.filter(number=number).first()
    if union is None:
        raise NotFound
    return union


def sub_unions(union: Union, limit: int = 60) -> list[Union]:
    """The unions right below one, by number."""
    return list(Union.objects.filter(parent=union, dissolved_on=None).order_by("number")[:limit])


def _month(text: str) -> Month:
    year, _, month = text.partition("-")
    if not (year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12):  # noqa: PLR2004
        raise Invalid("bad_month", "月份应写成 2026-11 这样。")
    return Month(int(year), int(month))


def _line(row: Disclosure) -> PublicLine:
    withdrawal = withdrawal_of(row)
    current = row.current
    assert current is not None  # noqa: S101 (public rows have one, by constraint)
    assert row.published_at is not None  # noqa: S101
    assert row.changed_at is not None  # noqa: S101
    title = public_title(row)
    return PublicLine(
        number=row.number,
        title=title,
        category=row.category,
        category_label=row.category_label,
        union_name=row.union.name,
        union_number=row.union.number,
        period_label=period_label(row.period) if row.period else "",
        sequence=current.sequence,
        published_at=row.published_at,
        changed_at=row.changed_at,
        address=row.address,
        correction="" if title == HIDDEN_TITLE else current.reason,
        withdrawn=f"{withdrawal.ground_label}：{withdrawal.reason}" if withdrawal else "",
    )
