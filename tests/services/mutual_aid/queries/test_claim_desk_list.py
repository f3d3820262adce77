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


# What another test left of statistics must not choose: only the walk along an index stays cheap.
OTHERS_OFF = ("seqscan", "bitmapscan", "indexscan", "sort")


def explained(sql: str, desk: str, *posts: HeldPost, how: str = "COSTS OFF") -> str:
    """Give the plan of a list for these posts."""
    actor = Actor(1, 1, "bench", "staff", posts)
    text, values = reach.named(
        reach.statement(written(sql, desk=desk)), (reach.posts(actor, READ), 10, clock.today())
    )
    with connection.cursor() as cursor:
        for one in OTHERS_OFF:
            cursor.execute(f"SET LOCAL enable_{one} = off")
        cursor.execute(f"EXPLAIN ({how}) {text}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("desk", DESKS)
def test_each_level_has_its_walk_from_an_index_alone(db: None, desk: str) -> None:
    found = explained(DESK_SQL, desk, HeldPost(1, 2, Role.DISTRICT_REVIEWER))
    for level in range(1, 6):
        scan = f"Index Only Scan using mutual_aid_claim_desk_d{level} on mutual_aid_claim"
        assert found.count(scan) == 1


def test_of_the_five_walks_only_that_of_the_posts_level_is_run(db: None) -> None:
    keys = reach.newest("mutual_aid_claim", "k.desk = :desk", "$2::integer + 1")
    found = explained(
        f"SELECT count(*) + 0 * ($3::date - $3::date) FROM ({keys}) k",
        "unit",
        HeldPost(1, 2, Role.DISTRICT_REVIEWER),
        how="ANALYZE, COSTS OFF, TIMING OFF",
    )
    walks = [line for line in found.splitlines() if "mutual_aid_claim_desk_d" in line]
    assert ["never executed" in line for line in walks] == [True, False, True, True, True]
