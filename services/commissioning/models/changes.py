"""Changes of a signed contract: what, from which value to which, why, and who agreed (R9.15)."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access.actor import Actor
from backend.fields import MoneyField, StateField, money_check, triggers
from backend.kernel import clock
from services.commissioning.models.contracts import BudgetLine, Contract, Target
from services.commissioning.models.kept import stays
from services.commissioning.models.organizations import new_number
from services.commissioning.states.contracts import CHANGE, ChangeState


class ChangeKind(models.TextChoices):
    """Kind of a change 变更类别."""

    LINE_TRANSFER = "line_transfer", "预算科目调整"
    END_DATE = "end_date", "服务结束日期"
    TARGET = "target", "绩效指标"


class ChangeRows(models.QuerySet["ContractChange"]):
    """Ways to get at changes."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the contracts that one may read."""
        return self.filter(contract__in=Contract.objects.visible_to(actor))


class ContractChange(models.Model):
    """Change 协议变更: what, from which value to which, why, and who agreed (R9.15).

    A change between two budget lines names both and the amount; one of a target names it. `old` and
    `new` say it in words as it stood then.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(ChangeState, default=ChangeState.ASKED)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="changes", verbose_name="协议"
    )
    kind = models.CharField("类别", max_length=16, choices=ChangeKind.choices)
    what = models.CharField("变更内容", max_length=80)
    old = models.CharField("原来", max_length=120)
    new = models.CharField("变更为", max_length=120)
    reason = models.CharField("原因", max_length=300)
    from_line = models.ForeignKey(
        BudgetLine,
        on_delete=models.PROTECT,
        related_name="changes_out",
        verbose_name="调出科目",
        null=True,
        blank=True,
    )
    to_line = models.ForeignKey(
        BudgetLine,
        on_delete=models.PROTECT,
        related_name="changes_in",
        verbose_name="调入科目",
        null=True,
        blank=True,
    )
    moved_fen = MoneyField("调整金额", default=0)
    target = models.ForeignKey(
        Target,
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name="指标",
        null=True,
        blank=True,
    )
    new_hundredths = models.PositiveBigIntegerField("新目标值（0.01）", null=True, blank=True)
    new_day = models.DateField("新日期", null=True, blank=True)
    needs_approval = models.BooleanField("需购买方同意", default=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="asked_contract_changes",
        verbose_name="提出人",
    )
    asked_at = models.DateTimeField("提出时间", default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="decided_contract_changes",
        verbose_name="审批人",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    answer = models.CharField("审批意见", max_length=300, blank=True)

    objects = ChangeRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协议变更"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("moved_fen"),
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")), name="commissioning_change_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(moved_fen=0)
                | (Q(from_line__isnull=False, to_line__isnull=False) & ~Q(from_line=F("to_line"))),
                name="commissioning_moved_between_two_lines",
            ),
            models.CheckConstraint(
                condition=Q(kind="line_transfer", moved_fen__gt=0)
                | Q(kind="end_date", new_day__isnull=False)
                | Q(kind="target", target__isnull=False, new_hundredths__isnull=False),
                name="commissioning_change_says_what_becomes_of_it",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(ChangeState.APPROVED))
                | Q(needs_approval=False)
                | Q(decided_by__isnull=False),
                name="commissioning_change_decided_by_somebody",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contract", "id"], name="commissioning_changes_of"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [*triggers(CHANGE), stays()]

    def __str__(self) -> str:
        return f"{self.contract} {self.what}"
