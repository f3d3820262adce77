"""Uploads over a real socket: a line that is cut in mid-piece, and a real tus client."""

import io
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from tusclient.client import TusClient

from backend.access import lean
from backend.access.hop import KEPT
from backend.files.models import Attachment, Upload, Variant
from tests import cast as people
from tests.backend.files import samples

pytestmark = pytest.mark.django_db(transaction=True)
UPLOADS = "/api/member/v1/uploads"


@pytest.fixture
def port(cast: people.Cast) -> Iterator[int]:
    """The APIs on a free port of loopback."""
    handler = lean.LeanHandler("backend.config.api_urls", (UPLOADS,))
    server = uvicorn.Server(uvicorn.Config(handler, port=0, lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    KEPT.open(2)
    thread.start()
    wait(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)
    KEPT.close()


def wait(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, ten seconds at most."""
    limit = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.02)


def client(port: int, token: str) -> TusClient:
    """A tus client signed in by the token."""
    return TusClient(f"http://127.0.0.1:{port}{UPLOADS}", headers={"X-Session-Token": token})


@pytest.mark.requirement("RX.7")
def test_what_came_before_the_cut_is_kept_and_a_tus_client_goes_on_from_there(
    port: int, cast: people.Cast
) -> None:
    token = people.sign_in(cast.users["li_mei"])
    content = samples.noisy_photo(1600, 1200)
    uploader = client(port, token).uploader(file_stream=io.BytesIO(content), chunk_size=200_000)
    uploader.set_url(uploader.create_url())
    head = (
        f"PATCH {uploader.url.split(str(port), 1)[1]} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-Session-Token: {token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(head.encode() + content[:300_000])
        time.sleep(0.3)
    wait(lambda: Upload.objects.get().received > 0)
    assert 0 < Upload.objects.get().received <= 300_000
    again = client(port, token).uploader(
        file_stream=io.BytesIO(content), url=uploader.url, chunk_size=200_000
    )
    assert again.offset == Upload.objects.get().received
    again.upload()
    assert Attachment.objects.get().number == Upload.objects.get().number
    original = Variant.objects.get(name="original")
    assert (original.width, original.height) == (1200, 1600)
