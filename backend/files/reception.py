"""Reception: bytes of an upload into quarantine, and the check once all are there.

No transaction is open while a file is checked. An upload that was cut between its last byte and its
check is checked when the client asks again.
"""

import hashlib
import io
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from django.db.models import F

from backend.access.actor import Actor
from backend.access.write import verb
from backend.files import decoder, vault, workflow
from backend.files.advice import judge
from backend.files.faults import TooLarge, Unsupported
from backend.files.likeness import content_index
from backend.files.models import Attachment, Media, Upload
from backend.files.signature import check_data, check_image
from backend.files.states import UploadState
from backend.files.workbooks import WorkbookKind, inspect
from backend.files.workflow import CleanFile, Seen
from backend.kernel.errors import Conflict, DomainError, NotFound

BLOCK_BYTES = 256 * 1024
MEDIA_TYPES = {
    WorkbookKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    WorkbookKind.CSV: "text/csv",
}


class Readable(Protocol):
    """Where the bytes of a piece come from: a request or a form's file."""

    def read(self, size: int = ..., /) -> bytes:
        """Give at most so many bytes."""


class ChecksumMismatch(DomainError):
    """The bytes that came are not those that were sent (460, tus)."""

    status = 460


def find(number: str, *, actor: Actor) -> Upload:
    """Give an upload of this person's own; raises NotFound for anybody else's."""
    upload = Upload.objects.filter(number=number, uploader_id=actor.user_id).first()
    if upload is None or actor.user_id is None:
        raise NotFound
    return upload


@verb
def append(
    number: str,
    offset: int,
    content: Readable,
    *,
    actor: Actor,
    checksum: tuple[str, bytes] | None = None,
) -> Upload:
    """Add bytes at the end of an upload 续传; `offset` must be where the last ones ended.

    The row is locked while bytes are written, so two senders cannot mix. Raises NotFound, Conflict
    `offset_mismatch`, TooLarge `past_the_end`, ChecksumMismatch (nothing is kept then).
    """
    upload = (
        Upload.objects.select_for_update().filter(number=number, uploader_id=actor.user_id).first()
    )
    if upload is None:
        raise NotFound
    if upload.received != offset or upload.state is not UploadState.RECEIVING:
        raise Conflict("offset_mismatch", f"已收到 {upload.received} 字节，请从这里续传。")
    received = _write(upload, content, checksum)
    Upload.objects.filter(pk=upload.pk).update(received=F("received") + received)
    upload.received += received
    return upload


def _write(upload: Upload, content: Readable, checksum: tuple[str, bytes] | None) -> int:
    path = vault.quarantine(upload.number)
    left = upload.length - upload.received
    digest = hashlib.new(checksum[0]) if checksum else None
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as out:
        # What a cut request left behind its last counted byte is written over.
        out.truncate(upload.received)
        out.seek(upload.received)
        received = 0
        while block := content.read(BLOCK_BYTES):
            received += len(block)
            if received > left:
                raise TooLarge("past_the_end", "收到的内容比申报的文件大，请重新上传。")
            out.write(block)
            if digest:
                digest.update(block)
    if checksum and digest and digest.digest() != checksum[1]:
        raise ChecksumMismatch("checksum_mismatch", "这一段内容在传输中损坏了，请重传这一段。")
    return received


def finish(upload: Upload, *, actor: Actor) -> Attachment | None:
    """Check a complete upload and release it; None while bytes are missing.

    Asking again gives the same answer. Raises the refusal of the check (415, 413) the first time,
    Conflict `upload_refused` with the same sentence when asked again.
    """
    if upload.state is UploadState.RELEASED:
        return Attachment.objects.get(number=upload.number)
    if upload.state is UploadState.REFUSED:
        raise Conflict("upload_refused", f"这份材料没有通过检查：{upload.refusal}")
    if upload.received < upload.length:
        return None
    path = vault.quarantine(upload.number)
    try:
        with ExitStack() as opened:
            clean, seen = _clean_files(upload, path, opened)
            attachment = workflow.release(upload.number, clean, actor=actor, seen=seen)
    except (Unsupported, TooLarge) as fault:
        workflow.refuse(upload.number, fault, actor=actor)
        vault.discard(path)
        raise
    vault.discard(path)
    return attachment


def _clean_files(
    upload: Upload, path: Path, opened: ExitStack
) -> tuple[list[CleanFile], Seen | None]:
    if upload.media in {Media.WORKBOOK, Media.DATA}:
        is_data = upload.media == Media.DATA
        media_type = check_data(path) if is_data else MEDIA_TYPES[inspect(path)]
        return [CleanFile("original", media_type, opened.enter_context(path.open("rb")))], None
    check_image(path)
    photo = decoder.decode(path)
    files = [
        CleanFile(one.name, "image/jpeg", io.BytesIO(one.content), one.width, one.height)
        for one in photo.variants
    ]
    advice = [str(poor) for poor in judge(photo)]
    return files, Seen(advice, content_index(photo.variants[0].content), photo.look)
