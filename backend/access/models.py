"""Tables of the shared edge: idempotency keys, and requests to put personal data right."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from backend.accounts.models import Person
from backend.fields import SealedField
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.identifiers import uuid7
from backend.unions.models import PlacedInTree


class IdempotencyKey(models.Model):
    """A client's key 防重键 for one act, with the sealed reply; kept 7 days.

    Scope is (actor, operation, key). The row stands in the same transaction as the effect, so
    that a key exists exactly when its effect does.
    """

    actor_key = models.BigIntegerField("办理人")
    operation = models.CharField("操作", max_length=120)
    key = models.CharField("防重键", max_length=128)
    fingerprint = models.BinaryField("请求指纹", max_length=32)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    etag = models.CharField("版本标记", max_length=40, db_default="", blank=True)
    reply_sealed = models.BinaryField("封存的答复", null=True)
    created_at = models.DateTimeField("时间", db_default=Now())

    class Meta:
        """One row for each key in its scope; old rows are found by time."""

        verbose_name = "防重键"
        verbose_name_plural = "防重键"
        constraints = (
            models.UniqueConstraint(
                fields=["actor_key", "operation", "key"], name="access_one_effect_per_key"
            ),
        )
        indexes = (models.Index(fields=["created_at"], name="access_key_created_at"),)

    def __str__(self) -> str:
        return f"{self.operation} {self.key}"


class CorrectionField(models.TextChoices):
    """What a worker may ask to have put right 可更正的内容."""

    NAME = "name", "姓名"
    PHONE = "phone", "手机号"
    UNION = "union", "所在工会"
    OTHER = "other", "其他"


def new_number() -> str:
    """Give a fresh public number: a UUIDv7 as text."""
    return str(uuid7())


class CorrectionRequest(SealedRow, PlacedInTree):
    """A worker's request 更正申请 to put data about himself right (PIPL 46), with its answer.

    What is wrong and what is right are sealed under the worker's own key.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="corrections", verbose_name="本人"
    )
    field = models.CharField("要更正的内容", max_length=16, choices=CorrectionField.choices)
    wanted_sealed = SealedField("正确的内容")
    version = models.PositiveIntegerField("版本", default=1)
    asked_at = models.DateTimeField("提出时间", default=clock.now)
    due_on = models.DateField("答复期限")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="answered_corrections",
        verbose_name="答复人",
        null=True,
        blank=True,
    )
    corrected = models.BooleanField("已更正", null=True)
    answer = models.CharField("答复", max_length=400, blank=True)

    class Meta:
        """An answer has its time, its author and its outcome together; one open request a field."""

        verbose_name = "更正申请"
        verbose_name_plural = "更正申请"
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, corrected=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, corrected__isnull=False),
                name="access_correction_answered_whole",
            ),
            models.UniqueConstraint(
                fields=["person", "field"],
                condition=Q(answered_at=None),
                name="access_correction_one_open_per_field",
            ),
        )
        indexes = tuple(
            models.Index(
                fields=[f"d{level}", "due_on"],
                condition=Q(answered_at=None),
                name=f"access_correction_open_d{level}",
            )
            for level in (1, 2, 3, 4, 5)
        )

    def __str__(self) -> str:
        return f"更正申请 {self.number}"
