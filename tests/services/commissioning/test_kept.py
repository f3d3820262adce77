"""A project that is put back stands as its verbs left it: row for row, and later than they."""

from collections.abc import Callable

import pytest
from django.db import connection

from backend.kernel import clock
from services.commissioning.models import Evaluation
from tests.conftest import MoveToMoment
from tests.services.commissioning import build, build_panel, build_verdict
from tests.services.commissioning.build import World
from tests.support import kept

pytestmark = pytest.mark.django_db
PERSONS = 11  # as no other test asks for: walked here, not before
ALIKE = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name NOT LIKE 'pg_%'
    AND (column_name IN ('state', 'act', 'topic', 'kind', 'version', 'place', 'confirmed')
         OR column_name LIKE '%_fen')
    ORDER BY table_name, column_name
"""


def rows() -> dict[str, list[str]]:
    """Give every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


def likeness() -> dict[str, list[str]]:
    """Give what two walks of one way have in common: states, acts, versions, amounts."""
    with connection.cursor() as cursor:
        cursor.execute(ALIKE)
        found = {}
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}"::text FROM "{table}" ORDER BY 1')
            found[f"{table}.{column}"] = [value for (value,) in cursor.fetchall()]
        return found


def anew(build_it: Callable[[World], object], *, touched: bool = False) -> None:
    """Build in empty tables again; by the verbs themselves where something was written before."""
    connection.check_constraints()  # what waits for the commit, while its rows are there
    kept.empty()
    world = kept.fresh("commissioning", build.world)
    if touched:
        world.cast.users["li_mei"].save()
    build_it(world)


def evaluated(world: World) -> Evaluation:
    return build_verdict.evaluated(world, persons=PERSONS)


def test_what_is_put_back_is_row_for_row_what_the_verbs_made(world: World) -> None:
    evaluated(world)
    walked = rows()
    anew(evaluated)
    assert rows() == walked


def test_what_is_put_back_is_like_another_walk_of_the_same_way(world: World) -> None:
    evaluated(world)
    put_back, counts = likeness(), {table: len(found) for table, found in rows().items()}
    numbers = rows()["commissioning_evaluation"]
    anew(evaluated, touched=True)
    assert rows()["commissioning_evaluation"] != numbers  # a second walk, not the first
    assert likeness() == put_back
    assert {table: len(found) for table, found in rows().items()} == counts


def test_business_time_stands_where_the_walk_had_come_to(
    review: build_panel.Story, move_to_moment: MoveToMoment
) -> None:
    build_panel.to_notice(review)
    walked = clock.now()
    assert (walked - build_panel.START).days == 10
    anew(lambda world: build_panel.to_notice(build_panel.begun(world, move_to_moment)))
    assert clock.now() >= walked
    assert (clock.now() - walked).total_seconds() < 60
