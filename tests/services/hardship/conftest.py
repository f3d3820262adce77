"""The cast in their federation, a fund with money, and a clock that can be moved."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import transaction

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.ledger.models import Fund
from tests import cast
from tests.services.hardship import build
from tests.support import kept

MONDAY = date(2026, 11, 23)
MoveTo = Callable[[date], None]


@pytest.fixture
def move_to(tmp_path: Path) -> Iterator[MoveTo]:
    """Move business time to ten o'clock of a day or to a moment; real time again afterwards."""
    file = tmp_path / "offset"

    def move(to: date) -> None:
        ten = datetime(to.year, to.month, to.day, 10, tzinfo=clock.TZ)
        wanted = to if isinstance(to, datetime) else ten
        file.unlink(missing_ok=True)
        clock.use_offset_file(None)
        seconds = int((wanted - clock.now()).total_seconds())
        file.write_text(str(seconds), encoding="utf-8")
        clock.use_offset_file(str(file))

    move(MONDAY)
    yield move
    clock.use_offset_file(None)


@pytest.fixture
def world(db: None, move_to: MoveTo) -> cast.Cast:
    """The federation with its people."""
    return kept.fresh("hardship", _federation_with_an_account)


def _federation_with_an_account() -> cast.Cast:
    made = cast.create()
    build.give_account(made, "li_mei")
    return made


@pytest.fixture
def fund(world: cast.Cast) -> Fund:
    """The federation's hardship fund with 100,000 yuan."""
    return kept.again("its fund", lambda: _fund(world))


def _fund(world: cast.Cast) -> Fund:
    keeper = Actor.system("test")
    with transaction.atomic():
        opened = book.open_fund(
            "KN", "困难帮扶专项资金", world.unions["federation"], FundKind.UNION, actor=keeper
        )
        book.receive(opened, Money.from_yuan("100000"), opened, actor=keeper, reason="年初拨入")
    return opened


@pytest.fixture
def story(world: cast.Cast, fund: Fund, move_to: MoveTo) -> build.Story:
    """The usual story: Li Mei applies, Wang Qiang recommends, Zhao Min approves."""
    return build.Story(world, fund, move_to)
