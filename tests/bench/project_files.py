"""B4 for commissioned projects: page and release file by the shipped nginx, against bare files.

The release file is that of a finished project with five releases; the page has the weight of one
(nginx does not look into it). The floor is asked for the page's file by its own name.
"""

from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from services.disclosure.feed_writing import write_file
from tests.bench import nginx, place
from tests.bench.feed import OPEN_FILES, ROUNDS
from tests.bench.measure import Result, compare, in_turn
from tests.bench.nginx import Served, meter
from tests.services.commissioning.feeds.ocds import sample

NUMBER = "WT-2026-000001"
PAGE = f"/projects/{NUMBER}/"
RELEASE = f"/open/ocds/releases/{sample.PREFIX}-{NUMBER}.json"
PAGE_BYTES = 19_000
"""What the page of a finished project of the demo world weighs."""

FILES = (
    ("B4-page", "public project page", "/projects/", PAGE, f"/pages{PAGE}index.html"),
    ("B4-release", "release file of a project", "/open/", RELEASE, RELEASE),
)


def run() -> list[Result]:
    """Measure a full answer and a 304 of both, and the embedded server beside them."""
    nginx.program()
    root = Path(settings.PUBLISHED_ROOT)
    write_file(root / f"pages{PAGE}index.html", b"<!doctype html>".ljust(PAGE_BYTES, b" "))
    package = sample.published()[RELEASE.removeprefix("/open/")]
    write_file(root / RELEASE.lstrip("/"), package)
    place.pin_client()
    with ExitStack() as stack:
        port, pid = stack.enter_context(place.web_server("backend.config.asgi:application"))
        return [
            found
            for name, title, prefix, path, file in FILES
            for found in _of(stack, (name, title), prefix, Served(port, pid, path), file)
        ]


def _of(
    stack: ExitStack, names: tuple[str, str], prefix: str, embedded: Served, file: str
) -> list[Result]:
    root = Path(settings.PUBLISHED_ROOT)
    location = nginx.shipped_location(root, prefix)
    bare = nginx.bare_location(root, location)
    shipped = stack.enter_context(nginx.run_nginx(location)).at(embedded.path)
    first, second = (stack.enter_context(nginx.run_nginx(bare)).at(file) for _ in range(2))
    body = nginx.same_bytes([shipped, first, second, embedded])
    notes = (f"{len(body)} bytes; no request reaches the application behind nginx", OPEN_FILES)
    found = []
    for status in (200, 304):
        floor, twin = meter(first, status), meter(second, status)
        for by, goal, server in (
            ("the shipped nginx configuration", 1.0, shipped),
            ("the embedded server", None, embedded),
        ):
            figures = in_turn(meter(server, status), floor, twin, ROUNDS)
            key = names[0] + ("" if goal else "-embedded") + ("" if status == 200 else "-304")
            title = f"{names[1]} by {by}, {status}"
            found.append(compare(key, title, "us CPU/request", goal, figures, notes=notes))
    return found
