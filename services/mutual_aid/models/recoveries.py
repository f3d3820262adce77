"""Money that was paid wrongly and is asked back, and what came back of it (R8.30)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.fields import MoneyField, SealedField, StateField, append_only, money_check, triggers
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.money import Money
from services.mutual_aid.models.benefits import Benefit
from services.mutual_aid.states import (
    OPEN_RECOVERIES,
    RECOVERY,
    RECOVERY_LABELS,
    RecoveryState,
)


def _who(name: str) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=name,
        null=True,
        blank=True,
    )


class Recovery(SealedRow):
    """Recovery 追回: an amount of one benefit that is asked back, why, and by which two persons.

    Reasons are sealed under the key of the benefit. The ledger is never edited: what comes back
    is a repayment with a reversing transfer of its own.
    """

    number = models.CharField("追回编号", max_length=42, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    benefit = models.ForeignKey(
        Benefit, models.PROTECT, related_name="recoveries", verbose_name="给付"
    )
    state = StateField(RecoveryState, "状态", default=RecoveryState.PROPOSED)
    amount_fen = MoneyField("应退回")
    repaid_fen = MoneyField("已退回", default=0)
    reason_sealed = SealedField("原因")
    payee_person_key = models.BigIntegerField("领款人")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    proposed_by_person = models.BigIntegerField("提出人本人", null=True)
    proposed_at = models.DateTimeField("提出时间", default=clock.now)
    confirmed_by = _who("确认人")
    confirmed_by_person = models.BigIntegerField("确认人本人", null=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_by = _who("了结人")
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)
    end_reason_sealed = SealedField("了结原因")

    class Meta:
        verbose_name = verbose_name_plural = "追回"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("amount_fen", "repaid_fen"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, repaid_fen__lte=F("amount_fen")),
                name="mutual_aid_recovery_within_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(reason_sealed__isnull=False), name="mutual_aid_recovery_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="mutual_aid_recovery_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="mutual_aid_demand_was_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state="forgiven")
                | Q(ended_by__isnull=False, end_reason_sealed__isnull=False)
                & ~Q(ended_by=F("confirmed_by")),
                name="mutual_aid_forgiven_by_another_with_a_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(proposed_by_person=None) | ~Q(proposed_by_person=F("payee_person_key"))
                )
                & (Q(confirmed_by_person=None) | ~Q(confirmed_by_person=F("payee_person_key"))),
                name="mutual_aid_nobody_recovers_from_herself",
            ),
            models.UniqueConstraint(
                fields=["benefit"],
                condition=Q(state__in=[str(state) for state in OPEN_RECOVERIES]),
                name="mutual_aid_one_open_recovery_per_benefit",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(RECOVERY)

    def __str__(self) -> str:
        return self.number

    @property
    def left(self) -> Money:
        """What has not come back yet."""
        return Money(self.amount_fen - self.repaid_fen)

    @property
    def state_label(self) -> str:
        """The state in the words of the desk."""
        return RECOVERY_LABELS[self.state]


class Repayment(models.Model):
    """Repayment 退款收讫: money that came back, by the line of the bank statement; append-only.

    It is the cause of its reversing transfer in the ledger.
    """

    recovery = models.ForeignKey(
        Recovery, models.PROTECT, related_name="repayments", verbose_name="追回"
    )
    amount_fen = MoneyField("金额")
    bank_reference = models.CharField("银行流水号", max_length=60, unique=True)
    received_on = models.DateField("到账日期")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "退款收讫"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="mutual_aid_repayment_positive"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return self.bank_reference

    @property
    def amount(self) -> Money:
        """What came back."""
        return Money(self.amount_fen)
