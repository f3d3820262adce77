"""Work reports: what was done and spent in a period, with vouchers and photographs (R9.14)."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from backend.access.actor import Actor
from backend.fields import MoneyField, StateField, money_check, triggers
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models.contracts import BudgetLine, Contract, Target
from services.commissioning.models.kept import HANDED_IN, stays, stays_once
from services.commissioning.models.organizations import acted_for, new_number
from services.commissioning.states.delivery import REPORT, ReportState


class ReportRows(models.QuerySet["Report"]):
    """Ways to get at reports."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the contracts that one may read; a draft only for who may write it."""
        own = Q(contract__organization_id__in=acted_for(actor))
        handed_in = ~Q(state=str(ReportState.DRAFT))
        return self.filter(own | handed_in, contract__in=Contract.objects.visible_to(actor))

    def locked(self, number: str) -> "Report":
        """Lock project, contract and report for a verb; raises NotFound."""
        found = self.filter(number=number).values_list("contract__number", flat=True).first()
        if found is None:
            raise NotFound
        contract = Contract.objects.locked(found)
        report = self.select_for_update(of=("self",)).get(number=number)
        report.contract = contract
        return report


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
    persons = models.PositiveIntegerField("承接组织填报人数", default=0)
    sessions = models.PositiveIntegerField("承接组织填报场次", default=0)
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

    objects = ReportRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展报告"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract", "period_start"], name="commissioning_one_report_per_period"
            ),
            ExclusionConstraint(
                name="commissioning_report_periods_never_overlap",
                expressions=[
                    (F("contract"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("period_start"),
                            F("period_end"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
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
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers(REPORT),
            stays(pgtrigger.Q(old__submitted_at__isnull=False)),
        ]

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
    voucher = models.OneToOneField(
        "files.Attachment",
        on_delete=models.PROTECT,
        related_name="commissioning_voucher",
        verbose_name="凭证",
        null=True,
        blank=True,
    )
    seems_reused = models.BooleanField("凭证疑似重复使用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "支出"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("amount_fen"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="commissioning_spending_is_not_zero"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [stays_once(HANDED_IN)]

    def __str__(self) -> str:
        return f"{self.report} {self.words}"


class ReportPhoto(models.Model):
    """Photograph 服务照片 of a report; compared with all others for reuse."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
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
        triggers: ClassVar[list[pgtrigger.Trigger]] = [stays_once(HANDED_IN)]

    def __str__(self) -> str:
        return f"{self.report} 照片"


class StatedFigure(models.Model):
    """Stated figure 填报指标值 of a report, for a target that nothing in the system can count."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="figures", verbose_name="报告"
    )
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="stated", verbose_name="指标"
    )
    hundredths = models.PositiveBigIntegerField("完成值（0.01）")

    class Meta:
        verbose_name = verbose_name_plural = "填报指标值"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["report", "target"], name="commissioning_figure_once_per_report"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [stays_once(HANDED_IN)]

    def __str__(self) -> str:
        return f"{self.report} {self.target}"
