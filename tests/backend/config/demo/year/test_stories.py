"""The stories of the year: the same each time, each kind of turn at least once."""

from backend.config.demo.year import stories
from backend.config.demo.year.stories import Turn


def test_the_same_people_live_the_same_year() -> None:
    once, again = (stories.write(range(200), 400) for _ in range(2))
    assert once == again
    assert once.count == sum(map(len, once.stories.values())) == 400


def test_even_the_smallest_year_has_every_turn_but_chance() -> None:
    year = stories.write(range(39), 24)
    missing = {turn for turn, count in year.turns.items() if not count}
    assert missing <= {Turn.TWIN}


def test_nobody_claims_after_her_death_and_nobody_inherits_from_herself() -> None:
    found = [one for day in stories.write(range(2000), 4000).stories.values() for one in day]
    dead = {one.worker for one in found if one.turn is Turn.DEATH}
    assert len(dead) == 10
    assert not [one for one in found if one.turn is not Turn.DEATH and one.worker in dead]
    assert not [one for one in found if one.turn is Turn.DEATH and one.payee in dead]
