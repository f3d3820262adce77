"""What every test run shares: one Redis database and one data folder for each pytest worker.

And what was loaded and collected is no garbage: Python looks for that only among what comes later.

Named by `-p` in pyproject.toml: pytest-django reads the settings before any conftest.py is read,
and these variables must stand by then.
"""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from backend.kernel.seal import Keyring


def _own_redis(url: str, worker: str) -> str:
    """Give each pytest worker its own Redis database, so that they never meet."""
    number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Set aside what the program and the list of tests are made of: half a million objects."""
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def _prepare() -> None:
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.test")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if "REDIS_URL" in os.environ:
        os.environ["REDIS_URL"] = _own_redis(os.environ["REDIS_URL"], worker)
    folder = Path(tempfile.mkdtemp(prefix="zhijia-test-"))
    os.environ["DATA"] = str(folder)
    for name in (
        "KEYRING_FILE", "RECEIPT_SIGNING_KEY_FILE", "CLOCK_OFFSET_FILE", "HOLIDAY_CALENDAR_DIR",
    ):  # fmt: skip
        os.environ.pop(name, None)
    Keyring.create_file(folder / "keys" / "keyring.json")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


_prepare()
