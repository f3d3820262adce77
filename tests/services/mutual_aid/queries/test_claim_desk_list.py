"""The list of a desk is read by a walk along one index for each post, and by keys."""

import pytest
from django.db import connection

from backend.access import reach
from backend.access.actor import Actor, HeldPost
from backend.access.asked import written
from backend.access.titles import Role
from backend.kernel import clock
from services.mutual_aid.queries.claim_desk_list import DESK_SQL, READ
from services.mutual_aid.states import Level

DESKS = [str(level) for level in Level]


def plan(desk: str, *posts: HeldPost) -> str:
    """Give the plan for these posts, run; empty tables would be read whole, so that is off."""
    actor = Actor(1, 1, "bench", "staff", posts)
    text, values = reach.named(
        reach.statement(written(DESK_SQL, desk=desk)),
        (reach.posts(actor, READ), 10, clock.today()),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {text}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("desk", DESKS)
def test_each_level_has_its_walk_from_an_index_alone(db: None, desk: str) -> None:
    found = plan(desk, HeldPost(1, 2, Role.DISTRICT_REVIEWER))
    for level in range(1, 6):
        scan = f"Index Only Scan using mutual_aid_claim_desk_d{level} on mutual_aid_claim"
        assert found.count(scan) == 1
    # Of the five only the walk of the post's level is run.
    walks = [line for line in found.splitlines() if "mutual_aid_claim_desk_d" in line]
    assert ["never executed" in line for line in walks] == [True, False, True, True, True]
