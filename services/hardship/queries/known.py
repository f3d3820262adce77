"""What hardship assistance knows of a person, for the assembly to pass on as plain values."""

from datetime import timedelta

from backend.accounts.models import Person
from backend.kernel import clock
from backend.kernel.money import Money
from services.hardship.models import Application
from services.hardship.states import CLOSED_STATES

FRESH_DAYS = 366


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
