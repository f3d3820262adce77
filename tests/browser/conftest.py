"""One started copy and one browser for all of these tests; without a browser they are left out."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from backend.config.demo.cases import sample_photo
from tests.browser.visitor import Visitors
from tests.journeys.stack import Stack
from tests.support.started import lay_tables, open_folder

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--lang=zh-CN",
)  # fmt: skip


@pytest.fixture(scope="package")
def chromium() -> str:
    """The path of the browser; leaves the test out where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no chromium on this machine: install Debian's chromium to drive a browser")
    return found


@pytest.fixture(scope="package")
def stack(chromium: str) -> Iterator[Stack]:
    """The started copy."""
    with open_folder("browser") as folder:
        copy = Stack(lay_tables(folder / "data"))
        try:
            yield copy.start()
        finally:
            copy.stop()


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser itself; it ends with this package, for its event loop bars the database."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="package")
def visitors(browser: Browser, stack: Stack) -> Visitors:
    """Who comes: signed in once by the pages, then again and again in windows of their own."""
    return Visitors(browser, stack)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photograph of a document."""
    paper = tmp_path / "proof.jpg"
    paper.write_bytes(sample_photo("browser"))
    return paper
