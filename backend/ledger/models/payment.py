"""A batch of payments for the bank and its orders."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.accounts.models import PayeeAccount, Person
from backend.fields import MoneyField, StateField, money_check, triggers
from backend.kernel.money import Money
from backend.ledger.models.book import DIGEST_BYTES, Fund, Transfer
from backend.ledger.states import (
    BATCH,
    BATCH_LABELS,
    LIVE,
    ORDER,
    ORDER_LABELS,
    BatchState,
    OrderState,
)


class PaymentBatchQuerySet(models.QuerySet["PaymentBatch"]):
    """Which batches."""

    def visible_to(self, actor: Actor) -> "PaymentBatchQuerySet":
        """Batches of the funds in the subtrees where the actor may read batches."""
        return self.filter(visible(actor, Permission.LEDGER_BATCH_READ, prefix="fund__"))


class PaymentBatch(models.Model):
    """Payment batch 发放批次: the orders that go to the bank in one file.

    A batch made in bulk holds lines that were ordered at once: the trail binds them together
    with one digest instead of one entry each (ADR 0012).
    """

    number = models.CharField("批次号", max_length=20, unique=True)
    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, related_name="batches", verbose_name="经费"
    )
    purpose = models.CharField("事由类别", max_length=80)
    format_name = models.CharField("银行文件格式", max_length=40)
    is_bulk = models.BooleanField("整批下单", default=False)
    state = StateField(BatchState, default=BatchState.OPEN)
    count = models.PositiveIntegerField("笔数", default=0)
    total_fen = MoneyField("总金额", default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="经办人",
    )
    created_at = models.DateTimeField("建立时间")
    submitted_at = models.DateTimeField("送银行时间", null=True, blank=True)
    file_digest = models.BinaryField("文件摘要", max_length=DIGEST_BYTES, null=True, blank=True)
    settled_at = models.DateTimeField("对账完成时间", null=True, blank=True)

    objects = PaymentBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发放批次"
        constraints: ClassVar[list[models.BaseConstraint]] = [money_check("total_fen")]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(BATCH)

    def __str__(self) -> str:
        return f"{self.number}（{self.count} 笔，{self.total} 元）"

    @property
    def total(self) -> Money:
        """The sum of the orders that stand in this batch."""
        return Money(self.total_fen)

    @property
    def state_label(self) -> str:
        """Name the state for a reader."""
        return BATCH_LABELS[self.state]


class PaymentOrder(models.Model):
    """Payment order 付款指令: one reservation on its way to one verified account.

    `share` is 0 where the whole reservation is paid; of a reservation for many people it is the
    key of what this line pays, of the kind that the batch names. `person` is empty where an
    organization is paid.
    """

    number = models.CharField("单号", max_length=26, unique=True)
    batch = models.ForeignKey(
        PaymentBatch, on_delete=models.PROTECT, related_name="orders", verbose_name="批次"
    )
    transfer = models.ForeignKey(
        Transfer,
        on_delete=models.PROTECT,
        related_name="orders",
        verbose_name="预留凭证",
        db_index=False,
    )
    share = models.BigIntegerField("预留中的哪一份", default=0)
    payee = models.ForeignKey(
        PayeeAccount, on_delete=models.PROTECT, related_name="orders", verbose_name="收款账户"
    )
    payee_digest = models.BinaryField("核准时账户摘要", max_length=DIGEST_BYTES)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="payment_orders",
        verbose_name="收款人",
        null=True,
    )
    amount_fen = MoneyField("金额")
    remark = models.CharField("附言", max_length=40, blank=True)
    state = StateField(OrderState, default=OrderState.REQUESTED)
    # By the database from the state. Every index avoids the state itself, so that an order that
    # moves on within its page writes no index (docs/adr/0014-what-a-payment-batch-costs.md).
    is_live = models.GeneratedField(
        expression=ExpressionWrapper(
            Q(state__in=[state.value for state in LIVE]), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="仍然有效",
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replacement",
        verbose_name="重发自",
    )
    # No index of its own: nothing looks orders up by who made them.
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="下单人",
        db_index=False,
    )
    ordered_by_person = models.BigIntegerField("下单人本人", null=True)
    created_at = models.DateTimeField("下单时间")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer = models.CharField("银行说明", max_length=200, blank=True)
    bank_reference = models.CharField("银行流水号", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "付款指令"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="ledger_order_positive"),
            models.CheckConstraint(
                condition=Q(ordered_by_person=None) | ~Q(ordered_by_person=F("person")),
                name="ledger_nobody_orders_his_own_payment",
            ),
            models.UniqueConstraint(
                fields=["transfer", "share"],
                condition=Q(is_live=True),
                name="ledger_one_live_order_per_reserve",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["transfer", "share"], name="ledger_order_of_share"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(ORDER)

    def __str__(self) -> str:
        return f"{self.number} {self.amount} 元"

    @property
    def amount(self) -> Money:
        """The amount to pay."""
        return Money(self.amount_fen)

    @property
    def payee_name(self) -> str:
        """Who is paid, as lists show it: a person masked, an organization in full."""
        if self.person is not None:
            return str(self.person)
        return self.payee.organization.name if self.payee.organization else ""

    @property
    def state_label(self) -> str:
        """Name the state for a reader."""
        return ORDER_LABELS[self.state]
