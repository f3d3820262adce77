"""What was made public, when it was owed, and the releases that never change (R9.20-R9.23)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from backend.fields import MoneyField, append_only, money_check
from backend.kernel import clock
from services.commissioning.models.projects import Project


class Release(models.Model):
    """Release 开放数据发布: one state of a project as open data, byte for byte; append-only.

    `content` is the canonical JSON of one OCDS release, `digest` its SHA-256.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="releases", verbose_name="项目"
    )
    sequence = models.PositiveIntegerField("次序")
    tag = models.CharField("标签", max_length=300)
    content = models.BinaryField("内容")
    digest = models.BinaryField("摘要", max_length=32)
    at = models.DateTimeField("发布时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "开放数据发布"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "sequence"], name="commissioning_release_sequence"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at", "id"], name="commissioning_releases_by_time"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.project} 发布{self.sequence}"


class DutyKind(models.TextChoices):
    """Kind of a publication duty 公布事项."""

    CALL = "call", "征集公告"
    RESULT = "result", "评审结果"
    CONTRACT = "contract", "协议"
    PROGRESS = "progress", "进展"
    FINAL = "final", "绩效"


class Duty(models.Model):
    """Publication duty 公布期限: what is owed to the workers by which day (R9.20, R9.21).

    A missed one publishes itself as late, with its days. One that a change of the project made
    pointless is waived.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="duties", verbose_name="项目"
    )
    kind = models.CharField("事项", max_length=12, choices=DutyKind.choices)
    place = models.PositiveSmallIntegerField("第几期", default=1)
    due_on = models.DateField("最晚公布日期")
    met_on = models.DateField("公布日期", null=True, blank=True)
    told_late_on = models.DateField("公布逾期的日期", null=True, blank=True)
    waived_on = models.DateField("不再应公布的日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公布期限"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "kind", "place"], name="commissioning_duty_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                F("due_on"),
                F("id"),
                name="commissioning_duty_owed",
                condition=Q(met_on__isnull=True, waived_on__isnull=True),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="duty_stays", operation=pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_kind_display()}"


class PublicWork(models.Model):
    """Public work 待公布: a project whose public face lags behind what was done.

    Written in the act's own transaction, so that no act can be forgotten. First a release is made
    of it (`is_released`), then the files are written and the row goes.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="public_work", verbose_name="项目"
    )
    act = models.CharField("办理", max_length=32)
    is_released = models.BooleanField("已形成发布", default=False)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "待公布"

    def __str__(self) -> str:
        return f"{self.project} {self.act}"


class PublishedFigures(models.Model):
    """Published figures 已公布数字: what the public was told last, number by number (R9.22).

    What differs from it later is a correction with old and new. `unit_cost_fen` is compared among
    projects of one kind.
    """

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="published", verbose_name="项目"
    )
    kind = models.CharField("服务类别", max_length=16)
    figures = models.JSONField("数字")
    unit_cost_fen = MoneyField("每人成本", null=True, blank=True)
    at = models.DateTimeField("公布时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "已公布数字"
        constraints: ClassVar[list[models.BaseConstraint]] = [money_check("unit_cost_fen")]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["kind", "unit_cost_fen"],
                name="commissioning_cost_of_kind",
                condition=Q(unit_cost_fen__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} 已公布数字"


class FigureCheck(models.Model):
    """Figure check 数字核对: when a project's figures were last recomputed, and what was wrong."""

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="figure_check", verbose_name="项目"
    )
    at = models.DateTimeField("核对时间", default=clock.now)
    problems = models.JSONField("不一致之处", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "数字核对"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="commissioning_checked_at"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.at:%Y-%m-%d}"


class FigureCorrection(models.Model):
    """Correction 数字更正 of a published figure: old, new, why; both stay visible (R9.22)."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="corrections", verbose_name="项目"
    )
    figure = models.CharField("数字", max_length=60)
    old = models.CharField("原公布", max_length=60)
    new = models.CharField("更正为", max_length=60)
    reason = models.CharField("更正原因", max_length=300)
    at = models.DateTimeField("更正时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "数字更正"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.project} {self.figure}"
