"""Cut off after any chunk was written and before it was kept: nothing lost, nothing twice.

The same with a process that is really killed, at ten points: `test_kills.py`.
"""

from typing import Any

import pytest
from django.db.models import Count, Sum

from backend.access.write import Verb
from notifications.models import Event
from services.mutual_aid.feeds import blocks
from services.mutual_aid.models import Benefit, InsuranceRow, Settlement, SettlementLine
from services.mutual_aid.states import SettlementState
from services.mutual_aid.workflow.settlements import approval, computing, files, issuing, runs
from services.mutual_aid.workflow.settlements.reading import read_file
from tests.services.mutual_aid import build_settlement as build
from tests.services.mutual_aid.build_benefits import Desk, cover_of

PEOPLE = ("li_mei", "wang_qiang", "liu_yang", "zhao_min", "zhou_lan", "wu_tong", "chen_ping")


class Cut(BaseException):
    """Stands for a process that ended here; no handler of the product may catch it."""


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every chunk be small, and a broken step be taken up again at once."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 170)
    monkeypatch.setattr(blocks, "HELD_BACK_BYTES", 50)
    monkeypatch.setattr(computing, "CHUNK_ROWS", 2)
    monkeypatch.setattr(issuing, "CHUNK_LINES", 2)
    monkeypatch.setattr(files, "STALE", files.STALE * 0)
    monkeypatch.setattr(runs, "STALE", runs.STALE * 0)


def cut_after(monkeypatch: pytest.MonkeyPatch, verb: Verb[..., Any], calls: int) -> list[int]:
    """Let the process end within the transaction of a chunk, its rows already written."""
    body = verb.body
    seen: list[int] = []

    def until_cut(*args: Any, **kwargs: Any) -> Any:
        seen.append(1)
        result = body(*args, **kwargs)
        if len(seen) == calls:
            raise Cut
        return result

    monkeypatch.setattr(verb, "body", until_cut)
    return seen


def ended(step: Any, *args: Any) -> Any:
    """Run a step; once it is cut, run it again as the schedule would."""
    try:
        return step(*args)
    except Cut:
        return step(*args)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("calls", [1, 3])
@pytest.mark.parametrize("verb", [files.keep, runs.keep, issuing.issue_chunk])
@pytest.mark.requirement("R8.18")
def test_a_step_that_is_cut_off_goes_on_and_pays_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, verb: Verb[..., Any], calls: int
) -> None:
    for key in PEOPLE:
        cover_of(desk, key)
    rows = [(key, "outpatient", 1, f"{2000 + place}") for place, key in enumerate(PEOPLE)]
    file = build.hand_in(desk, build.content(rows))
    seen = cut_after(monkeypatch, verb, calls)
    assert ended(read_file, file.number).good_count == len(rows)
    number = runs.draft(file.number, actor=build.maker(desk)).number
    computed = ended(computing.compute, number)
    approval.approve(number, actor=build.approver(desk), version=computed.version)
    ended(issuing.issue, number)
    assert len(seen) > calls
    done = Settlement.objects.get(number=number)
    assert (done.state, done.paid_count) == (SettlementState.ISSUED, len(rows))
    expected = sum((200 + place) * 100 // 5 for place in range(len(rows)))
    paid = Benefit.objects.aggregate(fen=Sum("amount_fen"), count=Count("id"))
    assert (paid["fen"], paid["count"]) == (expected, len(rows))
    assert InsuranceRow.objects.count() == SettlementLine.objects.count() == len(rows)
    assert Event.objects.filter(topic="mutual_aid.benefit_due").count() == len(rows)
    assert desk.balances() == (10_000_000 - expected, expected, 0)
