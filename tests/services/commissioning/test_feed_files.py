"""Public pages and data served without Django: the right file, the right headers, or the way on."""

from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from pytest_django import Settings

from services.commissioning.feed_files import OpenFiles, PageFiles
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning.build import World

PAGE = "projects/WT-2026-000001"


async def _elsewhere(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"django"})


async def _ask(
    app: Any, path: str, *, method: str = "GET", query: bytes = b"", cookie: bytes = b""
) -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"cookie", cookie)] if cookie else []
    scope = {"method": method, "path": path, "query_string": query, "headers": headers}
    await app(scope, None, send)
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


@pytest.fixture(autouse=True)
def published(tmp_path: Path, settings: Settings) -> Path:
    """A published folder with one page and one document."""
    settings.PUBLISHED_ROOT = tmp_path
    for path, text in (
        (f"pages/{PAGE}/index.html", "normal"),
        (f"pages/{PAGE}/large.html", "large"),
        ("pages/projects/index.html", "list"),
        ("open/ocds/releases.json", "{}"),
    ):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "cookie", "body"),
    [
        (f"/{PAGE}/", b"", b"normal"),
        (f"/{PAGE}/", b"zhijia_large=1", b"large"),
        (f"/{PAGE}/", b"zhijia_large=0", b"normal"),
        ("/projects/", b"", b"list"),
    ],
)
async def test_a_page_is_its_file_in_the_form_that_the_reader_chose(
    path: str, cookie: bytes, body: bytes
) -> None:
    status, headers, found = await _ask(PageFiles(_elsewhere), path, cookie=cookie)
    assert (status, found) == (200, body)
    assert headers[b"content-type"] == b"text/html; charset=utf-8"
    assert headers[b"vary"] == b"Cookie"


@pytest.mark.parametrize(
    ("path", "method", "query"),
    [
        ("/projects/", "GET", b"q=x"),
        ("/projects/WT-2026-999999/", "GET", b""),
        (f"/{PAGE}", "GET", b""),
        (f"/{PAGE}/", "POST", b""),
        ("/projects/../../etc/passwd/", "GET", b""),
        ("/projects//", "GET", b""),
    ],
)
async def test_what_is_no_file_goes_to_django(path: str, method: str, query: bytes) -> None:
    status, _, body = await _ask(PageFiles(_elsewhere), path, method=method, query=query)
    assert (status, body) == (299, b"django")


async def test_open_data_is_open_to_every_site_and_read_only() -> None:
    status, headers, _ = await _ask(OpenFiles(_elsewhere), "/open/ocds/releases.json")
    assert status == 200
    assert headers[b"content-type"] == b"application/json"
    assert headers[b"access-control-allow-origin"] == b"*"
    refused, _, _ = await _ask(OpenFiles(_elsewhere), "/open/ocds/releases.json", method="POST")
    assert refused == 405


@pytest.mark.django_db
@pytest.mark.requirement("R9.23")
async def test_a_file_is_sent_with_the_same_protection_as_djangos_own_page() -> None:
    _, headers, _ = await _ask(PageFiles(_elsewhere), "/projects/")
    page = await _page("/projects/")
    for name in ("content-security-policy", "x-frame-options", "referrer-policy"):
        sent = headers[name.encode()].decode()
        assert set(sent.split("; ")) == set(page[name].split("; "))


async def _page(path: str) -> dict[str, str]:
    answer = await sync_to_async(Client().get)(path)
    return {name.lower(): value for name, value in answer.headers.items()}


@pytest.mark.django_db
@pytest.mark.requirement("R9.23")
def test_django_shows_page_and_data_while_there_is_no_file(world: World, client: Client) -> None:
    number = bc.signed(world).project.number
    assert client.get("/projects/").status_code == 200
    page = client.get(f"/projects/{number}/")
    assert page.status_code == 200
    assert "示范市心桥社会工作服务中心" in page.content.decode()
    for path in (
        "/open/ocds/releases.json", "/open/ocds/digests.json", "/open/ocds/csv.zip",
        "/open/catalog.jsonld", "/feeds/projects.atom", "/projects/open-data/",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert client.get("/projects/WT-2026-999999/").status_code == 404
    assert client.get("/open/ocds/releases/ocds-abcdef-WT-2026-999999.json").status_code == 404
