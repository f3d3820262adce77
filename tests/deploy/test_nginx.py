"""The shipped nginx configuration as it is: public files without a request to the application."""

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from backend.config.launcher.processes import end_with_parent

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NUMBER = "WT-2026-000001"
RELEASE = f"/open/ocds/releases/ocds-abcdef-{NUMBER}.json"
FILES = {
    f"pages/projects/{NUMBER}/index.html": "normal",
    f"pages/projects/{NUMBER}/large.html": "large",
    "pages/projects/index.html": "list",
    RELEASE.lstrip("/"): "{}",
    f"open/ocds/records/ocds-abcdef-{NUMBER}.json": "{}",
    "open/ocds/bulk/2026.jsonl.gz": "packed",
    "feeds/projects.atom": "<feed/>",
}

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Edge:
    """nginx in front of an application that counts what reaches it."""

    def __init__(self, port: int, asked: list[str]) -> None:
        self.port = port
        self.asked = asked

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
        """Ask; gives status, body and content type."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode(), answer.headers.get("content-type", "")
        connection.close()
        return found


@pytest.fixture
def edge(tmp_path: Path) -> Iterator[Edge]:
    """The shipped configuration on a folder with one project, an application behind it."""
    root = tmp_path / "published"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    asked: list[str] = []
    server = _application(asked)
    # The thread starts after nginx: a process with threads should not fork.
    with _nginx(tmp_path, root, server.server_port) as port, _serving(server):
        yield Edge(port, asked)


def _application(asked: list[str]) -> ThreadingHTTPServer:

    class Application(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_response(203)
            self.send_header("content-length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Application)


@contextmanager
def _serving(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _configuration(folder: Path, root: Path, port: int, upstream: int) -> str:
    """The shipped file with only addresses, folders and the certificate replaced."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    text = re.sub(r"server \{\s*listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"\n\s*ssl_[^;]+;", "", text)
    for shipped, here in (
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};"),
        ("/var/lib/zhijia/data/published", str(root)),
        ("/etc/zhijia/proxy.conf", str(DEPLOY / "proxy.conf")),
        ("/var/log/nginx/zhijia.log", str(folder / "access.log")),
    ):
        assert shipped in text
        text = text.replace(shipped, here)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"{user} worker_processes 1; daemon off; pid {folder}/nginx.pid; "
        f"error_log {folder}/error.log; events {{ worker_connections 64; }} "
        f"http {{ {temporary} {text} }}"
    )


@contextmanager
def _nginx(folder: Path, root: Path, upstream: int) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    config = folder / "nginx.conf"
    config.write_text(_configuration(folder, root, port, upstream), "utf-8")
    command = [str(NGINX), "-p", str(folder), "-c", str(config)]
    with subprocess.Popen(command, preexec_fn=end_with_parent(15)) as process:  # noqa: PLW1509
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


@pytest.mark.requirement("R9.23")
def test_page_release_record_bulk_and_feed_reach_no_application(edge: Edge) -> None:
    html, data = "text/html; charset=utf-8", "application/json"
    page = f"/projects/{NUMBER}/"
    assert edge.get(page) == (200, "normal", html)
    assert edge.get(page, Cookie="zhijia_large=1") == (200, "large", html)
    assert edge.get("/projects/") == (200, "list", html)
    assert edge.get(RELEASE) == (200, "{}", data)
    assert edge.get(RELEASE.replace("releases", "records")) == (200, "{}", data)
    assert edge.get("/open/ocds/bulk/2026.jsonl.gz") == (200, "packed", "application/gzip")
    assert edge.get("/feeds/projects.atom") == (200, "<feed/>", "application/atom+xml")
    assert edge.get(page, method="HEAD")[0] == 200
    assert edge.asked == []


@pytest.mark.requirement("R9.23")
def test_what_is_no_file_reaches_the_application(edge: Edge) -> None:
    missing = RELEASE.replace("000001", "999999")
    for path in ("/projects/?q=x", "/projects/WT-2026-999999/", missing, "/"):
        assert edge.get(path)[0] == 203, path
    assert edge.get(f"/projects/{NUMBER}/", method="POST")[0] == 203
    assert edge.asked == [
        "GET /projects/?q=x",
        "GET /projects/WT-2026-999999/",
        f"GET {missing}",
        "GET /",
        f"POST /projects/{NUMBER}/",
    ]
