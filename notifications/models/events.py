"""What a verb said happened, and the position that the relay gave it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Event(models.Model):
    """Event 事件: one row of the outbox, written in the transaction of the verb.

    Told either to one person or to a cohort. `seq` is the feed position: empty until the relay
    has told it, gapless afterwards. `created_at` is business time and what people see,
    `recorded_at` the database's clock and what liveness is measured by. `params` holds nothing
    personal (`topics.ALLOWED_PARAMS`).
    """

    topic = models.CharField("主题", max_length=60)
    category = models.CharField("类别", max_length=20)
    subject_type = models.CharField("事项种类", max_length=60)
    subject_id = models.BigIntegerField("事项")
    subject_version = models.BigIntegerField("事项版本", default=0)
    person = models.ForeignKey(
        "accounts.Person",
        verbose_name="收件人",
        on_delete=models.PROTECT,
        related_name="events",
        null=True,
    )
    cohort = models.CharField("人群", max_length=60, blank=True)
    params = models.JSONField("文字参数", default=dict)
    once = models.CharField("场合", max_length=60, blank=True)
    created_at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记录时间", db_default=Now())
    expires_at = models.DateTimeField("失效时间", null=True)
    seq = models.BigIntegerField("位次", null=True, unique=True)
    relayed_at = models.DateTimeField("发出时间", null=True)

    class Meta:
        verbose_name = "事件"
        verbose_name_plural = "事件"
        constraints = (
            models.CheckConstraint(
                name="notifications_event_has_one_audience",
                condition=Q(person__isnull=False, cohort="")
                | Q(person__isnull=True) & ~Q(cohort=""),
            ),
            models.CheckConstraint(
                name="notifications_event_relayed_has_seq",
                condition=Q(seq__isnull=True, relayed_at__isnull=True)
                | Q(seq__isnull=False, relayed_at__isnull=False),
            ),
        )
        indexes = (
            models.Index("id", name="notifications_event_waiting", condition=Q(seq__isnull=True)),
            models.Index("subject_type", "subject_id", name="notifications_event_subject"),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.subject_type} {self.subject_id}"


class FeedPosition(models.Model):
    """Feed position 位次计数: the last `seq` given out, one row.

    A row and not a database sequence, because a rolled-back relay must not leave a gap.
    """

    name = models.CharField("名称", max_length=20, primary_key=True)
    seq = models.BigIntegerField("位次", default=0)

    class Meta:
        verbose_name = "位次计数"
        verbose_name_plural = "位次计数"

    def __str__(self) -> str:
        return f"{self.name} {self.seq}"
