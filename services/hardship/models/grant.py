"""The grant: what is paid, to whom, from which fund."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import MoneyField, SealedField, StateField, money_check, triggers
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.money import Money
from backend.unions.models import PlacedInTree, tree_indexes
from services.hardship.models.application import Application
from services.hardship.models.household import Evidence
from services.hardship.rules.grant import AID_LABELS, AidKind
from services.hardship.states import GRANT_MACHINE, GrantState


class GrantRows(models.QuerySet["Grant"]):
    """Ways to get at grants."""

    def visible_to(self, actor: Actor) -> Self:
        """Grants of the fund keeper's subtree."""
        return self.filter(scope.visible(actor, Permission.HARDSHIP_GRANT_PAY))


class Grant(SealedRow, PlacedInTree):
    """Grant 帮扶金: real-name, with payee, amount, fund, approver and receipt (R8.51).

    What the bank said of a returned payment is sealed under the key of the case.
    """

    number = models.CharField("编号", max_length=24, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="grant", verbose_name="申请"
    )
    state = StateField(GrantState, "状态", default=GrantState.PROPOSED)
    kind = models.CharField("帮扶类别", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    amount_fen = MoneyField("金额")
    fund = models.ForeignKey(
        "ledger.Fund",
        on_delete=models.PROTECT,
        related_name="hardship_grants",
        verbose_name="经费",
        null=True,
        blank=True,
    )
    payee = models.ForeignKey(
        "accounts.PayeeAccount",
        on_delete=models.PROTECT,
        related_name="hardship_grants",
        verbose_name="收款账户",
        null=True,
        blank=True,
    )
    payee_digest = models.BinaryField("核准时账户摘要", max_length=32, null=True, blank=True)
    transfer = models.OneToOneField(
        "ledger.Transfer",
        on_delete=models.PROTECT,
        related_name="hardship_grant",
        verbose_name="预留",
        null=True,
        blank=True,
    )
    payment_order = models.OneToOneField(
        "ledger.PaymentOrder",
        on_delete=models.PROTECT,
        related_name="hardship_grant",
        verbose_name="付款指令",
        null=True,
        blank=True,
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="proposed_grants",
        verbose_name="提出人",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="approved_grants",
        verbose_name="核准人",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("提出时间", default=clock.now)
    approved_at = models.DateTimeField("核准时间", null=True, blank=True)
    paid_on = models.DateField("发放日期", null=True, blank=True)
    return_reason_sealed = SealedField("银行退回原因")
    receipt = models.OneToOneField(
        Evidence,
        on_delete=models.PROTECT,
        related_name="receipted_grant",
        verbose_name="签收单",
        null=True,
        blank=True,
    )
    receipted_at = models.DateTimeField("签收时间", null=True, blank=True)

    objects = GrantRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶金"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("amount_fen"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="hardship_grant_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "ceiling_checked", "cancelled"])
                | Q(
                    fund__isnull=False,
                    payee__isnull=False,
                    payee_digest__isnull=False,
                    transfer__isnull=False,
                    approved_by__isnull=False,
                ),
                name="hardship_approved_grant_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "receipted"]) | Q(paid_on__isnull=False),
                name="hardship_paid_grant_has_its_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = tree_indexes(
            "hardship_to_pay",
            where=Q(state__in=[str(GrantState.APPROVED), str(GrantState.RETURNED)]),
        )
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(GRANT_MACHINE)

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        """The amount."""
        return Money(self.amount_fen)

    @property
    def kind_label(self) -> str:
        """The kind of help in words."""
        return AID_LABELS[AidKind(self.kind)]
