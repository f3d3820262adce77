"""The checks of the start: settings that fail only under load are refused before it."""

from typing import Any

import pytest
from pytest_django import Settings

from backend.config.boot import check_room, connections_needed, pool_faults
from backend.config.settings.addresses import database

POOL = {"min_size": 2, "max_size": 8, "timeout": 5, "max_lifetime": 1800}


def described(**changed: Any) -> dict[str, Any]:
    """Give the description of a good database with some values changed."""
    return database("postgresql://zhijia@db/zhijia", pool=dict(POOL), job=False) | changed


def test_our_own_description_is_good() -> None:
    assert pool_faults(described()) == []


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"ATOMIC_REQUESTS": True}, "ATOMIC_REQUESTS"),
        ({"CONN_MAX_AGE": 60}, "CONN_MAX_AGE"),
        ({"CONN_HEALTH_CHECKS": False}, "CONN_HEALTH_CHECKS"),
        ({"OPTIONS": {"pool": {"max_size": 8}}}, "the pool"),
    ],
)
def test_it_refuses_what_fails_under_load(changed: dict[str, Any], name: str) -> None:
    faults = pool_faults(described(**changed))
    assert [fault.startswith(name) for fault in faults] == [True]


def test_it_counts_pools_lanes_workers_and_a_reserve() -> None:
    assert connections_needed(web=2, pool_max=8, workers=3) == 2 * (8 + 4) + 3 + 10


@pytest.mark.django_db
def test_it_refuses_more_connections_than_the_server_allows(settings: Settings) -> None:
    settings.WEB_PROCESSES, settings.DATABASE_POOL_MAX, settings.WORKER_PROCESSES = 8, 8, 2
    (fault,) = check_room(databases=["default"])
    assert fault.msg == "the installation may open 108 connections and max_connections is 100"
    settings.WEB_PROCESSES = 7
    assert check_room(databases=["default"]) == []
