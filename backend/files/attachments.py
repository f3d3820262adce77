"""Attachments: claim an upload for a case, read it back, send it. The case decides who may read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.http import HttpResponse

from backend.access.actor import Actor
from backend.audit import trail
from backend.files import vault, workflow
from backend.files.models import Attachment, Media, Upload, Variant
from backend.files.states import UploadState
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound
from backend.unions.models import Union


def attach(
    number: str,
    *,
    actor: Actor,
    kind: str,
    case: str = "",
    person_id: int | None = None,
    union: Union | None = None,
) -> Attachment:
    """Claim a released upload for a case 归入事项: by its uploader only, once only.

    `kind` is what the case calls it (`illness_proof`), `case` the number of the case, by which
    `likeness.alike` leaves out photographs of the same case; `person_id` whom it concerns (of a
    photograph the uploader's own person when left out; a workbook concerns many). Runs inside the
    caller's transaction and refuses without one.
    Raises NotFound for anybody else's, Conflict `upload_waiting`, `upload_refused`,
    `already_attached`.
    """
    if not connection.in_atomic_block:
        message = "an attachment is claimed inside the transaction of a verb"
        raise transaction.TransactionManagementError(message)
    attachment = (
        Attachment.objects.select_for_update(of=("self",))
        .select_related("key")
        .filter(number=number, uploader_id=actor.user_id)
        .first()
    )
    if attachment is None:
        raise _why_not(number, actor)
    if attachment.attached_at is not None:
        raise Conflict("already_attached", "这份材料已经用过了，请重新上传一份。")
    attachment.kind, attachment.case = kind, case
    is_own = person_id is None and attachment.media == Media.IMAGE
    attachment.person_id = actor.person_id if is_own else person_id
    attachment.union = union
    attachment.attached_at = clock.now()
    attachment.save(update_fields=["kind", "case", "person", "union", "attached_at"])
    trail.record(
        actor,
        "files:attachment:attach",
        attachment,
        person_id=attachment.person_id,
        union_id=attachment.union_id,
    )
    return attachment


def send(attachment: Attachment, variant: str, *, actor: Actor, purpose: str) -> HttpResponse:
    """Answer with a variant (`thumb`, `preview`, `original`); the caller has checked the right.

    Call it outside a transaction: the reading is recorded in one of its own. Raises NotFound for a
    variant that does not exist.
    """
    found = _variant(attachment, variant)
    content = open_variant(attachment, variant)
    workflow.record_reading(attachment, variant, actor=actor, purpose=purpose)
    ending = "jpg" if found.media_type == "image/jpeg" else "bin"
    name = f"{attachment.number[-12:]}-{variant}.{ending}"
    return HttpResponse(
        content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )


def open_variant(attachment: Attachment, variant: str) -> bytes:
    """Give the clean bytes of a variant; leaves no trace, so the caller records what it does.

    Raises NotFound when there is none, SealBrokenError when the stored file was changed, Conflict
    `erased` when its key was destroyed.
    """
    return b"".join(blocks(attachment, variant))


@contextmanager
def as_file(attachment: Attachment, variant: str = "original") -> Iterator[Path]:
    """Lay the clean content in a file for a reader that wants a path.

    The file has no name in any folder, so that it is gone whatever becomes of this process; the
    path leads to it only from here, and only inside the block.
    """
    with tempfile.TemporaryFile(prefix="zhijia-") as file:
        for block in blocks(attachment, variant):
            file.write(block)
        file.flush()
        yield Path(f"/proc/self/fd/{file.fileno()}")


def blocks(attachment: Attachment, variant: str = "original") -> Iterator[bytes]:
    """Give the clean content piece by piece, for a reader that must not hold or lay down it all.

    Raises what `open_variant` raises.
    """
    found = _variant(attachment, variant)
    return vault.read(
        vault.place(attachment.number, found.name),
        key=attachment.key.plain(),
        aad=attachment.aad(found.name),
    )


def _variant(attachment: Attachment, variant: str) -> Variant:
    found = attachment.variants.filter(name=variant).first()
    if found is None:
        raise NotFound
    return found


def _why_not(number: str, actor: Actor) -> NotFound | Conflict:
    upload = Upload.objects.filter(number=number, uploader_id=actor.user_id).first()
    if upload is None:
        return NotFound()
    if upload.state is UploadState.REFUSED:
        return Conflict("upload_refused", f"这份材料没有通过检查：{upload.refusal}")
    return Conflict("upload_waiting", "这份材料还没有传完，请等上传完成后再提交。")
