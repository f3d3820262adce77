"""Whom a block of insurance rows is about: each person asked alone, not all covers read."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from services.mutual_aid.queries.insured import SOUGHT
from tests import cast

SOUGHT_AT_ONCE = 500


@pytest.mark.django_db
@pytest.mark.requirement("R8.18")
def test_no_block_of_a_file_reads_all_covers_of_the_city(world: cast.Cast) -> None:
    """Few covers and many sought tempt the planner most to read all covers into a table first."""
    indexes = ",".join(f'"\\\\x{one:064x}"' for one in range(SOUGHT_AT_ONCE))
    values: dict[str, Any] = {
        "plan": 1,
        "begins": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "indexes": "{" + indexes + "}",
    }
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (VERBOSE) {SOUGHT}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "SubPlan" in plan
    assert "hashed" not in plan
