"""A tiny year through the API: every total agrees, and comes to the same each time."""

import pytest
from django.db import transaction

from backend.config.demo import affairs, world
from backend.config.demo.actors import actor_of
from backend.config.demo.year import playing, totals
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger import book
from services.mutual_aid.models import Adjustment, Cover, Plan, Recovery, ReturnList
from tests import cast

MEMBERS, CLAIMS = 40, 16
# Plan, claims, payments, fen paid, fen that came back: the same on every machine.
FIGURES = [
    ("YEAR-ACC-2025", 2, 2, 3060000, 0),
    ("YEAR-COST-2025", 9, 6, 272188, 53163),
    ("YEAR-DAY-2025", 1, 1, 90000, 0),
    ("YEAR-HOME-2025", 1, 1, 491216, 0),
    ("YEAR-HOSP-2025", 2, 2, 214165, 0),
    ("YEAR-ILL-2025", 1, 1, 300000, 0),
]


@pytest.mark.django_db
def test_all_totals_of_a_tiny_year_agree_and_are_the_same_each_time() -> None:
    said: list[str] = []
    today = clock.today()
    playing.play(
        MEMBERS,
        lambda: world.begin(MEMBERS, said.append, said.append, affairs.owed_since())[0],
        said.append,
        claims=CLAIMS,
        helpers=0,
    )
    found = totals.count()
    assert found.faults == []
    rows = [(p.code, p.claims, p.payments, p.book.paid, p.book.back) for p in found.plans]
    assert rows == FIGURES
    assert sum(found.states.values()) == CLAIMS
    for happened in (Adjustment, Recovery, ReturnList):
        assert happened.objects.exists()
    assert Cover.objects.filter(last_day__lt="2025-12-31").exists()  # somebody died
    assert clock.today() == today

    fund = Plan.objects.get(code="YEAR-HOSP-2025").fund
    keeper = actor_of(cast.load().users["sun_li"])
    with transaction.atomic():
        book.receive(fund, Money(1), fund, actor=keeper, reason="多一分")
    assert len(totals.count().faults) == 1
