"""What a person can read: her own items, and the notices of her cohorts."""

from django.db import models
from django.db.models import F, Q


class InboxItem(models.Model):
    """Inbox item 收件箱消息: one message to one person; the record of what she was told.

    The sentence is rendered from topic and parameters when it is read, so that a corrected
    wording corrects old messages too. `dedupe_key` makes a second relay of one event a no-op.
    """

    seq = models.BigIntegerField("位次")
    person = models.ForeignKey(
        "accounts.Person",
        verbose_name="收件人",
        on_delete=models.PROTECT,
        related_name="inbox_items",
        db_index=False,
    )
    event = models.ForeignKey(
        "notifications.Event",
        verbose_name="事件",
        on_delete=models.PROTECT,
        related_name="inbox_items",
    )
    topic = models.CharField("主题", max_length=60)
    category = models.CharField("类别", max_length=20)
    params = models.JSONField("文字参数", default=dict)
    dedupe_key = models.CharField("去重键", max_length=200)
    created_at = models.DateTimeField("时间")
    expires_at = models.DateTimeField("失效时间", null=True)
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        verbose_name = "收件箱消息"
        verbose_name_plural = "收件箱消息"
        constraints = (
            models.UniqueConstraint(
                "person", "dedupe_key", name="notifications_inbox_item_told_once"
            ),
            # Not on `seq` alone: the planner would walk that index through everybody's messages.
            models.UniqueConstraint("person", "seq", name="notifications_inbox_item_one_place"),
        )
        indexes = (
            models.Index(
                "person",
                "category",
                F("seq").desc(),
                name="notifications_inbox_unread",
                condition=Q(read_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.topic}"


class Notice(models.Model):
    """Notice 公告: one row that a whole cohort reads."""

    seq = models.BigIntegerField("位次")
    event = models.ForeignKey(
        "notifications.Event",
        verbose_name="事件",
        on_delete=models.PROTECT,
        related_name="notices",
    )
    cohort = models.CharField("人群", max_length=60)
    topic = models.CharField("主题", max_length=60)
    category = models.CharField("类别", max_length=20)
    params = models.JSONField("文字参数", default=dict)
    published_at = models.DateTimeField("发布时间")
    expires_at = models.DateTimeField("失效时间", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "公告"
        verbose_name_plural = "公告"
        constraints = (
            models.UniqueConstraint("cohort", "seq", name="notifications_notice_one_place"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.cohort}"


class InboxMark(models.Model):
    """Inbox mark 已读位次: every notice of the category up to this position counts as read."""

    person = models.ForeignKey(
        "accounts.Person",
        verbose_name="读者",
        on_delete=models.PROTECT,
        related_name="inbox_marks",
    )
    category = models.CharField("类别", max_length=20)
    upto_seq = models.BigIntegerField("读到", default=0)

    class Meta:
        verbose_name = "已读位次"
        verbose_name_plural = "已读位次"
        constraints = (
            models.UniqueConstraint("person", "category", name="notifications_mark_per_category"),
        )

    def __str__(self) -> str:
        return f"{self.category} {self.upto_seq}"


class InboxException(models.Model):
    """Inbox exception 单条标记: a notice read or hidden out of order."""

    class Mark(models.TextChoices):
        """标记."""

        READ = "read", "已读"
        HIDDEN = "hidden", "已隐藏"

    person = models.ForeignKey(
        "accounts.Person",
        verbose_name="读者",
        on_delete=models.PROTECT,
        related_name="inbox_exceptions",
    )
    notice = models.ForeignKey(
        "notifications.Notice",
        verbose_name="公告",
        on_delete=models.CASCADE,
        related_name="exceptions",
    )
    mark = models.CharField("标记", max_length=10, choices=Mark.choices)

    class Meta:
        verbose_name = "单条标记"
        verbose_name_plural = "单条标记"
        constraints = (
            models.UniqueConstraint("person", "notice", name="notifications_one_mark_per_notice"),
        )

    def __str__(self) -> str:
        return self.mark
