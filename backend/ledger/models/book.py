"""The tables of the book. Transfers and postings only grow."""

from collections.abc import Iterable
from datetime import UTC
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.fields import MoneyField, append_only, money_check
from backend.kernel.money import Money
from backend.ledger.entries import KIND_LABELS, Account, FundKind, Kind
from backend.ledger.protection import (
    parts_fit,
    postings_sum_to_zero,
    transfer_has_postings,
)
from backend.unions.models import PlacedInTree

DIGEST_BYTES = 32
SETTLING = (Kind.POST, Kind.VOID, Kind.REVERSE)


class FundQuerySet(models.QuerySet["Fund"]):
    """Which funds."""

    def visible_to(self, actor: Actor) -> "FundQuerySet":
        """Funds in the subtrees where the actor may read funds."""
        return self.filter(visible(actor, Permission.LEDGER_FUND_READ))


class Fund(PlacedInTree):
    """Fund 经费: money of one union for one use, kept apart by source."""

    number = models.CharField("编号", max_length=36, unique=True)
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("资金来源", max_length=20, choices=FundKind.choices)
    earmarked = models.CharField("专项用途", max_length=200, blank=True)
    frozen_at = models.DateTimeField("冻结时间", null=True, blank=True)
    frozen_reason = models.CharField("冻结原因", max_length=400, blank=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "经费"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["union", "code"], name="ledger_fund_code_once_per_union"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_frozen(self) -> bool:
        """Tell whether payouts are stopped."""
        return self.frozen_at is not None


class Balance(models.Model):
    """Balance 余额: the cached sums of a fund, changed by conditional UPDATE beside the entries."""

    fund = models.OneToOneField(
        Fund, on_delete=models.PROTECT, related_name="balance", verbose_name="经费"
    )
    received_fen = MoneyField("累计收入", default=0)
    available_fen = MoneyField("可用", default=0)
    reserved_fen = MoneyField("已预留", default=0)
    spent_fen = MoneyField("已发放", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "余额"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("available_fen"),
            money_check("reserved_fen"),
            money_check("spent_fen"),
            models.CheckConstraint(
                condition=Q(received_fen=F("available_fen") + F("reserved_fen") + F("spent_fen")),
                name="ledger_balance_adds_up",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="ledger_balance_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.fund} 可用 {Money(self.available_fen)} 元"


class Receipt(models.Model):
    """Receipt 收款登记: money that came in, from whom, by which paper."""

    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, related_name="receipts", verbose_name="经费"
    )
    payer = models.CharField("付款方", max_length=120)
    reference = models.CharField("凭证号", max_length=80)
    received_on = models.DateField("到账日期")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="登记人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "收款登记"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fund", "reference"], name="ledger_each_paper_once_per_fund"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.payer} {self.reference}"


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Which transfers."""

    def visible_to(self, actor: Actor) -> "TransferQuerySet":
        """Transfers of the funds that the actor may read."""
        return self.filter(visible(actor, Permission.LEDGER_FUND_READ, prefix="fund__"))

    def pending(self) -> "TransferQuerySet":
        """Reservations that were neither paid nor given back."""
        return self.filter(kind=Kind.RESERVE, settlement=None)

    def given_back(self) -> "TransferQuerySet":
        """Reservations whose money is available again: voided, or paid and reversed."""
        return self.filter(kind=Kind.RESERVE).filter(
            Q(settlement__kind=Kind.VOID) | Q(settlement__settlement__kind=Kind.REVERSE)
        )


class Transfer(models.Model):
    """Transfer 收支凭证: one movement of money with its cause, its actor and its digest.

    It settles another one whole (`source`) or in part (`part_of`), never both.
    """

    number = models.CharField("编号", max_length=36, unique=True)
    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, related_name="transfers", verbose_name="经费"
    )
    kind = models.CharField(
        "类别", max_length=10, choices=[(k.value, v) for k, v in KIND_LABELS.items()]
    )
    amount_fen = MoneyField("金额")
    because_type = models.CharField("事由类别", max_length=80)
    because_id = models.BigIntegerField("事由编号")
    attempt = models.PositiveSmallIntegerField("第几次预留", default=0)
    source = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="settlement",
        verbose_name="对应凭证",
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="部分办结的凭证",
    )
    actor_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="办理人",
    )
    source_user_id = models.BigIntegerField("对应凭证办理人", null=True)
    actor_label = models.CharField("办理岗位", max_length=120)
    reason = models.CharField("说明", max_length=400, blank=True)
    created_at = models.DateTimeField("时间")
    digest = models.BinaryField("摘要", max_length=DIGEST_BYTES)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "收支凭证"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["because_type", "because_id"], name="ledger_transfer_cause"),
            models.Index(fields=["fund", "-created_at", "-id"], name="ledger_transfer_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="ledger_amount_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="ledger_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.RECEIVE, Kind.RESERVE], source=None, part_of=None)
                | Q(kind__in=SETTLING, source__isnull=False, part_of=None)
                | Q(kind__in=SETTLING, source=None, part_of__isnull=False),
                name="ledger_settlement_names_its_source",
            ),
            # Four eyes: who reserved the money is never the one who pays it out.
            models.CheckConstraint(
                condition=~Q(kind=Kind.POST)
                | (
                    Q(actor_user__isnull=False)
                    & (Q(source_user_id=None) | ~Q(actor_user=F("source_user_id")))
                ),
                name="ledger_poster_is_not_reserver",
            ),
            models.UniqueConstraint(
                fields=["because_type", "because_id", "attempt"],
                condition=Q(kind=Kind.RESERVE),
                name="ledger_one_standing_reserve_per_cause",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            append_only(),
            transfer_has_postings(),
            parts_fit(),
        ]

    def __str__(self) -> str:
        return f"{KIND_LABELS[Kind(self.kind)]} {self.amount} 元"

    @property
    def amount(self) -> Money:
        """The amount moved, always positive."""
        return Money(self.amount_fen)

    @property
    def kind_label(self) -> str:
        """Name the kind for a reader."""
        return KIND_LABELS[Kind(self.kind)]

    def content(self, postings: Iterable["Posting"]) -> dict[str, str | int | None]:
        """Give everything that the digest covers: the transfer and its postings."""
        lines = sorted(f"{row.account}:{row.amount_fen}" for row in postings)
        part: dict[str, str | int | None] = {"part_of": self.part_of_id} if self.part_of_id else {}
        return part | {
            "number": self.number,
            "fund": self.fund_id,
            "kind": str(self.kind),
            "amount_fen": self.amount_fen,
            "because": f"{self.because_type}:{self.because_id}",
            "attempt": self.attempt,
            "source": self.source_id,
            "source_user": self.source_user_id,
            "actor": self.actor_user_id,
            "label": self.actor_label,
            "reason": self.reason,
            "created_at": self.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "postings": ";".join(lines),
        }


class Posting(models.Model):
    """Posting 分录: one side of a transfer in one account of the fund; plus takes, minus gives."""

    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="postings", verbose_name="凭证"
    )
    account = models.CharField(
        "科目",
        max_length=10,
        choices=[
            (Account.AVAILABLE.value, "可用"),
            (Account.RESERVED.value, "已预留"),
            (Account.SPENT.value, "已发放"),
            (Account.EXTERNAL.value, "外部"),
        ],
    )
    amount_fen = MoneyField("金额")

    class Meta:
        verbose_name = verbose_name_plural = "分录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(amount_fen=0), name="ledger_posting_not_zero"),
            models.CheckConstraint(
                condition=Q(account__in=[account.value for account in Account]),
                name="ledger_account_known",
            ),
            models.UniqueConstraint(
                fields=["transfer", "account"], name="ledger_account_once_per_transfer"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only(), postings_sum_to_zero()]

    def __str__(self) -> str:
        return f"{self.get_account_display()} {Money(self.amount_fen)} 元"
