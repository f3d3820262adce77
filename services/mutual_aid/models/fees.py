"""The fees of a batch: who owes which part, what arrived, what goes back."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.accounts.models.person import new_number
from backend.fields import MoneyField, StateField, append_only, money_check, triggers
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from services.mutual_aid.models.batches import Batch
from services.mutual_aid.models.protection import no_part_is_lost, parts_come_to_the_fee
from services.mutual_aid.states import REFUND, REFUND_LABELS, RefundState


class FeePart(models.Model):
    """Fee part 会费分担: what one payer owes of the fee of a batch, to the fen (R8.11).

    The parts of a batch come to its fee; the database proves it at commit.
    """

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="fee_parts", verbose_name="参加名单"
    )
    payer = models.CharField("负担方", max_length=40)
    amount_fen = MoneyField("金额")

    class Meta:
        verbose_name = verbose_name_plural = "会费分担"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["batch", "payer"], name="mutual_aid_fee_part_once_per_payer"
            ),
            money_check("amount_fen"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [parts_come_to_the_fee(), no_part_is_lost()]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.payer}"


class FeeReceipt(models.Model):
    """Fee receipt 会费收讫: money that arrived for a batch, as the bank statement names it.

    It is the cause of its transfer in the ledger.
    """

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="fee_receipts", verbose_name="参加名单"
    )
    amount_fen = MoneyField("金额")
    bank_reference = models.CharField("银行流水号", max_length=60, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="recorded_fee_receipts",
        verbose_name="登记人",
    )
    recorded_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "会费收讫"
        constraints: ClassVar[list[models.BaseConstraint]] = [money_check("amount_fen")]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return self.bank_reference


class RefundReason(models.TextChoices):
    """Why a fee goes back 退费原因."""

    VOID_SHARES = "void_shares", "份数超过上限，超出部分作废"
    DUPLICATES = "duplicates", "与另一单位重复报名，重复的作废"
    BATCH_VOID = "batch_void", "名单作废"
    OVERPAID = "overpaid", "名单改动后会费减少"
    AT_END = "at_end", "保障期满按计划退还"


class RefundRows(models.QuerySet["FeeRefund"]):
    """Ways to get at refunds."""

    def visible_to(self, actor: Actor) -> Self:
        """Refunds of the batches that the actor may read."""
        return self.filter(scope.visible(actor, Permission.MUTUAL_AID_BATCH_READ, prefix="batch__"))

    def locked(self, number: str, actor: Actor) -> "FeeRefund":
        """Lock one visible row for a verb; raises NotFound."""
        rows = self.visible_to(actor).select_for_update(of=("self",))
        refund = (
            rows.select_related("batch__plan_version__plan__fund").filter(number=number).first()
        )
        if refund is None:
            raise NotFound
        return refund


class FeeRefund(models.Model):
    """Fee refund 会费退还: money of a batch that goes back to who paid it.

    One officer asks for it, another one sends it; only then the ledger moves.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    version = models.PositiveIntegerField("版本", default=1)
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="fee_refunds", verbose_name="参加名单"
    )
    state = StateField(RefundState, "状态", default=RefundState.REQUESTED)
    amount_fen = MoneyField("金额")
    reason = models.CharField("原因", max_length=12, choices=RefundReason.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="requested_fee_refunds",
        verbose_name="提出人",
    )
    requested_at = models.DateTimeField("提出时间", default=clock.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sent_fee_refunds",
        verbose_name="办理人",
        null=True,
        blank=True,
    )
    sent_at = models.DateTimeField("办理时间", null=True, blank=True)
    bank_reference = models.CharField("退款流水号", max_length=60, blank=True)

    objects = RefundRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会费退还"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="mutual_aid_refund_is_of_something"
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True) | ~Q(sent_by=F("requested_by")),
                name="mutual_aid_refund_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state=str(RefundState.REQUESTED), sent_by__isnull=True)
                | Q(state=str(RefundState.SENT), sent_by__isnull=False, sent_at__isnull=False),
                name="mutual_aid_refund_sent_by_someone",
            ),
            models.UniqueConstraint(
                fields=["bank_reference"],
                condition=~Q(bank_reference=""),
                name="mutual_aid_refund_once_per_reference",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-requested_at", "-id"],
                name="mutual_aid_refund_waiting",
                condition=Q(state=str(RefundState.REQUESTED)),
            )
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(REFUND)

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        """What goes back."""
        return Money(self.amount_fen)

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return REFUND_LABELS[self.state]
