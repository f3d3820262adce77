"""The attempts to reach one device, and the pace that a provider allows."""

from django.db import models
from django.db.models import F, Func, Q, Value

from backend.fields import StateField, triggers
from notifications.states import DELIVERY_MACHINE, DeliveryState

WAITING = (DeliveryState.QUEUED, DeliveryState.LEASED)


class Delivery(models.Model):
    """Delivery 推送任务: one event towards one device, at least once.

    The key is (day, id) so that the table can be split by day without touching a row's identity.
    A lease is a `due_at` in the future with a token: whoever holds the token may write the
    outcome, and an abandoned lease comes due by itself. `due_at`, `lease` and expiry run on the
    clock of the database.
    """

    pk = models.CompositePrimaryKey("day", "id")
    day = models.DateField("日期")
    id = models.BigIntegerField(
        "序号",
        db_default=Func(Value("notifications_delivery_id_seq"), function="nextval"),
    )
    event = models.ForeignKey(
        "notifications.Event",
        verbose_name="事件",
        on_delete=models.PROTECT,
        related_name="deliveries",
        db_index=False,
    )
    device = models.ForeignKey(
        "notifications.Device",
        verbose_name="设备",
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    provider = models.CharField("通道", max_length=20)
    state = StateField(DeliveryState, "状态", max_length=10, default=DeliveryState.QUEUED)
    due_at = models.DateTimeField("下次尝试")
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    lease_token = models.UUIDField("占用凭证", null=True)
    leased_at = models.DateTimeField("占用时间", null=True)
    provider_reference = models.CharField("通道回执号", max_length=200, blank=True)
    error = models.CharField("失败原因", max_length=60, blank=True)
    expires_at = models.DateTimeField("失效时间")
    settled_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "推送任务"
        verbose_name_plural = "推送任务"
        constraints = (
            models.UniqueConstraint(
                "day", "event", "device", name="notifications_delivery_once_per_device"
            ),
        )
        indexes = (
            models.Index(
                "provider",
                "due_at",
                "id",
                name="notifications_delivery_due",
                condition=Q(state__in=[str(state) for state in WAITING]),
            ),
            models.Index("event", F("id").desc(), name="notifications_delivery_event"),
        )
        triggers = triggers(DELIVERY_MACHINE)

    def __str__(self) -> str:
        return f"{self.day} {self.state}"


class ProviderBucket(models.Model):
    """Provider bucket 通道流量: how fast a provider may be called, and until when it rests.

    `fault` names what only a person can repair (wrong credentials, a burst of dead addresses);
    readiness shows it.
    """

    name = models.CharField("通道", max_length=20, primary_key=True)
    rate = models.PositiveIntegerField("每秒条数", default=500)
    burst = models.PositiveIntegerField("瞬时上限", default=1000)
    tokens = models.PositiveIntegerField("余量", default=1000)
    refilled_at = models.DateTimeField("补充时间")
    paused_until = models.DateTimeField("暂停至", null=True)
    fault = models.CharField("故障", max_length=60, blank=True)

    class Meta:
        verbose_name = "通道流量"
        verbose_name_plural = "通道流量"

    def __str__(self) -> str:
        return self.name
