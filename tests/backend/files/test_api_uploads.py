"""Uploads over HTTP: tus 1.0.0, resumed after a cut, and nobody else's."""

import base64
import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.files import vault
from backend.files.models import Attachment, Upload, Variant
from backend.files.states import UploadState
from backend.files.workflow import purge
from backend.kernel import clock
from tests.backend.files import samples
from tests.backend.files.conftest import MEMBER, Tus

Begin = Callable[..., str]
MEBIBYTE = 1024 * 1024


def test_the_server_says_what_it_can_do(tus: Tus) -> None:
    reply = tus("li_mei", "OPTIONS", MEMBER)
    assert reply.status_code == 204
    assert reply["Tus-Version"] == "1.0.0"
    assert reply["Tus-Extension"] == "creation,expiration,checksum,termination"
    assert reply["Tus-Max-Size"] == str(1024 * MEBIBYTE)
    assert reply["Tus-Checksum-Algorithm"] == "sha1,sha256,md5"


@pytest.mark.requirement("RX.7")
def test_an_upload_is_cut_resumed_checked_and_released(tus: Tus, begin: Begin) -> None:
    content = samples.photo(4000, 3000)
    where = begin(len(content))
    half = len(content) // 2
    assert tus("li_mei", "PATCH", where, content[:half], Upload_Offset=0).status_code == 204
    reply = tus("li_mei", "HEAD", where)
    assert (reply.status_code, reply["Upload-Offset"], reply["Upload-Length"]) == (
        200,
        str(half),
        str(len(content)),
    )
    reply = tus("li_mei", "PATCH", where, content[half:], Upload_Offset=half)
    assert (reply.status_code, reply["Upload-Offset"]) == (204, str(len(content)))
    shown = tus("li_mei", "GET", where).json()
    assert (shown["state"], shown["refusal"], shown["name"]) == ("released", "", "诊***.jpg")
    attachment = Attachment.objects.get()
    assert where.endswith(attachment.number)
    assert list(Variant.objects.order_by("width").values_list("name", "width", "height")) == [
        ("thumb", 240, 320),
        ("preview", 1200, 1600),
        ("original", 3000, 4000),
    ]


@pytest.mark.requirement("RX.7")
def test_nothing_readable_lies_in_the_store_and_the_quarantine_is_empty(
    tus: Tus, begin: Begin, store: Path
) -> None:
    content = samples.photo()
    tus("li_mei", "PATCH", begin(len(content)), content, Upload_Offset=0)
    files = [path for path in store.rglob("*") if path.is_file()]
    assert len(files) == 3
    for path in files:
        held = path.read_bytes()
        assert b"\xff\xd8\xff" not in held[:64]
        assert b"JFIF" not in held
        assert path.stat().st_mode & 0o077 == 0
        variant = Variant.objects.get(name=path.suffix[1:])
        assert hashlib.sha256(held).digest() == bytes(variant.digest)


@pytest.mark.requirement("RX.7")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        (name, samples.HOSTILE[name][1])
        for name in ("page-named.jpg", "pdf-behind.jpg", "cut.jpg", "photo.heic", "bomb.png")
    ],
)
def test_a_hostile_upload_is_refused_and_nothing_of_it_is_kept(
    tus: Tus, begin: Begin, store: Path, name: str, code: str
) -> None:
    content = samples.HOSTILE[name][0]()
    where = begin(len(content), name=name)
    reply = tus("li_mei", "PATCH", where, content, Upload_Offset=0)
    assert (reply.status_code, reply.json()["code"]) == (415, code)
    assert reply["Tus-Resumable"] == "1.0.0"
    shown = tus("li_mei", "GET", where).json()
    assert (shown["state"], shown["refusal_code"]) == ("refused", code)
    assert shown["refusal"] == reply.json()["detail"]
    assert not Attachment.objects.exists()
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_a_wrong_offset_is_refused_and_says_where_to_go_on(tus: Tus, begin: Begin) -> None:
    where = begin(10)
    tus("li_mei", "PATCH", where, b"1234", Upload_Offset=0)
    reply = tus("li_mei", "PATCH", where, b"5678", Upload_Offset=2)
    assert (reply.status_code, reply.json()["code"]) == (409, "offset_mismatch")
    assert reply.json()["detail"] == "已收到 4 字节，请从这里续传。"
    assert Upload.objects.get().received == 4


def test_a_piece_with_a_wrong_checksum_is_not_kept(tus: Tus, begin: Begin) -> None:
    where = begin(10)
    wrong = base64.b64encode(hashlib.sha1(b"other", usedforsecurity=False).digest()).decode()
    reply = tus("li_mei", "PATCH", where, b"1234", Upload_Offset=0, Upload_Checksum=f"sha1 {wrong}")
    assert (reply.status_code, reply.json()["code"]) == (460, "checksum_mismatch")
    assert Upload.objects.get().received == 0
    right = base64.b64encode(hashlib.sha256(b"1234").digest()).decode()
    reply = tus(
        "li_mei", "PATCH", where, b"1234", Upload_Offset=0, Upload_Checksum=f"sha256 {right}"
    )
    assert (reply.status_code, reply["Upload-Offset"]) == (204, "4")


@pytest.mark.parametrize(
    ("method", "body"), [("HEAD", b""), ("PATCH", b"x"), ("GET", b""), ("DELETE", b"")]
)
def test_somebody_elses_upload_reads_like_one_that_does_not_exist(
    tus: Tus, begin: Begin, method: str, body: bytes
) -> None:
    where = begin(10)
    foreign = tus("chen_ping", method, where, body, Upload_Offset=0)
    absent = tus("chen_ping", method, MEMBER + "/" + "0" * 36, body, Upload_Offset=0)
    assert (foreign.status_code, absent.status_code) == (404, 404)
    if method != "HEAD":
        assert foreign.json() | {"instance": ""} == absent.json() | {"instance": ""}
    assert Upload.objects.get().received == 0


@pytest.mark.parametrize(
    ("status", "code", "headers"),
    [
        (412, "tus_version", {"Tus_Resumable": "0.2.2", "Upload_Length": 5}),
        (400, "tus_header", {}),
        (400, "tus_header", {"Upload_Length": "-5"}),
        (400, "tus_header", {"Upload_Length": "5", "Upload_Metadata": "filename ***"}),
        (413, "file_too_large", {"Upload_Length": 12 * MEBIBYTE + 1}),
        (422, "empty_file", {"Upload_Length": 0}),
        (422, "media_unknown", {"Upload_Length": 5, "Upload_Metadata": "media dmlkZW8="}),
    ],
)
def test_a_bad_beginning_opens_nothing(
    tus: Tus, status: int, code: str, headers: dict[str, Any]
) -> None:
    reply = tus("li_mei", "POST", MEMBER, **headers)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert not Upload.objects.exists()


def test_more_bytes_than_announced_are_refused(tus: Tus, begin: Begin) -> None:
    reply = tus("li_mei", "PATCH", begin(3), b"1234", Upload_Offset=0)
    assert (reply.status_code, reply.json()["code"]) == (413, "past_the_end")
    assert Upload.objects.get().received == 0


def test_an_upload_is_given_up_with_everything_of_it(tus: Tus, begin: Begin, store: Path) -> None:
    content = samples.photo()
    where = begin(len(content))
    tus("li_mei", "PATCH", where, content, Upload_Offset=0)
    assert tus("li_mei", "DELETE", where).status_code == 204
    assert tus("li_mei", "HEAD", where).status_code == 404
    assert not Attachment.objects.exists()
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_an_upload_nobody_finished_is_removed_after_a_day(
    tus: Tus, begin: Begin, store: Path
) -> None:
    where = begin(10)
    tus("li_mei", "PATCH", where, b"1234", Upload_Offset=0)
    assert purge() == 0
    Upload.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert purge() == 1
    assert tus("li_mei", "HEAD", where).status_code == 404
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_a_workbook_keeps_its_bytes_and_a_bad_one_is_refused(tus: Tus, begin: Begin) -> None:
    content = samples.workbook()
    where = begin(len(content), media="workbook", name="名单.xlsx")
    assert tus("li_mei", "PATCH", where, content, Upload_Offset=0).status_code == 204
    assert Variant.objects.get().size == len(content)
    locked = samples.locked_workbook()
    reply = tus("li_mei", "PATCH", begin(len(locked), media="workbook"), locked, Upload_Offset=0)
    assert (reply.status_code, reply.json()["code"]) == (415, "workbook_encrypted")


def test_a_check_that_was_cut_off_is_made_when_the_client_asks_again(
    tus: Tus, begin: Begin
) -> None:
    content = samples.photo()
    where = begin(len(content))
    tus("li_mei", "PATCH", where, content[:-1], Upload_Offset=0)
    # What a crash between the last byte and the check leaves behind.
    upload = Upload.objects.get()
    with vault.quarantine(upload.number).open("ab") as file:
        file.write(content[-1:])
    Upload.objects.update(received=len(content))
    assert upload.state is UploadState.RECEIVING
    assert tus("li_mei", "PATCH", where, b"", Upload_Offset=len(content)).status_code == 204
    assert Attachment.objects.get().number == upload.number
