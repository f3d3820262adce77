"""The embedded server gives the feed files as nginx would: ETag, 304, nothing outside."""

from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from services.disclosure.feed_files import FeedFiles
from services.disclosure.feed_writing import write_file

BODY = b"<feed/>"


def seconds_of(path: Path) -> int:
    return int(path.stat().st_mtime)


async def ask(
    app: FeedFiles, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    names = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": names}
    await app(scope, receive, send)
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, sent[1]["body"]


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    settings.PUBLISHED_ROOT = tmp_path
    path = tmp_path / "feeds" / "unions" / "GH-0001" / "disclosures.atom"
    write_file(path, BODY)
    return path


ADDRESS = "/feeds/unions/GH-0001/disclosures.atom"


@pytest.mark.requirement("R12.8")
async def test_a_feed_comes_with_tag_date_and_media_type(file: Path) -> None:
    status, headers, body = await ask(FeedFiles(), ADDRESS)
    seconds = seconds_of(file)
    assert (status, body) == (200, BODY)
    assert headers["etag"] == f'"{seconds:x}-{len(BODY):x}"'
    assert headers["last-modified"] == formatdate(seconds, usegmt=True)
    assert headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert headers["access-control-allow-origin"] == "*"


@pytest.mark.requirement("R12.8")
async def test_a_reader_with_the_newest_copy_gets_304_and_no_body(file: Path) -> None:
    app = FeedFiles()
    _, headers, _ = await ask(app, ADDRESS)
    for known in (
        {"if_none_match": headers["etag"]},
        {"if_none_match": f'"other", W/{headers["etag"]}'},
        {"if_modified_since": headers["last-modified"]},
    ):
        status, again, body = await ask(app, ADDRESS, **known)
        assert (status, body) == (304, b"")
        assert again["etag"] == headers["etag"]
        assert "content-length" not in again


async def test_the_tag_counts_before_the_date_and_nonsense_does_not(file: Path) -> None:
    app = FeedFiles()
    _, headers, _ = await ask(app, ADDRESS)
    stale = {"if_none_match": '"other"', "if_modified_since": headers["last-modified"]}
    assert (await ask(app, ADDRESS, **stale))[0] == 200
    assert (await ask(app, ADDRESS, if_modified_since="yesterday"))[0] == 200


async def test_a_new_publication_is_seen_at_once(file: Path) -> None:
    app = FeedFiles()
    _, before, _ = await ask(app, ADDRESS)
    write_file(file, b"<feed2/>")
    status, after, body = await ask(app, ADDRESS, if_none_match=before["etag"])
    assert (status, body) == (200, b"<feed2/>")
    assert after["etag"] != before["etag"]


async def test_head_has_the_length_and_no_body(file: Path) -> None:
    status, headers, body = await ask(FeedFiles(), ADDRESS, "HEAD")
    assert (status, headers["content-length"], body) == (200, str(len(BODY)), b"")


async def test_nothing_but_reading_is_allowed(file: Path) -> None:
    status, headers, _ = await ask(FeedFiles(), ADDRESS, "POST")
    assert (status, headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/../secret.atom",
        "/feeds/unions/../../secret.atom",
        "/feeds/%2e%2e/secret.atom",
        "/feeds/.hidden.atom",
        "/feeds//disclosures.atom",
        "/feeds/unions/GH-0001/",
        "/feeds/disclosures.exe",
        "/feeds/disclosures.atom\x00",
        "/other/disclosures.atom",
    ],
)
async def test_only_plain_names_inside_the_folder_are_served(
    file: Path, tmp_path: Path, path: str
) -> None:
    for name in ("secret.atom", "feeds/.hidden.atom", "feeds/disclosures.exe"):
        (tmp_path / name).write_bytes(b"secret")
    status, _, body = await ask(FeedFiles(), path)
    assert status == 404
    assert b"secret" not in body


async def test_an_address_without_a_file_goes_to_the_application(file: Path) -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"from the application"})

    app = FeedFiles(application)
    assert (await ask(app, "/feeds/disclosures.json"))[0] == 299
    assert (await ask(app, ADDRESS))[0] == 200
