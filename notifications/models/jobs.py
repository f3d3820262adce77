"""Rows that keep two of the same thing apart: a periodic run, a websocket ticket."""

from django.db import models


class JobRun(models.Model):
    """Job run 定时任务记录: a slot is run once, however many schedulers ask for it.

    A row named `notifications.text` is a text message that still waits for its gateway.
    """

    name = models.CharField("任务", max_length=80)
    slot = models.CharField("时段", max_length=40)
    started_at = models.DateTimeField("开始时间")

    class Meta:
        verbose_name = "定时任务记录"
        verbose_name_plural = "定时任务记录"
        constraints = (
            models.UniqueConstraint("name", "slot", name="notifications_job_runs_once_per_slot"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"


class LiveTicket(models.Model):
    """Live ticket 连接凭证: opens one websocket once within 30 seconds.

    Only its SHA-256 is stored. Redeeming deletes the row, so that of two that come at once one
    wins; it lives in the database because a flushed channel layer must not matter.
    """

    digest = models.BinaryField("凭证摘要", max_length=32, unique=True)
    person = models.ForeignKey(
        "accounts.Person",
        verbose_name="使用者",
        on_delete=models.PROTECT,
        related_name="live_tickets",
    )
    session = models.CharField("登录", max_length=128, blank=True)
    expires_at = models.DateTimeField("失效时间")

    class Meta:
        verbose_name = "连接凭证"
        verbose_name_plural = "连接凭证"
        indexes = (models.Index("expires_at", name="notifications_ticket_expiry"),)

    def __str__(self) -> str:
        return f"{self.expires_at:%H:%M:%S}"
