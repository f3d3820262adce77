"""What hardship assistance knows of a person, for the assembly to pass on as plain values."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.accounts.models import Person
from backend.kernel import clock
from backend.kernel.money import Money
from services.hardship.models import Application, Decision
from services.hardship.states import CLOSED_STATES, Act, State

FRESH_DAYS = 366


@dataclass(frozen=True, slots=True)
class ApprovedFile:
    """An approved file: its number, whose it is, the day of the approval."""

    number: str
    person_id: int
    since: date


def known_income(person: Person) -> Money | None:
    """Give the yearly household income that a person stated within a year; None where none."""
    since = clock.today() - timedelta(days=FRESH_DAYS)
    rows = Application.objects.of_person(person.pk).filter(
        annual_income_fen__isnull=False, created_at__gte=clock.start_of(since)
    )
    fen = rows.order_by("-id").values_list("annual_income_fen", flat=True).first()
    return None if fen is None else Money(fen)


def is_open(person: Person) -> bool:
    """Tell whether an application of the person is running or on file."""
    closed = [str(state) for state in CLOSED_STATES]
    return Application.objects.of_person(person.pk).exclude(state__in=closed).exists()


def approved_files() -> list[ApprovedFile]:
    """Give every file that the district approved and that stands, with the day of the approval."""
    rows = Decision.objects.filter(
        act=Act.APPROVE, application__state__in=[State.DISTRICT_APPROVED, State.ON_FILE]
    )
    newest = rows.order_by("application_id", "-id").distinct("application_id")
    return [
        ApprovedFile(number, person_id, clock.to_local(at).date())
        for number, person_id, at in newest.values_list(
            "application__number", "application__person_id", "at"
        )
    ]
