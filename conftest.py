"""How the tests are handed out to the workers of pytest-xdist."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

# Start of a test's path: the group that stays on one worker, in order.
TOGETHER = {
    "tests/browser/": "browser",
    "tests/journeys/": "journeys",
    "tests/backend/config/test_launcher.py": "launcher",
    "tests/backend/config/test_backup.py": "launcher",
}

# Starts of paths of single tests that run long: begun early, none is what a worker ends with.
LONG = (
    "tests/adversary/",
    "tests/notifications/test_faults.py",
    "tests/notifications/test_live.py",
    "tests/backend/config/demo/",
    "tests/backend/files/test_decoder.py",
    "tests/backend/ledger/test_book_property.py",
)


class _Together(LoadGroupScheduling):  # type: ignore[misc]
    """Tests that share one started copy, or whose copies would starve each other, on one worker.

    By path: xdist 3.8 notes the group of `xdist_group` in a place that pytest 9.2 does not read.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((name for start, name in TOGETHER.items() if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _Together:
    """Hand out the tests one by one, those of `TOGETHER` as a whole."""
    return _Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long tests first; the scheduler puts the groups of `TOGETHER` before them."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
