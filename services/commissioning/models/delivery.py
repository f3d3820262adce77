"""Sessions, the workers' confirmations and ratings, reports and what was spent (R9.14, R9.16)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.fields import MoneyField, StateField, append_only, money_check, triggers
from backend.kernel import clock
from services.commissioning.models.contracts import BudgetLine, Contract
from services.commissioning.models.organizations import new_number
from services.commissioning.states.delivery import REPORT, SESSION, ReportState, SessionState


class Session(models.Model):
    """Session 服务场次: a time and place where workers are served and confirm it.

    `secret_sealed` makes the rotating code; `provider_count` is what the provider counted and
    stands beside the confirmed count, never in its place. `confirmed` and `rated` are counted from
    their rows in the same transaction that closes the session.
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
    provider_count = models.PositiveIntegerField("机构计数", null=True, blank=True)
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

    class Meta:
        verbose_name = verbose_name_plural = "服务场次"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="commissioning_session_runs_forward"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contract", "starts_at"], name="commissioning_sessions_of"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(SESSION)

    def __str__(self) -> str:
        return self.number


class ConfirmWay(models.TextChoices):
    """How a worker confirmed 确认方式."""

    QR = "qr", "现场扫码"
    CODE = "code", "现场验证码"
    STATION = "station", "服务站代办"


class Confirmation(models.Model):
    """Confirmation 服务确认: this worker was there; once for each session. Never public.

    `has_rated` tells only that a rating was given, not which.
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
    has_rated = models.BooleanField("已评价", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "服务确认"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "person"], name="commissioning_confirmed_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-id"], name="commissioning_confirmed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.session} 确认"


class Rating(models.Model):
    """Rating 服务评价: one for each use, with nothing that leads to who gave it (R9.16).

    No person, no time finer than the day; append-only.
    """

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


class Report(models.Model):
    """Work report 进展报告 for one period: persons, sessions, spending, photographs (R9.14)."""

    number = models.CharField("报告编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(ReportState, default=ReportState.DRAFT)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="reports", verbose_name="协议"
    )
    is_final = models.BooleanField("终期报告", default=False)
    period_start = models.DateField("期间起")
    period_end = models.DateField("期间止")
    persons = models.PositiveIntegerField("机构填报人数", default=0)
    sessions = models.PositiveIntegerField("机构填报场次", default=0)
    words = models.TextField("进展说明", max_length=4000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="written_service_reports",
        verbose_name="填报人",
    )
    created_at = models.DateTimeField("建立时间", default=clock.now)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="checked_service_reports",
        verbose_name="核对人",
        null=True,
        blank=True,
    )
    answer = models.CharField("核对意见", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "进展报告"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract", "period_start"], name="commissioning_one_report_per_period"
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(is_final=True),
                name="commissioning_one_final_report",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="commissioning_report_runs_forward",
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("written_by")), name="commissioning_report_four_eyes"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(REPORT)

    def __str__(self) -> str:
        return self.number


class Spending(models.Model):
    """Spending 支出: what the provider spent by budget line, with its voucher (R9.14)."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="spendings", verbose_name="报告"
    )
    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="spendings", verbose_name="科目"
    )
    amount_fen = MoneyField("金额")
    spent_on = models.DateField("支出日期")
    words = models.CharField("用途", max_length=80)
    voucher = models.ForeignKey(
        "files.Attachment",
        on_delete=models.PROTECT,
        related_name="commissioning_vouchers",
        verbose_name="凭证",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "支出"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("amount_fen"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="commissioning_spending_is_not_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.words}"


class ReportPhoto(models.Model):
    """Photograph 服务照片 of a report; compared with all others for reuse."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="photos", verbose_name="报告"
    )
    attachment = models.OneToOneField(
        "files.Attachment",
        on_delete=models.PROTECT,
        related_name="commissioning_photo",
        verbose_name="照片",
    )
    caption = models.CharField("说明", max_length=80, blank=True)
    seems_reused = models.BooleanField("疑似重复使用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "服务照片"

    def __str__(self) -> str:
        return f"{self.report} 照片"
