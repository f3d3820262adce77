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
