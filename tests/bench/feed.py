"""B4: the public feed behind the shipped nginx configuration, against nginx serving a bare file."""

import itertools
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from backend.config.launcher.processes import end_with_parent
from backend.kernel import clock
from services.disclosure.feed_writing import write_file
from services.disclosure.feeds.entries import Channel, Entry
from services.disclosure.feeds.json_feed import render_json
from tests.bench import load, place
from tests.bench.measure import LeftOut, Result, compare, cpu_ns, in_turn

CONNECTIONS = 16
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "20000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
FEED = "/feeds/disclosures.json"
ENTRIES = 9
SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
Server = tuple[int, int]

FRAME = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {location}
        location @application {{ return 404; }}
    }}
}}
"""
OPEN_FILES = "both keep a file open as long as the shipped configuration says"
BARE = "location / {{ root {root}; {open_files} }}"


def run() -> list[Result]:
    """Measure a full answer and a 304, and the embedded server beside them."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise LeftOut("nginx is not installed")
    root = Path(settings.PUBLISHED_ROOT)
    write_file(root / FEED.lstrip("/"), _feed())
    place.pin_client()
    with ExitStack() as stack:
        location = _shipped_location(root)
        # The floor opens files as seldom, or the ratio would measure that and not the feed.
        kept_open = " ".join(re.findall(r"open_file_cache\w* [^;]+;", location))
        bare = BARE.format(root=root, open_files=kept_open)
        shipped = stack.enter_context(_nginx(program, location))
        first = stack.enter_context(_nginx(program, bare))
        second = stack.enter_context(_nginx(program, bare))
        embedded = stack.enter_context(place.web_server("backend.config.asgi:application"))
        body = _same_bytes([shipped, first, second, embedded])
        notes = (f"{len(body)} bytes; no request reaches the application behind nginx", OPEN_FILES)
        found = []
        for status in (200, 304):
            floor, twin = _meter(first, status), _meter(second, status)
            for name, title, goal, server in (
                ("B4", "feed by the shipped nginx configuration", 1.0, shipped),
                ("B4-embedded", "feed by the embedded server", None, embedded),
            ):
                figures = in_turn(_meter(server, status), floor, twin, ROUNDS)
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


def _shipped_location(root: Path) -> str:
    """The block of the shipped configuration that serves the feeds, on this folder."""
    text = SHIPPED.read_text(encoding="utf-8")
    found = re.search(r"location /feeds/ \{(?:[^{}]|\{[^{}]*\})*\}", text)
    if found is None:
        raise RuntimeError("the shipped nginx configuration has no block for the feeds")
    return re.sub(r"root [^;]+;", f"root {root};", found.group())


@contextmanager
def _nginx(program: str, location: str) -> Iterator[Server]:
    """Run one nginx worker on the server core; gives (port, process id)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    ends_with_parent = end_with_parent(15)

    def pinned() -> None:
        ends_with_parent()
        if len(os.sched_getaffinity(0)) > 1:
            os.sched_setaffinity(0, {place.SERVER_CORE})

    with tempfile.TemporaryDirectory(prefix="zjn-") as folder:
        user = "user root;" if os.geteuid() == 0 else ""
        config = Path(folder) / "nginx.conf"
        config.write_text(
            FRAME.format(user=user, folder=folder, port=port, location=location), encoding="utf-8"
        )
        command = [program, "-p", folder, "-c", str(config)]
        # preexec_fn is safe here: this process has one thread when it starts a server.
        with subprocess.Popen(command, preexec_fn=pinned) as process:  # noqa: PLW1509
            try:
                _wait_for(port)
                yield port, process.pid
            finally:
                process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")


def _same_bytes(servers: list[Server]) -> bytes:
    """Every server gives the same feed; returns it."""
    message = load.request("GET", FEED, {})
    answers = {load.fetch(port, message) for port, _ in servers}
    if len(answers) != 1:
        raise RuntimeError("the servers do not give the same feed")
    status, body = answers.pop()
    if status != 200:
        raise RuntimeError(f"the feed answers {status}")
    return body


def _meter(server: Server, status: int) -> Callable[[], float]:
    """CPU of the server in microseconds for each request."""
    port, pid = server
    headers = {"If-None-Match": _tag(port)} if status == 304 else {}
    message = load.request("GET", FEED, headers)
    expected = f"HTTP/1.1 {status}".encode()

    def once() -> float:
        before = cpu_ns(pid)
        done = load.drive(port, itertools.repeat(message, REQUESTS), CONNECTIONS, expected)
        return (cpu_ns(pid) - before) / done / 1000

    return once


def _tag(port: int) -> str:
    """The ETag that a server gives the feed."""
    with socket.create_connection(("127.0.0.1", port)) as one:
        one.sendall(load.request("HEAD", FEED, {"Connection": "close"}))
        head = b""
        while part := one.recv(65536):
            head += part
    found = re.search(rb'etag: ("[^"]+")', head, re.IGNORECASE)
    if found is None:
        raise RuntimeError("the server gives the feed no ETag")
    return found.group(1).decode()
