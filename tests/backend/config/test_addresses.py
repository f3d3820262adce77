"""DATABASE_URL and REDIS_URL as Django and Celery need them."""

import pytest

from backend.config.settings.addresses import broker, database
from backend.config.settings.env import SettingError

URL = "postgresql://zhijia:geheim@/zhijia?host=%2Frun%2Fzj-a"


def test_a_socket_folder_becomes_the_host() -> None:
    found = database(URL, pool=None, job=False)
    assert (found["HOST"], found["USER"], found["PASSWORD"], found["NAME"]) == (
        "/run/zj-a",
        "zhijia",
        "geheim",
        "zhijia",
    )
    assert found["OPTIONS"]["options"] == (
        "-c statement_timeout=5s -c lock_timeout=2s "
        "-c idle_in_transaction_session_timeout=10s -c jit=off"
    )


def test_a_job_may_take_a_minute() -> None:
    found = database(URL, pool=None, job=True)
    assert "-c statement_timeout=60s " in found["OPTIONS"]["options"]


def test_requests_share_no_transaction_and_connections_are_checked() -> None:
    found = database(URL, pool={"max_size": 8}, job=False)
    assert (found["ATOMIC_REQUESTS"], found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (
        False,
        0,
        True,
    )
    assert found["OPTIONS"]["pool"] == {"max_size": 8}


@pytest.mark.parametrize("url", ["", "mysql://host/db", "postgresql://host/db?nonsense=1"])
def test_it_refuses_an_address_of_something_else(url: str) -> None:
    with pytest.raises(SettingError, match=r"^DATABASE_URL "):
        database(url, pool=None, job=False)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("redis://host:6379/3", "redis://host:6379/3"),
        ("unix:///tmp/v.sock?db=2", "redis+socket:///tmp/v.sock?virtual_host=2"),
        ("unix:///tmp/v.sock", "redis+socket:///tmp/v.sock?virtual_host=0"),
    ],
)
def test_the_broker_is_spelled_as_celery_does(url: str, address: str) -> None:
    assert broker(url) == address


def test_it_refuses_a_broker_of_another_kind() -> None:
    with pytest.raises(SettingError, match=r"^REDIS_URL must start with"):
        broker("amqp://host")
