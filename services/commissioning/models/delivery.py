"""Sessions, and the workers' confirmations and ratings of them (R9.16)."""

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access.actor import Actor
from backend.fields import StateField, append_only, triggers
from backend.kernel import clock
from services.commissioning.models.contracts import Contract
from services.commissioning.models.kept import stays
from services.commissioning.states.delivery import SESSION, SessionState


class SessionRows(models.QuerySet["Session"]):
    """Ways to get at sessions."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the contracts that one may read."""
        return self.filter(contract__in=Contract.objects.visible_to(actor))

    def used_by(self, person_id: int) -> Self:
        """Rows of the sessions that a worker confirmed."""
        return self.filter(confirmations__person=person_id)


class Session(models.Model):
    """Session 服务场次: a time and place where workers are served and confirm it.

    `secret_sealed` makes the rotating code and is forgotten at closing; `provider_count` is what
    the provider counted and stands beside the confirmed count, never in its place. `confirmed` is
    counted from its rows in the transaction that closes the session, after which none is added.
    """

    number = models.CharField("场次编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(SessionState, default=SessionState.PLANNED)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="sessions", verbose_name="协议"
    )
    title = models.CharField("内容", max_length=60)
    place = models.CharField("地点", max_length=80)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    secret_sealed = models.BinaryField("已加密的签到密钥", null=True, blank=True)
    confirm_until = models.DateTimeField("确认截止时间", null=True, blank=True)
    provider_count = models.PositiveIntegerField("承接组织计数", null=True, blank=True)
    confirmed = models.PositiveIntegerField("职工确认人数", null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="opened_sessions",
        verbose_name="开场人",
        null=True,
        blank=True,
    )
    closed_at = models.DateTimeField("结束登记时间", null=True, blank=True)

    objects = SessionRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务场次"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="commissioning_session_runs_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state=str(SessionState.CLOSED))
                | Q(
                    provider_count__isnull=False,
                    confirmed__isnull=False,
                    closed_at__isnull=False,
                ),
                name="commissioning_closed_session_is_counted",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contract", "starts_at"], name="commissioning_sessions_of"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [*triggers(SESSION), stays()]

    def __str__(self) -> str:
        return self.number


class ConfirmWay(models.TextChoices):
    """How a worker confirmed 确认方式."""

    QR = "qr", "现场扫码"
    CODE = "code", "现场验证码"
    STATION = "station", "服务站代办"


class Confirmation(models.Model):
    """Confirmation 服务确认: this worker was there; once for each session. Never public.

    `has_rated` tells only that a rating was given, not which. `is_parted`: the row was written anew
    apart from the rating, so that the database's own row versions pair the two no longer.
    """

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="confirmations", verbose_name="场次"
    )
    person = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="service_confirmations",
        verbose_name="职工",
    )
    way = models.CharField("确认方式", max_length=8, choices=ConfirmWay.choices)
    at = models.DateTimeField("确认时间", default=clock.now)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="filed_service_confirmations",
        verbose_name="代办人",
        null=True,
        blank=True,
    )
    has_rated = models.BooleanField("已评价", default=False)
    is_parted = models.BooleanField("已与评价分开", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "服务确认"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "person"], name="commissioning_confirmed_once"
            ),
            models.CheckConstraint(
                condition=Q(way="station", filed_by__isnull=False)
                | (~Q(way="station") & Q(filed_by__isnull=True)),
                name="commissioning_station_says_who_filed",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-id"], name="commissioning_confirmed_by"),
            models.Index(
                fields=["session"],
                name="commissioning_to_part",
                condition=Q(has_rated=True, is_parted=False),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [stays()]

    def __str__(self) -> str:
        return f"{self.session} 确认"


class Rating(models.Model):
    """Rating 服务评价: one for each use, with nothing that leads to who gave it (R9.16).

    No person, no time finer than the day, a key drawn at random that follows no order; append-only.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="ratings", verbose_name="场次"
    )
    stars = models.PositiveSmallIntegerField("评分（1-5）")
    words = models.CharField("意见", max_length=200, blank=True)
    day = models.DateField("评价日期", default=clock.today)

    class Meta:
        verbose_name = verbose_name_plural = "服务评价"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5), name="commissioning_one_to_five_stars"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.session} {self.stars}"
