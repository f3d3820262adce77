"""The tables of files: an upload on its way in, and the clean attachment with its variants."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.accounts.models import Person
from backend.fields import StateField, triggers
from backend.fields.models import SealedRow
from backend.files.states import UPLOAD, UploadState
from backend.unions.models import Union

DIGEST_BYTES = 32
HALF_BITS = 32
LOW_HALF = 2**HALF_BITS - 1


class Media(models.TextChoices):
    """What kind of file is expected."""

    IMAGE = "image", "照片"
    WORKBOOK = "workbook", "表格"
    DATA = "data", "数据文件"


class VariantName(models.TextChoices):
    """The sizes in which an attachment is kept."""

    THUMB = "thumb", "缩略图"
    PREVIEW = "preview", "预览图"
    ORIGINAL = "original", "原尺寸"


class Upload(models.Model):
    """Upload 上传: bytes on their way in, in quarantine, resumable until `expires_at`."""

    number = models.CharField("编号", max_length=36, unique=True)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="uploads",
        verbose_name="上传人",
    )
    media = models.CharField("类别", max_length=10, choices=Media.choices)
    name = models.CharField("文件名（已遮盖）", max_length=60, blank=True)
    length = models.PositiveBigIntegerField("总字节数")
    received = models.PositiveBigIntegerField("已收字节数", default=0)
    state = StateField(UploadState, default=UploadState.RECEIVING)
    refusal_code = models.CharField("未通过原因代码", max_length=40, blank=True)
    refusal = models.CharField("未通过原因", max_length=200, blank=True)
    created_at = models.DateTimeField("开始时间")
    expires_at = models.DateTimeField("保留到", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "上传"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(received__lte=F("length")), name="files_upload_not_past_its_end"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(UPLOAD)

    def __str__(self) -> str:
        return f"{self.get_media_display()} {self.received}/{self.length}"


CLAIMED = Q(attached_at__isnull=False)


class Attachment(SealedRow):
    """Attachment 附件: a clean file, sealed under its own key; private to its case.

    Of a photograph it keeps what helps without opening it: advice for the sender (`advice.py`), the
    keyed digest of its clean content and its perceptual hash (`likeness.py`).
    """

    number = models.CharField("编号", max_length=36, unique=True)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="attachments",
        verbose_name="上传人",
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="涉及的人",
    )
    union = models.ForeignKey(
        Union,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="工会",
    )
    media = models.CharField("类别", max_length=10, choices=Media.choices)
    kind = models.CharField("材料种类", max_length=40, blank=True)
    case = models.CharField("归入的事项编号", max_length=40, blank=True)
    name = models.CharField("文件名（已遮盖）", max_length=60, blank=True)
    created_at = models.DateTimeField("上传时间")
    attached_at = models.DateTimeField("归入事项时间", null=True, blank=True)
    advice = models.JSONField("拍照提示代码", default=list, blank=True)
    # Keyed, so that nobody who holds a picture can ask the table whether it was sent in.
    content_digest = models.BinaryField("内容摘要（加密索引）", max_length=DIGEST_BYTES, null=True)
    perceptual_hash = models.BigIntegerField("感知哈希", null=True, blank=True)
    # The halves of the hash, to be looked up by; the upper one is signed, as the hash is.
    upper_half = models.GeneratedField(
        expression=F("perceptual_hash").bitrightshift(HALF_BITS),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    lower_half = models.GeneratedField(
        expression=F("perceptual_hash").bitand(LOW_HALF),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    perceptual_detail = models.BinaryField("感知哈希（细）", max_length=DIGEST_BYTES, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(perceptual_hash=None, perceptual_detail=None)
                | Q(perceptual_hash__isnull=False, perceptual_detail__isnull=False),
                name="files_attachment_looks_with_detail",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"], name="files_unattached", condition=Q(attached_at=None)
            ),
            models.Index(
                fields=["kind", "content_digest"], name="files_same_content", condition=CLAIMED
            ),
            models.Index(
                fields=["kind", "upper_half"], name="files_alike_upper", condition=CLAIMED
            ),
            models.Index(
                fields=["kind", "lower_half"], name="files_alike_lower", condition=CLAIMED
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_media_display()


class Variant(models.Model):
    """Variant 附件版本: one size of an attachment, a sealed file in the store."""

    attachment = models.ForeignKey(
        Attachment, on_delete=models.CASCADE, related_name="variants", verbose_name="附件"
    )
    name = models.CharField("版本", max_length=10, choices=VariantName.choices)
    media_type = models.CharField("内容类型", max_length=100)
    width = models.PositiveIntegerField("宽", default=0)
    height = models.PositiveIntegerField("高", default=0)
    size = models.PositiveBigIntegerField("字节数")
    digest = models.BinaryField("存储内容摘要", max_length=DIGEST_BYTES)

    class Meta:
        verbose_name = verbose_name_plural = "附件版本"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["attachment", "name"], name="files_each_variant_once"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="files_variant_stays_as_it_is", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.width}x{self.height}"
