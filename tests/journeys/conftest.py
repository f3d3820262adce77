"""One started copy for all journeys; they run in the order in which they are written.

It ends with them: its processes, and the open sockets of those who listen, disturb no later test.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.people import People
from tests.journeys.stack import Stack
from tests.journeys.story import Story
from tests.support.fcm_stub import FcmStub
from tests.support.started import lay_tables, open_folder

HERE = Path(__file__).parent
ORDER = (
    "test_main_job_opening.py",
    "test_main_job_roster.py",
    "test_main_job_case.py",
    "test_main_job_proof.py",
    "test_faults.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the journeys on one worker and in order, ahead of all that may run beside them."""
    journeys = [item for item in items if item.path.parent == HERE and item.path.name in ORDER]
    others = [item for item in items if item not in journeys]
    journeys.sort(key=lambda item: (ORDER.index(item.path.name), _line(item)))
    items[:] = [*journeys, *others]


def _line(item: pytest.Item) -> int:
    return item.reportinfo()[1] or 0


@pytest.fixture(scope="package")
def fcm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FcmStub]:
    """The push stand-in."""
    stub = FcmStub(tmp_path_factory.mktemp("fcm")).start()
    yield stub
    stub.stop()


@pytest.fixture(scope="package")
def stack(fcm: FcmStub) -> Iterator[Stack]:
    """The started copy, with push to the stand-in."""
    environ = {"FCM_SERVICE_ACCOUNT_FILE": str(fcm.account_file), "FCM_ENDPOINT": fcm.url}
    with open_folder("journeys") as folder:
        copy = Stack(lay_tables(folder / "data"), environ=environ)
        try:
            yield copy.start()
        finally:
            copy.stop()


@pytest.fixture(scope="package")
def people(stack: Stack) -> Iterator[People]:
    """Who is signed in."""
    everybody = People(stack)
    yield everybody
    for person in everybody.known.values():
        person.leave()


@pytest.fixture(scope="package")
def story() -> Story:
    """The one story of the main job."""
    return Story()
