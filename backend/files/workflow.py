"""The verbs of an upload: begun, released or refused, withdrawn; and the trace of each reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from backend.access.actor import Actor
from backend.access.write import verb
from backend.audit import trail
from backend.fields.models import DataKey
from backend.files import vault
from backend.files.decoder import Look
from backend.files.faults import TooLarge
from backend.files.models import DIGEST_BYTES, Attachment, Media, Upload, Variant
from backend.files.states import UPLOAD, UploadAct, UploadState
from backend.kernel import clock
from backend.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from backend.kernel.identifiers import uuid7

MEBIBYTE = 1024 * 1024
MOST_BYTES = {
    Media.IMAGE: 12 * MEBIBYTE,
    Media.WORKBOOK: 64 * MEBIBYTE,
    # Ten million rows of an insurance office.
    Media.DATA: 1024 * MEBIBYTE,
}
KEPT = timedelta(hours=24)
MOST_WAITING = 40
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A checked file, ready to be sealed: one variant of an attachment."""

    name: str
    media_type: str
    stream: BinaryIO
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of a photograph beside its bytes: advice codes, keyed digest, look."""

    advice: list[str]
    content_digest: bytes
    look: Look | None


@verb
def begin(media: Media, length: int, name: str, *, actor: Actor) -> Upload:
    """Open an upload 开始上传 of `length` bytes, kept for 24 hours.

    Raises Invalid `empty_file`, TooLarge `file_too_large`, Conflict `too_many_uploads`.
    """
    if actor.user_id is None:
        raise Refused("sign_in_required", "请先登录再上传。")
    if length <= 0:
        raise Invalid("empty_file", "文件是空的，请重新选择。")
    if length > MOST_BYTES[media]:
        most = MOST_BYTES[media] // MEBIBYTE
        raise TooLarge("file_too_large", f"文件超过 {most} MB，请压缩或截图后再上传。")
    waiting = Upload.objects.filter(uploader_id=actor.user_id, state=UploadState.RECEIVING)
    if waiting.count() >= MOST_WAITING:
        raise Conflict("too_many_uploads", "未传完的文件太多，请先传完或删除一些，再传新的。")
    return Upload.objects.create(
        number=str(uuid7()),
        uploader_id=actor.user_id,
        media=media,
        name=masked_name(name),
        length=length,
        created_at=clock.now(),
        expires_at=clock.now() + KEPT,
    )


@verb
def release(
    number: str, clean: Sequence[CleanFile], *, actor: Actor, seen: Seen | None = None
) -> Attachment:
    """Seal the checked files 通过检查 and make the attachment; its number is the upload's.

    `seen` is what was seen on a photograph; a workbook has none.
    """
    upload = _locked(number, actor)
    upload.state = UPLOAD.move(upload.state, UploadAct.RELEASE)
    upload.save(update_fields=["state"])
    attachment = Attachment.objects.create(
        number=upload.number,
        key=DataKey.make(),
        uploader_id=upload.uploader_id,
        media=upload.media,
        name=upload.name,
        created_at=clock.now(),
        **_columns(seen),
    )
    key = attachment.key.plain()
    for one in clean:
        target = vault.place(attachment.number, one.name)
        size, digest = vault.write(target, one.stream, key=key, aad=attachment.aad(one.name))
        Variant.objects.create(
            attachment=attachment,
            name=one.name,
            media_type=one.media_type,
            width=one.width,
            height=one.height,
            size=size,
            digest=digest,
        )
    trail.record(actor, "files:upload:release", attachment)
    return attachment


@verb
def refuse(number: str, fault: DomainError, *, actor: Actor) -> Upload:
    """Note why an upload did not pass 未通过检查."""
    upload = _locked(number, actor)
    upload.state = UPLOAD.move(upload.state, UploadAct.REFUSE)
    upload.refusal_code, upload.refusal = fault.code[:40], fault.message[:200]
    upload.save(update_fields=["state", "refusal_code", "refusal"])
    trail.record(actor, "files:upload:refuse", upload)
    return upload


@verb
def withdraw(number: str, *, actor: Actor) -> None:
    """Give an upload up 撤回上传, with its attachment where no case has claimed it.

    Raises Conflict `already_attached`.
    """
    upload = _locked(number, actor)
    attachment = Attachment.objects.select_for_update().filter(number=number).first()
    if attachment is not None:
        if attachment.attached_at is not None:
            raise Conflict("already_attached", "这份材料已经归入事项，不能从这里删除。")
        _erase(attachment)
    upload.delete()
    vault.discard(vault.quarantine(number))


@verb
def purge() -> int:
    """Remove what expired: uploads past their time, attachments no case claimed in a day."""
    expired = Upload.objects.filter(expires_at__lt=clock.now())
    count = 0
    for upload in expired.select_for_update(skip_locked=True).order_by("id")[:500]:
        vault.discard(vault.quarantine(upload.number))
        upload.delete()
        count += 1
    orphans = Attachment.objects.filter(attached_at=None, created_at__lt=clock.now() - KEPT)
    for attachment in orphans.select_for_update(skip_locked=True).order_by("id")[:500]:
        _erase(attachment)
        count += 1
    return count


@verb
def record_reading(attachment: Attachment, variant: str, *, actor: Actor, purpose: str) -> None:
    """Leave the trace that somebody opened an attachment."""
    trail.record(
        actor,
        "files:attachment:read",
        attachment,
        person_id=attachment.person_id,
        union_id=attachment.union_id,
        fields=[variant],
        purpose=purpose,
    )


def masked_name(name: str) -> str:
    """Keep of a file name what cannot name a person: its first sign and a known ending."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    stem, dot, ending = plain.rpartition(".")
    first = (stem if dot else plain)[:1]
    known = ending.lower() if dot and ending.isascii() and ending.isalnum() else ""
    return f"{first}***{'.' + known[:8] if known else ''}" if first.isalnum() else ""


def _columns(seen: Seen | None) -> dict[str, Any]:
    if seen is None:
        return {}
    columns = {"advice": seen.advice, "content_digest": seen.content_digest}
    if seen.look is None:
        return columns
    return columns | {
        "perceptual_hash": signed(seen.look.short),
        "perceptual_detail": seen.look.detail.to_bytes(DIGEST_BYTES),
    }


def signed(bits: int) -> int:
    """Give 64 bits as the database holds them: a signed whole number."""
    return bits - 2**64 if bits >= 2**63 else bits


def _erase(attachment: Attachment) -> None:
    """Forget an unclaimed attachment: its key first, so that a left-over file is noise."""
    key = attachment.key
    for variant in attachment.variants.all():
        vault.discard(vault.place(attachment.number, variant.name))
    attachment.delete()
    key.destroy()


def _locked(number: str, actor: Actor) -> Upload:
    found = Upload.objects.select_for_update().filter(number=number, uploader_id=actor.user_id)
    upload = found.first()
    if upload is None:
        raise NotFound
    return upload
