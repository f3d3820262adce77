"""The way in without JavaScript: a file of a plain multipart form, through the same checks."""

from django.core.files.uploadedfile import UploadedFile

from backend.access.actor import Actor
from backend.files import reception, workflow
from backend.files.models import Attachment, Media
from backend.kernel.errors import Invalid


def receive(
    file: "UploadedFile[bytes] | None", *, actor: Actor, media: Media = Media.IMAGE
) -> Attachment:
    """Take in one uploaded file; gives an attachment that a verb can then `attach` by number.

    Call it in the page, outside a transaction, before the verb. Raises Invalid `file_missing`,
    `empty_file`, TooLarge, Unsupported.
    """
    if file is None:
        raise Invalid("file_missing", "请先选择要上传的文件。")
    upload = workflow.begin(media, file.size or 0, file.name or "", actor=actor)
    file.seek(0)
    upload = reception.append(upload.number, 0, file, actor=actor)
    attachment = reception.finish(upload, actor=actor)
    if attachment is None:
        raise Invalid("file_cut", "文件没有传完整，请重新上传。")
    return attachment
