"""A tiny year through the API: every total agrees, and a second one comes to the same."""

import pytest

from backend.config.demo import world
from backend.config.demo.year import playing

MEMBERS, CLAIMS = 40, 60


@pytest.mark.django_db
def test_a_tiny_year() -> None:
    said: list[str] = []
    playing.play(
        MEMBERS,
        lambda: world.begin(MEMBERS, said.append, said.append)[0],
        said.append,
        claims=CLAIMS,
        helpers=0,
    )
    print("\n".join(said))
