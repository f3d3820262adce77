"""kill -9 at ten points of reading, computing and issuing: nothing lost, nothing twice.

Twenty thousand rows at random moments: `make bench ARGS=settlement_faults`.
"""

import random
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count, Sum

from backend.ledger import book
from notifications.models import Event
from services.mutual_aid.models import Benefit, DataFile, InsuranceRow, Settlement, SettlementLine
from services.mutual_aid.states import FileState, SettlementState
from services.mutual_aid.workflow.settlements import approval, files, runs
from tests import cast
from tests.notifications.worker import test_database_url as database_url
from tests.services.mutual_aid import build_settlement as build
from tests.services.mutual_aid.build_benefits import Desk, cover_of
from tests.services.mutual_aid.workflow.settlements.dying import is_killed

pytestmark = pytest.mark.django_db(transaction=True)
SEED = 20261130
QUOTAS = (4, 3, 3)
MOST_STATEMENTS = 24


class Killer:
    """Kills whoever works, so many times, each time at another statement."""

    def __init__(self) -> None:
        self.dice, self.kills = random.Random(SEED), 0

    def until_whole(self, file: str, settlement: str, quota: int) -> None:
        """Kill as often as the quota says, then let one process end the work."""
        killed = 0
        while killed < quota:
            fatal = self.dice.randint(2, MOST_STATEMENTS)
            assert self.goes_on(file, settlement, fatal), f"whole before kill {killed + 1}"
            killed += 1
        assert not self.goes_on(file, settlement, 0)
        self.kills += killed

    def goes_on(self, file: str, settlement: str, fatal: int) -> bool:
        """Start a process; tells whether it was killed."""
        return is_killed(file, settlement, fatal, Path(settings.INBOX_DIR))


@pytest.fixture
def _environ(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name the database and the keys of this test to the processes that it starts."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "backend.config.settings.test")
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("DATA", str(settings.DATA))
    monkeypatch.setenv("KEYRING_FILE", str(settings.KEYRING_FILE))


@pytest.mark.usefixtures("_environ")
@pytest.mark.requirement("R8.18")
def test_kill_9_at_ten_points_loses_nothing_and_does_nothing_twice(desk: Desk) -> None:
    people = [part.key for part in (*cast.CAST, *cast.FURTHER)]
    rows = []
    for place, key in enumerate(people):
        cover_of(desk, key)
        rows += [
            (key, "outpatient", 1, f"{2000 + place}"),
            (key, "inpatient", 1, "1300"),
            (key, "inpatient", 2, f"{700 + place}"),
        ]
    expected = sum((200 + place + 50 + place) * 100 // 5 for place in range(len(people)))
    build.inbox(settings.INBOX_DIR, "q4.csv", build.content(rows))
    file = files.take_from_inbox(
        "q4.csv", actor=build.maker(desk), plan=build.PLAN, quarter="2026Q4"
    )
    killer = Killer()
    killer.until_whole(file.number, "", QUOTAS[0])
    assert DataFile.objects.get(pk=file.pk).state is FileState.READ
    number = runs.draft(file.number, actor=build.maker(desk)).number
    killer.until_whole("", number, QUOTAS[1])
    computed = Settlement.objects.get(number=number)
    assert computed.state is SettlementState.COMPUTED
    approval.approve(number, actor=build.approver(desk), version=computed.version)
    killer.until_whole("", number, QUOTAS[2])
    done = Settlement.objects.select_related("transfer").get(number=number)
    paid = Benefit.objects.aggregate(
        fen=Sum("amount_fen"), count=Count("id"), people=Count("person", distinct=True)
    )
    assert (killer.kills, done.state) == (10, SettlementState.ISSUED)
    assert InsuranceRow.objects.count() == len(rows)
    assert SettlementLine.objects.count() == done.line_count == len(people)
    assert (paid["fen"], paid["count"], paid["people"]) == (expected, len(people), len(people))
    assert (done.amount_fen, done.transfer and done.transfer.amount_fen) == (expected, expected)
    assert Event.objects.filter(topic="mutual_aid.benefit_due").count() == len(people)
    assert desk.balances() == (10_000_000 - expected, expected, 0)
    assert book.verify().findings == []
