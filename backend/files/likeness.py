"""Likeness 相似照片: photographs that look alike, across all unions, without scanning history.

How it is found. Two pictures are compared by 256 bits (`looks.py`); looked up they are by 64, in
two halves of 32 bits with an index each. A half is asked for as it is and with each single bit
turned: 33 values. Guarantee: every picture of which at most 3 of the 64 bits differ is found, for
then one half differs in 1 at most (pigeonhole); of those that differ in 4, five in eight; more by
luck. Four bands of 16 bits asked for as they are would guarantee the same, but bands as short fall
together by chance: of drawn screenshots of one form 17 pairs in 100 against 3 with halves, of
photographs 31 in 1,000 against 3. What is looked up is compared by the detail, of which
`MOST_DISTANCE` bits may differ: the same picture, halved, darkened and at JPEG quality 60, differs
in 12 at most, another photograph in 39 or more, another screenshot of the same form seldom below
26 (`tests/backend/files/test_looks.py`).

What it does not find: a paper photographed anew, cropped, or turned by more than a degree. That
invoice is found by its token (`backend.fields.invoices`).

This module shows nobody's picture. Who may see two photographs side by side is decided by the
capability that holds the cases; it asks for a link with `preview_link`.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import connection

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields.keys import keyring
from backend.files import links
from backend.files.models import HALF_BITS, LOW_HALF, Attachment, VariantName
from backend.kernel.errors import NotFound

MOST_DISTANCE = 16
MOST_FOUND = 20
# Asked for each photograph at every step of a case: as plain SQL it need not be built by the ORM
# each time. The indexes find what shares the content or is near in a half.
ALIKE = """
SELECT number, distance, content_digest, "case"
  FROM (SELECT id, number, content_digest, "case",
               CASE WHEN content_digest = %(digest)s THEN 0
                    ELSE bit_count(('x' || encode(perceptual_detail, 'hex'))::bit(256)
                                   # ('x' || encode(%(detail)s, 'hex'))::bit(256))
               END AS distance
          FROM files_attachment
         WHERE attached_at IS NOT NULL AND kind = %(kind)s AND id <> %(id)s
           AND (content_digest = %(digest)s
                OR upper_half = ANY(%(upper)s::bigint[]) OR lower_half = ANY(%(lower)s::bigint[]))
       ) near
 WHERE distance <= %(most)s AND (%(left_out)s = '' OR "case" <> %(left_out)s)
 ORDER BY distance, id LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A photograph that looks like the one asked about.

    `distance` is how many of 256 bits differ; `is_same` says that the content is the same to the
    byte. `case` is the number of the case that claimed it, as `attach` was told.
    """

    number: str
    distance: int
    is_same: bool
    case: str


def content_index(content: bytes) -> bytes:
    """Give the keyed digest of a clean photograph, for matching only."""
    return keyring().index("files.photograph", hashlib.sha256(content).hexdigest())


def alike(attachment: Attachment, *, kind: str = "", same_case: bool = False) -> list[Likeness]:
    """Find photographs of the same kind that look like this one, the nearest first, at most 20.

    Only claimed ones count. `kind` is needed for a photograph that is not claimed yet; photographs
    of the same case are left out unless `same_case`. None for a workbook. See above for what is
    surely found.
    """
    if attachment.content_digest is None:
        return []
    asked = asked_of(attachment, kind=kind or attachment.kind)
    left_out = "" if same_case else attachment.case
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, {**asked, "left_out": left_out})
        rows = cursor.fetchall()
    own = bytes(attachment.content_digest)
    return [
        Likeness(number, distance, digest is not None and bytes(digest) == own, case)
        for number, distance, digest, case in rows
    ]


def asked_of(attachment: Attachment, *, kind: str) -> dict[str, Any]:
    """Give what the indexes are asked for: its content, and the halves that are near to its own."""
    bits = attachment.perceptual_hash
    return {
        "id": attachment.pk,
        "kind": kind,
        "digest": bytes(attachment.content_digest or b""),
        "detail": bytes(attachment.perceptual_detail or b""),
        "upper": [] if bits is None else _around(bits >> HALF_BITS, is_signed=True),
        "lower": [] if bits is None else _around(bits & LOW_HALF, is_signed=False),
        "left_out": "",
        "most": MOST_DISTANCE,
        "limit": MOST_FOUND,
    }


def preview_link(
    attachment: Attachment, other: str, *, actor: Actor, permission: Permission, purpose: str
) -> str:
    """Give the token of a link to the preview of a photograph that looks like this one.

    For `/files/{token}` of the staff API, or for a page that opens it with `links.open_link`: 60
    seconds, this session only; the reading is recorded. The caller has checked that `actor` may see
    `attachment` and has called `alike` to know `other`. Raises Refused without the permission,
    NotFound for a photograph that does not look like this one: the way is no way to browse.
    """
    actor.must_hold(permission)
    if other not in {one.number for one in alike(attachment)}:
        raise NotFound
    found = Attachment.objects.get(number=other)
    return links.make(found, VariantName.PREVIEW, actor=actor, purpose=purpose)


def _around(half: int, *, is_signed: bool) -> list[int]:
    """Give a half of a hash and the 32 halves that differ from it in one bit."""
    plain = half & LOW_HALF
    near = [plain, *(plain ^ (1 << place) for place in range(HALF_BITS))]
    if not is_signed:
        return near
    return [value - 2**HALF_BITS if value >> (HALF_BITS - 1) else value for value in near]
