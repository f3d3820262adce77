"""An attachment is claimed once by its uploader, read with a trace, and opens with its key only."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from backend.access.actor import Actor
from backend.audit.models import Entry
from backend.files import attachments, forms, links, vault, workflow
from backend.files.faults import TooLarge, Unsupported
from backend.files.models import Attachment, Upload
from backend.files.states import UploadState
from backend.files.workflow import masked_name
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.seal import SealBrokenError
from tests import cast as people
from tests.backend.files import samples

Sign = Callable[[str], Actor]


@pytest.fixture
def li_mei(actor: Sign) -> Actor:
    """李梅 in one session."""
    return actor("li_mei")


@pytest.fixture
def uploaded(li_mei: Actor) -> Attachment:
    """A photo that 李梅 sent by a plain form."""
    file = SimpleUploadedFile("诊断书.jpg", samples.photo(), "image/jpeg")
    return forms.receive(file, actor=li_mei)


@pytest.fixture
def attached(uploaded: Attachment, li_mei: Actor) -> Attachment:
    """The photo, claimed for a case."""
    with transaction.atomic():
        return attachments.attach(uploaded.number, actor=li_mei, kind="illness_proof")


def test_a_plain_form_goes_through_the_same_checks(li_mei: Actor, uploaded: Attachment) -> None:
    assert (uploaded.name, uploaded.attached_at) == ("诊***.jpg", None)
    with pytest.raises(Unsupported, match="not_an_image"):
        forms.receive(SimpleUploadedFile("a.jpg", samples.PAGE, "image/jpeg"), actor=li_mei)
    with pytest.raises(Invalid, match="file_missing"):
        forms.receive(None, actor=li_mei)
    with pytest.raises(Invalid, match="empty_file"):
        forms.receive(SimpleUploadedFile("a.jpg", b"", "image/jpeg"), actor=li_mei)
    with pytest.raises(TooLarge, match="file_too_large"):
        forms.receive(SimpleUploadedFile("a.jpg", b"x" * (12 * 1024 * 1024 + 1)), actor=li_mei)
    assert list(Attachment.objects.all()) == [uploaded]


def test_it_is_claimed_for_a_case_with_whom_it_concerns(
    attached: Attachment, li_mei: Actor
) -> None:
    assert attached.kind == "illness_proof"
    assert attached.person_id == li_mei.person_id
    entry = Entry.objects.get(act="files:attachment:attach")
    assert (entry.subject_id, entry.person_id) == (str(attached.pk), li_mei.person_id)


def test_it_is_claimed_once_and_not_given_up_afterwards(
    attached: Attachment, li_mei: Actor
) -> None:
    with pytest.raises(Conflict, match="already_attached"), transaction.atomic():
        attachments.attach(attached.number, actor=li_mei, kind="other")
    with pytest.raises(Conflict, match="already_attached"):
        workflow.withdraw(attached.number, actor=li_mei)
    attached.refresh_from_db()
    assert attached.kind == "illness_proof"
    assert attachments.open_variant(attached, "thumb")


def test_nobody_else_can_claim_it(uploaded: Attachment, actor: Sign) -> None:
    with pytest.raises(NotFound), transaction.atomic():
        attachments.attach(uploaded.number, actor=actor("chen_ping"), kind="illness_proof")
    uploaded.refresh_from_db()
    assert uploaded.attached_at is None


def test_an_upload_that_is_not_complete_or_was_refused_cannot_be_claimed(li_mei: Actor) -> None:
    upload = workflow.begin(workflow.Media.IMAGE, 10, "a.jpg", actor=li_mei)
    with pytest.raises(Conflict, match="upload_waiting"), transaction.atomic():
        attachments.attach(upload.number, actor=li_mei, kind="illness_proof")
    with pytest.raises(Unsupported):
        forms.receive(SimpleUploadedFile("a.jpg", samples.heic()), actor=li_mei)
    refused = Upload.objects.get(state=UploadState.REFUSED)
    with pytest.raises(Conflict, match="兼容性最佳"), transaction.atomic():
        attachments.attach(refused.number, actor=li_mei, kind="illness_proof")


def test_it_is_sent_as_a_private_download_and_the_reading_is_traced(
    attached: Attachment, actor: Sign
) -> None:
    reviewer = actor("zhao_min")
    reply = attachments.send(attached, "preview", actor=reviewer, purpose="审核申请")
    assert reply["Content-Type"] == "image/jpeg"
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert reply["Content-Disposition"].startswith("attachment; filename=")
    assert reply["Cache-Control"] == "private, no-store"
    assert Image.open(io.BytesIO(reply.content)).size == (300, 400)
    entry = Entry.objects.get(act="files:attachment:read")
    assert (entry.actor_id, entry.person_id, entry.purpose, entry.field_names) == (
        reviewer.user_id,
        attached.person_id,
        "审核申请",
        ["preview"],
    )


def test_an_unknown_variant_is_not_found_and_leaves_no_trace(
    attached: Attachment, li_mei: Actor
) -> None:
    with pytest.raises(NotFound):
        attachments.send(attached, "../original", actor=li_mei, purpose="查看")
    assert not Entry.objects.filter(act="files:attachment:read").exists()


def test_one_changed_byte_or_a_cut_in_the_store_is_noticed(attached: Attachment) -> None:
    path = vault.place(attached.number, "thumb")
    whole = path.read_bytes()
    for broken in (whole[:-1], whole[: len(whole) // 2], whole + b"\0", b"", _flipped(whole)):
        path.write_bytes(broken)
        with pytest.raises(SealBrokenError):
            attachments.open_variant(attached, "thumb")
    path.write_bytes(vault.place(attached.number, "preview").read_bytes())
    with pytest.raises(SealBrokenError):
        attachments.open_variant(attached, "thumb")


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def test_after_its_key_is_destroyed_nothing_can_be_read(attached: Attachment) -> None:
    attached.key.destroy()
    with pytest.raises(Conflict, match="erased"):
        attachments.open_variant(attached, "thumb")


def test_a_large_file_is_sealed_in_blocks_and_laid_in_a_file_again(li_mei: Actor) -> None:
    content = b"\xe5\xa7\x93\xe5\x90\x8d,\n" * 300_000
    file = SimpleUploadedFile("名单.csv", content, "text/csv")
    made = forms.receive(file, actor=li_mei, media=workflow.Media.WORKBOOK)
    with attachments.as_file(made) as path:
        assert path.read_bytes() == content
        assert path.resolve().name.endswith("(deleted)")
    assert not path.exists()


def test_a_link_opens_in_its_own_session_only(
    attached: Attachment, actor: Sign, client: Client, cast: people.Cast
) -> None:
    token = people.sign_in(cast.users["li_mei"])
    reply = client.get("/api/member/v1/uploads/x", headers={"X-Session-Token": token})
    assert reply.status_code == 404
    owner = reply.wsgi_request.auth  # type: ignore[attr-defined]
    path = "/api/member/v1/files/" + links.make(attached, "thumb", actor=owner, purpose="本人查看")
    good = client.get(path, headers={"X-Session-Token": token})
    assert (good.status_code, good["Content-Type"]) == (200, "image/jpeg")
    second = people.sign_in(cast.users["li_mei"])
    assert client.get(path, headers={"X-Session-Token": second}).status_code == 404
    stranger = people.sign_in(cast.users["chen_ping"])
    assert client.get(path, headers={"X-Session-Token": stranger}).status_code == 404
    assert client.get(path + "x", headers={"X-Session-Token": token}).status_code == 404
    assert client.get(path).status_code == 401
    assert Entry.objects.filter(act="files:attachment:read").count() == 1


def test_a_link_is_dead_after_sixty_seconds(
    attached: Attachment, li_mei: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = links.make(attached, "thumb", actor=li_mei, purpose="本人查看")
    assert links.open_link(token, actor=li_mei)[0] == attached
    monkeypatch.setattr(links, "LIFE_SECONDS", -1)
    with pytest.raises(NotFound):
        links.open_link(token, actor=li_mei)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("李梅诊断书.JPG", "李***.jpg"),
        ("../../etc/passwd", "p***"),
        ("C:\\fakepath\\身份证.png", "身***.png"),
        ("\u202egpj.exe", ""),
        ("", ""),
    ],
)
def test_a_file_name_keeps_nothing_that_names_a_person(name: str, masked: str) -> None:
    assert masked_name(name) == masked
