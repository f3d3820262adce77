"""What every test run shares: one Redis database and one data folder for each pytest worker."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

from backend.kernel.seal import Keyring

# Start of a test's path: the group that stays on one worker, in order.
TOGETHER = {
    "tests/browser/": "browser",
    "tests/journeys/": "journeys",
    "tests/backend/config/test_launcher.py": "launcher",
    "tests/backend/config/test_backup.py": "launcher",
}


def _own_redis(url: str, worker: str) -> str:
    """Give each pytest worker its own Redis database, so that they never meet."""
    number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def _prepare() -> None:
    # pytest-django reads the settings early: the variables must stand before that.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.test")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if "REDIS_URL" in os.environ:
        os.environ["REDIS_URL"] = _own_redis(os.environ["REDIS_URL"], worker)
    folder = Path(tempfile.mkdtemp(prefix="zhijia-test-"))
    os.environ["DATA"] = str(folder)
    for name in ("KEYRING_FILE", "CLOCK_OFFSET_FILE", "HOLIDAY_CALENDAR_DIR"):
        os.environ.pop(name, None)
    Keyring.create_file(folder / "keys" / "keyring.json")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


_prepare()


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
