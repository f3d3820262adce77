"""nginx for benchmarks: one worker on the server core, with blocks of the shipped file."""

import itertools
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.config.launcher.processes import end_with_parent
from tests.bench import load, place
from tests.bench.measure import LeftOut, cpu_ns

CONNECTIONS = 16
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "20000"))
SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
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
    {maps}
    server {{
        listen 127.0.0.1:{port};
        {location}
        location @application {{ return 404; }}
    }}
}}
"""
BARE = "location / {{ root {root}; {open_files} }}"


@dataclass(frozen=True)
class Served:
    """A path on a server that runs, to be measured."""

    port: int
    pid: int
    path: str

    def at(self, path: str) -> "Served":
        """Another path of the same server."""
        return Served(self.port, self.pid, path)


def program() -> str:
    """Where nginx is; raises LeftOut."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        raise LeftOut("nginx is not installed")
    return found


def shipped_location(root: Path, prefix: str) -> str:
    """The block of the shipped configuration that serves a prefix, on another folder."""
    text = SHIPPED.read_text(encoding="utf-8")
    found = re.search(rf"location {prefix} \{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}", text)
    if found is None:
        raise RuntimeError(f"the shipped nginx configuration has no block for {prefix}")
    return found.group().replace("/var/lib/zhijia/data/published", str(root))


def shipped_maps() -> str:
    """The maps of the shipped configuration, which its blocks ask."""
    text = SHIPPED.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^map [^{]*\{[^}]*\}", text, re.MULTILINE))


def bare_location(root: Path, shipped: str) -> str:
    """The floor: files and nothing else, opened as seldom, or the ratio would measure that."""
    kept_open = " ".join(re.findall(r"open_file_cache\w* [^;]+;", shipped))
    return BARE.format(root=root, open_files=kept_open)


@contextmanager
def run_nginx(location: str) -> Iterator[Served]:
    """Run one nginx worker on the server core."""
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
        text = FRAME.format(
            user=user, folder=folder, port=port, location=location, maps=shipped_maps()
        )
        config.write_text(text, encoding="utf-8")
        command = [program(), "-p", folder, "-c", str(config)]
        # preexec_fn is safe here: this process has one thread when it starts a server.
        with subprocess.Popen(command, preexec_fn=pinned) as process:  # noqa: PLW1509
            try:
                _wait_for(port)
                yield Served(port, process.pid, "/")
            finally:
                process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")


def meter(served: Served, status: int) -> Callable[[], float]:
    """CPU of the server in microseconds for each request."""
    headers = {"If-None-Match": _tag(served)} if status == 304 else {}
    message = load.request("GET", served.path, headers)
    expected = f"HTTP/1.1 {status}".encode()

    def once() -> float:
        before = cpu_ns(served.pid)
        messages = itertools.repeat(message, REQUESTS)
        done = load.drive(served.port, messages, CONNECTIONS, expected)
        return (cpu_ns(served.pid) - before) / done / 1000

    return once


def same_bytes(servers: list[Served]) -> bytes:
    """Every server gives the same file; returns it."""
    answers = {load.fetch(one.port, load.request("GET", one.path, {})) for one in servers}
    if len(answers) != 1:
        raise RuntimeError("the servers do not give the same file")
    status, body = answers.pop()
    if status != 200:
        raise RuntimeError(f"the file answers {status}")
    return body


def _tag(served: Served) -> str:
    """The ETag that a server gives a file."""
    with socket.create_connection(("127.0.0.1", served.port)) as one:
        one.sendall(load.request("HEAD", served.path, {"Connection": "close"}))
        head = b""
        while part := one.recv(65536):
            head += part
    found = re.search(rb'etag: ("[^"]+")', head, re.IGNORECASE)
    if found is None:
        raise RuntimeError("the server gives the file no ETag")
    return found.group(1).decode()
