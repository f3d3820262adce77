"""What a claim can be made for: a person's covers, and those that pay without one."""

from dataclasses import dataclass
from datetime import timedelta

from backend.kernel import clock
from services.mutual_aid.models import Cover
from services.mutual_aid.queries import plans

# Covers that ended longer ago than any deadline of a plan are not offered.
OFFERED_DAYS = 730
MOST = 30


@dataclass(frozen=True, slots=True)
class Choices:
    """Plans to choose from (number, title with its last day), and titles that need no claim."""

    plans: list[tuple[str, str]]
    automatic: list[str]


def for_person(person_id: int) -> Choices:
    """Give the plans by which a person is or was covered; each plan once."""
    today = clock.today()
    rows = Cover.objects.of_person(person_id).filter(
        first_day__lte=today, last_day__gte=today - timedelta(days=OFFERED_DAYS)
    )[:MOST]
    found: dict[int, tuple[str, str]] = {}
    automatic: list[str] = []
    for row in rows:
        version = row.plan_version
        if version.rules.claim.auto_source is not None:
            automatic.append(version.title)
            continue
        until = f"保障至 {clock.day_words(row.last_day)}"
        found.setdefault(row.plan_id, (version.number, f"{version.title}，{until}"))
    return Choices(list(found.values()), list(dict.fromkeys(automatic)))


def for_others() -> list[tuple[str, str]]:
    """Give every plan that is claimed for; whether somebody is covered is not told here."""
    rows = plans.all_versions().filter(verified_at__isnull=False, valid_from__lte=clock.today())
    newest = {version.plan_id: version for version in rows.order_by("valid_from")}
    return [
        (version.number, version.title)
        for version in newest.values()
        if version.rules.claim.auto_source is None
    ]
