"""The contract: its term and amount, budget lines and targets (R9.12)."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import MoneyField, money_check
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models.calls import Bid
from services.commissioning.models.kept import SIGNED, stays, stays_once
from services.commissioning.models.organizations import Organization, acted_for
from services.commissioning.models.projects import Project


class ContractRows(models.QuerySet["Contract"]):
    """Ways to get at contracts."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of officers' subtrees, and of the organization that one acts for."""
        seen = scope.visible(actor, Permission.COMMISSIONING_PROJECT_READ, "project__")
        return self.filter(seen | Q(organization_id__in=acted_for(actor)))

    def locked(self, number: str) -> "Contract":
        """Lock project and contract for a verb; raises NotFound."""
        project = self.filter(number=number).values_list("project__number", flat=True).first()
        if project is None:
            raise NotFound
        root = Project.objects.locked(project)
        rows = self.select_for_update(of=("self",)).select_related("organization")
        contract = rows.get(number=number)
        contract.project = root
        return contract


class Contract(models.Model):
    """Contract 服务协议 for a commissioned project; one for each project.

    `amount_fen` is the sum of its lines and of its stages, always. `paid_fen` grows with each stage
    that the bank confirmed, and never beyond the amount.
    """

    number = models.CharField("协议编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="contract", verbose_name="项目"
    )
    bid = models.OneToOneField(
        Bid, on_delete=models.PROTECT, related_name="contract", verbose_name="中选申报书"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="contracts", verbose_name="承接组织"
    )
    amount_fen = MoneyField("协议金额")
    paid_fen = MoneyField("已付金额", default=0)
    starts_on = models.DateField("服务开始日期")
    ends_on = models.DateField("服务结束日期")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="drafted_contracts",
        verbose_name="起草人",
    )
    drafted_at = models.DateTimeField("起草时间", default=clock.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="agreed_contracts",
        verbose_name="承接组织确认人",
        null=True,
        blank=True,
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="signed_contracts",
        verbose_name="签署人",
        null=True,
        blank=True,
    )
    signed_on = models.DateField("签署日期", null=True, blank=True)
    ended_on = models.DateField("实际结束日期", null=True, blank=True)

    objects = ContractRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务协议"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("amount_fen", "paid_fen"),
            models.CheckConstraint(
                condition=Q(paid_fen__lte=F("amount_fen")),
                name="commissioning_never_paid_beyond_the_contract",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="commissioning_contract_runs_forward"
            ),
            models.CheckConstraint(
                condition=~Q(signed_by=F("drafted_by")), name="commissioning_contract_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | Q(signed_by__isnull=False, agreed_by__isnull=False),
                name="commissioning_signed_by_both_sides",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            stays(pgtrigger.Q(old__signed_on__isnull=False))
        ]

    def __str__(self) -> str:
        return self.number


class BudgetLine(models.Model):
    """Budget line 预算科目 of a contract; `amount_fen` moves only by an approved line transfer."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="lines", verbose_name="协议"
    )
    place = models.PositiveSmallIntegerField("序号")
    title = models.CharField("科目", max_length=40)
    agreed_fen = MoneyField("签约金额")
    amount_fen = MoneyField("现行金额")

    class Meta:
        verbose_name = verbose_name_plural = "预算科目"
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "place"], name="commissioning_line_place"),
            money_check("agreed_fen", "amount_fen"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [stays_once(SIGNED)]

    def __str__(self) -> str:
        return self.title


class TargetKind(models.TextChoices):
    """Kind of a target 指标类别 (R9.18)."""

    QUANTITY = "quantity", "数量"
    QUALITY = "quality", "质量"
    TIMELINESS = "timeliness", "时效"
    COST = "cost", "成本"
    EFFECT = "effect", "效果"
    SATISFACTION = "satisfaction", "满意度"


class TargetSource(models.TextChoices):
    """Where the delivered figure of a target comes from 数据来源; never typed in where known."""

    PERSONS = "persons", "确认到场人数"
    SESSIONS = "sessions", "完成场次"
    SATISFACTION = "satisfaction", "职工评价均分"
    ON_TIME = "on_time", "按期完成节点比例"
    UNIT_COST = "unit_cost", "每人成本"
    STATED = "stated", "报告填报"


class Target(models.Model):
    """Target 绩效指标: planned figure and weight; its `code` is the metric id of the open data."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="targets", verbose_name="协议"
    )
    code = models.CharField("指标代码", max_length=32)
    kind = models.CharField("类别", max_length=12, choices=TargetKind.choices)
    source = models.CharField("数据来源", max_length=12, choices=TargetSource.choices)
    title = models.CharField("指标", max_length=60)
    unit = models.CharField("单位", max_length=12)
    planned_hundredths = models.PositiveBigIntegerField("目标值（0.01）")
    weight = models.PositiveSmallIntegerField("权重")

    class Meta:
        verbose_name = verbose_name_plural = "绩效指标"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "code"], name="commissioning_target_code"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [stays_once(SIGNED)]

    def __str__(self) -> str:
        return self.title
