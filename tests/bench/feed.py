"""B4: the public feed behind the shipped nginx configuration, against nginx serving a bare file."""

import os
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from backend.kernel import clock
from services.disclosure.feed_writing import write_file
from services.disclosure.feeds.entries import Channel, Entry
from services.disclosure.feeds.json_feed import render_json
from tests.bench import nginx, place
from tests.bench.measure import Result, compare, in_turn
from tests.bench.nginx import Served, meter

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
FEED = "/feeds/disclosures.json"
ENTRIES = 9
OPEN_FILES = "both keep a file open as long as the shipped configuration says"


def run() -> list[Result]:
    """Measure a full answer and a 304, and the embedded server beside them."""
    nginx.program()
    root = Path(settings.PUBLISHED_ROOT)
    write_file(root / FEED.lstrip("/"), _feed())
    place.pin_client()
    with ExitStack() as stack:
        location = nginx.shipped_location(root, "/feeds/")
        bare = nginx.bare_location(root, location)
        shipped, first, second = (
            stack.enter_context(nginx.run_nginx(one)).at(FEED) for one in (location, bare, bare)
        )
        port, pid = stack.enter_context(place.web_server("backend.config.asgi:application"))
        embedded = Served(port, pid, FEED)
        body = nginx.same_bytes([shipped, first, second, embedded])
        notes = (f"{len(body)} bytes; no request reaches the application behind nginx", OPEN_FILES)
        found = []
        for status in (200, 304):
            floor, twin = meter(first, status), meter(second, status)
            for name, title, goal, server in (
                ("B4", "feed by the shipped nginx configuration", 1.0, shipped),
                ("B4-embedded", "feed by the embedded server", None, embedded),
            ):
                figures = in_turn(meter(server, status), floor, twin, ROUNDS)
                key = name if status == 200 else f"{name}-304"
                found.append(
                    compare(key, f"{title}, {status}", "us CPU/request", goal, figures, notes=notes)
                )
        return found


def _feed() -> bytes:
    """A feed of the usual size, about 5 kB."""
    began = datetime(2026, 11, 1, 9, tzinfo=clock.TZ)
    entries = [
        Entry(
            identity=f"tag:zhijia.example,2026:disclosure/GK-2026-{serial:06d}",
            url=f"https://union.example/disclosures/GK-2026-{serial:06d}/",
            title="第三季度经费收支情况",
            summary="本季度收入 1,204.30 万元，支出 986.12 万元。",
            html="<p>本季度收入 1,204.30 万元，支出 986.12 万元。</p>",
            category="finance",
            category_label="经费",
            union_name="示范市总工会",
            published=began + timedelta(days=serial),
            updated=began + timedelta(days=serial),
        )
        for serial in range(ENTRIES)
    ]
    address = f"https://union.example{FEED}"
    channel = Channel(
        identity="tag:zhijia.example,2026:feeds/disclosures",
        title="各级工会会务公开",
        subtitle="公开的会务",
        author="职家",
        site_url="https://union.example/",
        self_url=address,
        current_url=address,
        updated=began,
    )
    return render_json(channel, entries)
