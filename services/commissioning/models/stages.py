"""The milestones of a contract and the stages in which it is paid (R9.12, R9.13)."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access.actor import Actor
from backend.fields import MoneyField, StateField, money_check, triggers
from services.commissioning.models.contracts import Contract
from services.commissioning.models.kept import SIGNED, stays_once
from services.commissioning.models.organizations import new_number
from services.commissioning.states.contracts import MILESTONE, STAGE, MilestoneState, StageState


class MilestoneKind(models.TextChoices):
    """Kind of a milestone 节点类别."""

    DELIVERY = "delivery", "服务"
    REPORTING = "reporting", "报告"
    ASSESSMENT = "assessment", "评估"


class Milestone(models.Model):
    """Milestone 履约节点 of a contract with its day; judged by an officer, with words.

    On time means met, and `met_on` not after `due_on`; the day of the judgement does not count.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(MilestoneState, default=MilestoneState.SCHEDULED)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="milestones", verbose_name="协议"
    )
    place = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("类别", max_length=12, choices=MilestoneKind.choices)
    title = models.CharField("节点", max_length=80)
    due_on = models.DateField("到期日期")
    met_on = models.DateField("完成日期", null=True, blank=True)
    judged_on = models.DateField("认定日期", null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="judged_milestones",
        verbose_name="认定人",
        null=True,
        blank=True,
    )
    words = models.CharField("认定说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "履约节点"
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract", "place"], name="commissioning_milestone_place"
            ),
            models.CheckConstraint(
                condition=~Q(state=str(MilestoneState.MET)) | Q(met_on__isnull=False),
                name="commissioning_met_milestone_has_its_day",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [*triggers(MILESTONE), stays_once(SIGNED)]

    def __str__(self) -> str:
        return self.title


class StageCondition(models.TextChoices):
    """Condition of a payment stage 付款条件 (R9.13)."""

    SIGNED = "signed", "协议签署"
    MIDTERM = "midterm", "中期评估通过"
    ACCEPTED = "accepted", "验收并评价合格"


class StageRows(models.QuerySet["Stage"]):
    """Ways to get at payment stages."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the contracts that one may read."""
        return self.filter(contract__in=Contract.objects.visible_to(actor))


class Stage(models.Model):
    """Payment stage 付款阶段: a share of the contract, payable when its condition is met.

    The money is reserved in the ledger when the contract is signed; all stages sum to the contract.
    `drafted_by` repeats who drafted the contract, so that the table itself keeps the drafter from
    approving; who approved does not order either. `withheld_for` is the evaluation that withheld
    it, so that only what one withheld is released where another supersedes it.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(StageState, default=StageState.PLANNED)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="stages", verbose_name="协议"
    )
    place = models.PositiveSmallIntegerField("序号")
    percent = models.PositiveSmallIntegerField("比例（%）")
    amount_fen = MoneyField("金额")
    condition = models.CharField("付款条件", max_length=12, choices=StageCondition.choices)
    reservation = models.OneToOneField(
        "ledger.Transfer",
        on_delete=models.PROTECT,
        related_name="commissioning_stage",
        verbose_name="预留",
        null=True,
        blank=True,
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="drafted_stages",
        verbose_name="协议起草人",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="approved_stages",
        verbose_name="核准人",
        null=True,
        blank=True,
    )
    payee = models.ForeignKey(
        "accounts.PayeeAccount",
        on_delete=models.PROTECT,
        related_name="commissioning_stages",
        verbose_name="收款账户",
        null=True,
        blank=True,
    )
    payment_order = models.OneToOneField(
        "ledger.PaymentOrder",
        on_delete=models.PROTECT,
        related_name="commissioning_stage",
        verbose_name="付款单",
        null=True,
        blank=True,
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="ordered_stages",
        verbose_name="下单人",
        null=True,
        blank=True,
    )
    payee_digest = models.BinaryField("核准时的账户", max_length=32, null=True, blank=True)
    withheld_for = models.ForeignKey(
        "commissioning.Evaluation",
        on_delete=models.PROTECT,
        related_name="withheld_stages",
        verbose_name="因哪次评价不予支付",
        null=True,
        blank=True,
    )
    paid_on = models.DateField("支付日期", null=True, blank=True)
    words = models.CharField("说明", max_length=300, blank=True)

    objects = StageRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "付款阶段"
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "place"], name="commissioning_stage_place"),
            money_check("amount_fen"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("drafted_by")),
                name="commissioning_stage_not_approved_by_its_drafter",
            ),
            models.CheckConstraint(
                condition=~Q(ordered_by=F("approved_by")),
                name="commissioning_stage_not_ordered_by_its_approver",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(StageState.PAID)], paid_on__isnull=False)
                | (~Q(state=str(StageState.PAID)) & Q(paid_on__isnull=True)),
                name="commissioning_paid_stage_has_its_day",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [*triggers(STAGE), stays_once(SIGNED)]

    def __str__(self) -> str:
        return f"{self.contract} 第{self.place}期"
