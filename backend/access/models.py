"""Tables of the shared edge: the idempotency keys."""

from django.db import models
from django.db.models.functions import Now


class IdempotencyKey(models.Model):
    """A client's key 防重键 for one act, with the sealed reply; kept 7 days.

    Scope is (actor, operation, key). The row stands in the same transaction as the effect, so
    that a key exists exactly when its effect does.
    """

    id = models.BigAutoField(primary_key=True)
    actor_key = models.BigIntegerField("办理人")
    operation = models.CharField("操作", max_length=120)
    key = models.CharField("防重键", max_length=128)
    fingerprint = models.BinaryField("请求指纹", max_length=32)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    etag = models.CharField("版本标记", max_length=40, default="", blank=True)
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
