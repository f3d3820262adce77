"""The same photograph is found across unions by indexes, and shown to nobody by the finding."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from PIL import Image

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.audit.models import Entry
from backend.files import attachments, forms, likeness
from backend.files.likeness import Likeness, alike, preview_link
from backend.files.models import Attachment
from backend.kernel.errors import NotFound, Refused
from tests import cast as people
from tests.backend.files import papers, samples
from tests.backend.files.test_attachments import Sign

INVOICE = "mutual_aid_invoice"
REVIEW = Permission.HARDSHIP_APPLICATION_READ
Send = Callable[..., Attachment]


@pytest.fixture
def send(actor: Sign) -> Send:
    """Send a photograph in and claim it for a case."""
    actors: dict[str, Actor] = {}

    def make(who: str, content: bytes, case: str = "", kind: str = INVOICE) -> Attachment:
        sender = actors.setdefault(who, actor(who))
        file = SimpleUploadedFile("发票.jpg", content, "image/jpeg")
        number = forms.receive(file, actor=sender).number
        with transaction.atomic():
            return attachments.attach(number, actor=sender, kind=kind, case=case)

    return make


def jpeg(picture: Any, quality: int = 85) -> bytes:
    """Encode a picture as a phone does."""
    return samples.encoded(picture, "JPEG", quality=quality)


@pytest.fixture
def first(send: Send) -> Attachment:
    """An invoice that 李梅 sent in."""
    return send("li_mei", jpeg(papers.photograph(1, 800, 600)), "HZ-1")


def test_the_same_file_and_a_changed_copy_are_found_in_another_persons_case(
    first: Attachment, send: Send
) -> None:
    picture = papers.photograph(1, 800, 600)
    same = send("chen_ping", jpeg(picture), "HZ-2")
    copy = send("chen_ping", jpeg(papers.darker(papers.halved(picture), 0.9), 60), "HZ-3")
    send("chen_ping", jpeg(papers.photograph(2, 800, 600)), "HZ-4")
    exact, near = alike(first)
    assert exact == Likeness(same.number, 0, is_same=True, case="HZ-2")
    assert (near.number, near.is_same, near.case) == (copy.number, False, "HZ-3")
    assert near.distance <= likeness.MOST_DISTANCE
    assert [one.number for one in alike(copy)] == [first.number, same.number]


def test_another_kind_the_same_case_and_what_no_case_claimed_do_not_count(
    first: Attachment, send: Send, actor: Sign
) -> None:
    content = jpeg(papers.photograph(1, 800, 600))
    send("chen_ping", content, "HZ-2", kind="illness_proof")
    again = send("li_mei", content, "HZ-1")
    file = SimpleUploadedFile("发票.jpg", content, "image/jpeg")
    waiting = forms.receive(file, actor=actor("chen_ping"))
    assert alike(first) == []
    assert [one.number for one in alike(first, same_case=True)] == [again.number]
    assert [one.number for one in alike(waiting, kind=INVOICE)] == [first.number, again.number]


def test_a_picture_of_nothing_is_found_by_its_bytes_only(send: Send) -> None:
    grey, white = (jpeg(Image.new("RGB", (300, 200), colour)) for colour in ("grey", "white"))
    one = send("li_mei", grey, "HZ-1")
    assert one.perceptual_hash is None
    send("chen_ping", white, "HZ-2")
    assert alike(one) == []
    same = send("chen_ping", grey, "HZ-3")
    assert alike(one) == [Likeness(same.number, 0, is_same=True, case="HZ-3")]
    Attachment.objects.filter(pk=same.pk).update(content_digest=None)
    book = Attachment(media="workbook", kind=INVOICE)
    assert alike(book) == []


MANY = """
INSERT INTO files_attachment (number, key_id, uploader_id, media, kind, "case", name, created_at,
    attached_at, advice, content_digest, perceptual_hash, perceptual_detail)
SELECT 'many-' || n, %(key)s, %(uploader)s, 'image', %(kind)s, 'HZ-9', '', now(), now(), '[]',
    sha256(n::text::bytea), ('x' || md5(n::text))::bit(64)::bigint, sha256(n::text::bytea)
FROM generate_series(1, 5000) AS n
"""


def with_bits_turned(number: str, of: Attachment, *bits: int) -> None:
    """Make one of the many look like a photograph but for these bits of its hash."""
    assert of.perceptual_hash is not None
    turned = of.perceptual_hash % 2**64
    for bit in bits:
        turned ^= 1 << bit
    signed = turned - 2**64 if turned >= 2**63 else turned
    Attachment.objects.filter(number=number).update(
        perceptual_hash=signed, perceptual_detail=of.perceptual_detail
    )


@pytest.fixture
def among_many(first: Attachment) -> Attachment:
    """The invoice among five thousand others."""
    values = {"key": first.key_id, "uploader": first.uploader_id, "kind": INVOICE}
    with connection.cursor() as cursor:
        cursor.execute(MANY, values)
        cursor.execute("ANALYZE files_attachment")
    return first


def test_the_indexes_are_used_and_nothing_is_scanned(among_many: Attachment) -> None:
    with connection.cursor() as cursor:
        asked = likeness.asked_of(among_many, kind=INVOICE)
        cursor.execute(f"EXPLAIN {likeness.ALIKE}", asked)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    for index in ("files_same_content", "files_alike_upper", "files_alike_lower"):
        assert f"Bitmap Index Scan on {index}" in plan
    assert "Seq Scan" not in plan
    assert alike(among_many) == []


# Which bits of 64 are turned: three anywhere are surely found, two in each half no more.
TURNED = [
    (),
    (0,),
    (63,),
    (31, 32),
    (0, 1, 63),
    (3, 61, 62),
    (40, 41, 42),
    (5, 6, 7),
    (1, 2, 3, 60),
]


def test_what_differs_in_three_bits_of_the_hash_is_surely_found(among_many: Attachment) -> None:
    for bits in TURNED:
        with_bits_turned("many-77", among_many, *bits)
        assert [one.number for one in alike(among_many)] == ["many-77"], bits
    with_bits_turned("many-77", among_many, 0, 1, 62, 63)
    assert alike(among_many) == []


def test_a_reviewer_opens_the_other_photograph_by_a_short_lived_link(
    first: Attachment, send: Send, client: Client, cast: people.Cast
) -> None:
    other = send("chen_ping", jpeg(papers.photograph(1, 800, 600)), "HZ-2")
    token = people.sign_in(cast.users["zhao_min"])
    asked = client.get("/api/staff/v1/uploads/x", headers={"X-Session-Token": token})
    reviewer: Actor = asked.wsgi_request.auth  # type: ignore[attr-defined]
    link = preview_link(
        first, other.number, actor=reviewer, permission=REVIEW, purpose="核对相似照片"
    )
    reply = client.get(f"/api/staff/v1/files/{link}", headers={"X-Session-Token": token})
    assert (reply.status_code, reply["Content-Type"]) == (200, "image/jpeg")
    entry = Entry.objects.get(act="files:attachment:read")
    assert (entry.subject_id, entry.purpose) == (str(other.pk), "核对相似照片")
    assert entry.field_names == ["preview"]


def test_no_link_without_the_permission_nor_to_a_photograph_that_is_not_alike(
    first: Attachment, send: Send, actor: Sign
) -> None:
    other = send("chen_ping", jpeg(papers.photograph(1, 800, 600)), "HZ-2")
    different = send("chen_ping", jpeg(papers.photograph(2, 800, 600)), "HZ-3")
    words = {"permission": REVIEW, "purpose": "核对相似照片"}
    with pytest.raises(Refused):
        preview_link(first, other.number, actor=actor("li_mei"), **words)
    with pytest.raises(NotFound):
        preview_link(first, different.number, actor=actor("zhao_min"), **words)
    with pytest.raises(NotFound):
        preview_link(first, "nothing", actor=actor("zhao_min"), **words)
