"""What the feeds say: entries from versions and withdrawals, straight from PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.conf import settings
from django.db.models import F
from django.db.models.functions import TruncMonth

from backend.kernel import clock
from backend.unions.models import Union
from services.disclosure.feeds.entries import Entry
from services.disclosure.models import Disclosure, Version, Withdrawal
from services.disclosure.queries.reading import public_title, withdrawal_of
from services.disclosure.rules import text

NEWEST = 50
TAG_DATE = "2026"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A civil month in Shanghai, as an archive covers it."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month a moment lies in."""
        local = clock.to_local(moment)
        return cls(local.year, local.month)

    def bounds(self) -> tuple[datetime, datetime]:
        """First moment, and the first moment after it."""
        begin = datetime(self.year, self.month, 1, tzinfo=clock.TZ)
        return begin, datetime(
            self.year + self.month // 12, self.month % 12 + 1, 1, tzinfo=clock.TZ
        )


def tag(path: str) -> str:
    """A tag URI (RFC 4151): a name that stays when addresses change."""
    return f"tag:{settings.TAG_AUTHORITY},{TAG_DATE}:{path}"


def newest_entries(union: Union | None) -> list[Entry]:
    """The current document: each disclosure as it now stands, newest event first.

    At least all of the running month, so that the archives before it leave no gap.
    """
    rows = Disclosure.objects.public().select_related("union", "current", "withdrawal")
    rows = (rows.filter(union=union) if union else rows).order_by("-changed_at", "-id")
    begin, _ = Month.of(clock.now()).bounds()
    kept = list(rows.filter(changed_at__gte=begin))
    if len(kept) < NEWEST:
        kept = list(rows[:NEWEST])
    return [_standing(row) for row in kept]


def month_entries(union: Union | None, month: Month) -> list[Entry]:
    """One archive: what happened in that month, once for each disclosure, newest event first."""
    begin, end = month.bounds()
    versions = Version.objects.filter(published_at__gte=begin, published_at__lt=end)
    gone = Withdrawal.objects.filter(withdrawn_at__gte=begin, withdrawn_at__lt=end)
    if union:
        versions = versions.filter(disclosure__union=union)
        gone = gone.filter(disclosure__union=union)
    shown: dict[int, Entry] = {}
    for version in versions.select_related("disclosure__union", "disclosure__withdrawal").order_by(
        "published_at", "id"
    ):
        shown[version.disclosure_id] = _of_version(version.disclosure, version)
    for withdrawal in gone.select_related("disclosure__union", "disclosure__current"):
        shown[withdrawal.disclosure_id] = _tombstone(withdrawal.disclosure, withdrawal)
    return sorted(shown.values(), key=lambda entry: (entry.updated, entry.identity), reverse=True)


def months_of(union: Union | None) -> list[Month]:
    """The past months with an event, oldest first; each has an archive."""
    running = Month.of(clock.now())
    found: set[Month] = set()
    for rows, column in (
        (Version.objects.all(), "published_at"),
        (Withdrawal.objects.all(), "withdrawn_at"),
    ):
        mine = rows.filter(disclosure__union=union) if union else rows
        starts = mine.annotate(begin=TruncMonth(F(column), tzinfo=clock.TZ))
        found |= {
            Month.of(begin)
            for begin in starts.order_by().values_list("begin", flat=True).distinct()
        }
    return sorted(month for month in found if month < running)


def latest(entries: Sequence[Entry], otherwise: datetime) -> datetime:
    """When a document last changed: its newest entry."""
    return max((entry.updated for entry in entries), default=otherwise)


def _standing(disclosure: Disclosure) -> Entry:
    withdrawal = withdrawal_of(disclosure)
    if withdrawal is not None:
        return _tombstone(disclosure, withdrawal)
    assert disclosure.current is not None  # noqa: S101 (public rows have one, by constraint)
    return _of_version(disclosure, disclosure.current)


def _of_version(disclosure: Disclosure, version: Version) -> Entry:
    withdrawal = withdrawal_of(disclosure)
    if withdrawal is not None and withdrawal.hides_words:
        return _tombstone(disclosure, withdrawal)
    note = f"更正说明（第 {version.sequence} 版）：{version.reason}" if version.reason else ""
    html = text.to_html(version.body)
    summary = text.summary(version.body)
    return _entry(
        disclosure,
        title=version.title,
        summary=f"{note} {summary}" if note else summary,
        html=f"<p>{escape(note)}</p>\n{html}" if note else html,
        updated=version.published_at,
        is_withdrawn=False,
    )


def _tombstone(disclosure: Disclosure, withdrawal: Withdrawal) -> Entry:
    local = clock.to_local(withdrawal.withdrawn_at)
    day = f"{local.year}年{local.month}月{local.day}日"
    words = f"这项内容已于{day}撤回。缘由：{withdrawal.ground_label}。说明：{withdrawal.reason}"
    return _entry(
        disclosure,
        title=f"已撤回：{public_title(disclosure)}",
        summary=words,
        html=f"<p>{escape(words)}</p>",
        updated=withdrawal.withdrawn_at,
        is_withdrawn=True,
    )


def _entry(
    disclosure: Disclosure,
    *,
    title: str,
    summary: str,
    html: str,
    updated: datetime,
    is_withdrawn: bool,
) -> Entry:
    assert disclosure.published_at is not None  # noqa: S101 (public rows have one, by constraint)
    return Entry(
        identity=tag(f"disclosure/{disclosure.number}"),
        url=f"{settings.PUBLIC_ADDRESS}{disclosure.address}",
        title=title,
        summary=summary,
        html=html,
        category=disclosure.category,
        category_label=disclosure.category_label,
        union_name=disclosure.union.name,
        published=clock.to_local(disclosure.published_at),
        updated=clock.to_local(updated),
        is_withdrawn=is_withdrawn,
    )
