"""What anyone may read of one disclosure: all its versions, or the tombstone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.kernel.errors import NotFound
from services.disclosure.models import Disclosure, Version, Withdrawal
from services.disclosure.rules import text
from services.disclosure.rules.calendar import period_label

HIDDEN_TITLE = "（标题已撤下）"


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """One version as the public reads it; `html` is safe, `digest` is the SHA-256 in hex."""

    sequence: int
    title: str
    html: str
    reason: str
    published_at: datetime
    digest: str
    figures: dict[str, Any]
    is_current: bool


@dataclass(frozen=True, slots=True)
class PublicDisclosure:
    """A disclosure as the public reads it; `reading` is the version that was asked for.

    After a withdrawal for privacy, `reading` is None and titles are replaced.
    """

    number: str
    title: str
    union_name: str
    union_number: str
    category: str
    category_label: str
    period_label: str
    published_at: datetime
    changed_at: datetime
    address: str
    versions: tuple[PublicVersion, ...]
    reading: PublicVersion | None
    withdrawal: Withdrawal | None

    @property
    def is_newest(self) -> bool:
        """The version being read is the one that stands."""
        return self.reading is not None and self.reading.is_current and self.withdrawal is None


def read_public(number: str, sequence: int | None = None) -> PublicDisclosure:
    """Read one by number, at version `sequence` or the newest; raises NotFound."""
    rows = Disclosure.objects.public().select_related("union", "withdrawal")
    found = rows.filter(number=number).first()
    if found is None or found.published_at is None or found.changed_at is None:
        raise NotFound
    withdrawal = withdrawal_of(found)
    hidden = withdrawal is not None and withdrawal.hides_words
    versions = tuple(
        _version(row, is_current=row.pk == found.current_id, hidden=hidden)
        for row in found.versions.order_by("sequence")
    )
    wanted = versions[-1].sequence if sequence is None else sequence
    reading = next((one for one in versions if one.sequence == wanted), None)
    if reading is None:
        raise NotFound
    return PublicDisclosure(
        number=found.number,
        title=HIDDEN_TITLE if hidden else reading.title,
        union_name=found.union.name,
        union_number=found.union.number,
        category=found.category,
        category_label=found.category_label,
        period_label=period_label(found.period) if found.period else "",
        published_at=found.published_at,
        changed_at=found.changed_at,
        address=found.address,
        versions=versions,
        reading=None if hidden else reading,
        withdrawal=withdrawal,
    )


def withdrawal_of(disclosure: Disclosure) -> Withdrawal | None:
    """The withdrawal, or None; reads the reverse one-to-one without an exception."""
    return getattr(disclosure, "withdrawal", None)


def public_title(disclosure: Disclosure) -> str:
    """The title for a list: that of the newest version, or none after a privacy withdrawal."""
    withdrawal = withdrawal_of(disclosure)
    return HIDDEN_TITLE if withdrawal is not None and withdrawal.hides_words else disclosure.title


def _version(row: Version, *, is_current: bool, hidden: bool) -> PublicVersion:
    return PublicVersion(
        sequence=row.sequence,
        title=HIDDEN_TITLE if hidden else row.title,
        html="" if hidden else text.to_html(row.body),
        reason=row.reason,
        published_at=row.published_at,
        digest="" if hidden else bytes(row.digest).hex(),
        figures={} if hidden else row.figures,
        is_current=is_current,
    )
