"""Settlement without application 免申请结算: one run over one data file, and what it came to."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import MoneyField, StateField, append_only, money_check, triggers
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from backend.unions.models import PlacedInTree
from services.mutual_aid.models.covers import Cover
from services.mutual_aid.models.insurance import ALL, DIGEST_BYTES, DataFile
from services.mutual_aid.models.plans import Plan, PlanVersion
from services.mutual_aid.states import (
    OPEN_SETTLEMENTS,
    SETTLEMENT,
    SETTLEMENT_LABELS,
    SettlementState,
)


class SettlementRows(models.QuerySet["Settlement"]):
    """Ways to get at settlements."""

    def visible_to(self, actor: Actor) -> Self:
        """Settlements of the subtrees where the actor may read them."""
        return self.filter(scope.visible(actor, Permission.MUTUAL_AID_SETTLEMENT_READ))

    def locked(self, number: str) -> "Settlement":
        """Lock one settlement for a verb; raises NotFound."""
        rows = self.select_for_update(of=("self",)).select_related(
            "plan__fund", "plan__sponsor", "plan_version", "data_file", "transfer"
        )
        found = rows.filter(number=number).first()
        if found is None:
            raise NotFound
        return found


class Settlement(PlacedInTree):
    """Settlement 结算: year-to-date due minus already paid, for everybody in one data file (R8.18).

    Computed in chunks of persons: `person_cursor` is the last one done, `line_count` the last
    serial given. Another person approves it; the whole amount is reserved at once, then each
    payment becomes a benefit (`issued_count`). `paid_digest` is what the plan had paid or owed for
    the year when it was computed: an approval refuses a result that has become old. `summary` has
    how many payments lie in each band and the largest amounts, without names.
    """

    number = models.CharField("结算编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(SettlementState, "状态", default=SettlementState.DRAFT)
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="settlements", verbose_name="互助计划"
    )
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="settlements", verbose_name="计划版本"
    )
    data_file = models.ForeignKey(
        DataFile, models.PROTECT, related_name="settlements", verbose_name="医保数据文件"
    )
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("截至季度")
    rows_done = models.PositiveIntegerField("已算行数", default=0)
    person_cursor = models.BigIntegerField("算到的人", default=0)
    person_count = models.PositiveIntegerField("人数", default=0)
    line_count = models.PositiveIntegerField("结果行数", default=0)
    paid_count = models.PositiveIntegerField("给付人数", default=0)
    overpaid_count = models.PositiveIntegerField("多付人数", default=0)
    issued_count = models.PositiveIntegerField("已生成到的序号", default=0)
    due_fen = MoneyField("累计应付", default=0)
    already_paid_fen = MoneyField("此前已付", default=0)
    amount_fen = MoneyField("本次给付", default=0)
    overpaid_fen = MoneyField("多付", default=0)
    summary = models.JSONField("分布", default=dict)
    paid_digest = models.BinaryField("已付摘要", max_length=DIGEST_BYTES, null=True, blank=True)
    transfer = models.OneToOneField(
        "ledger.Transfer",
        models.PROTECT,
        related_name="mutual_aid_settlement",
        verbose_name="预留",
        null=True,
        blank=True,
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="made_mutual_aid_settlements",
        verbose_name="经办人",
        null=True,
        blank=True,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="approved_mutual_aid_settlements",
        verbose_name="批准人",
        null=True,
        blank=True,
    )
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    created_at = models.DateTimeField("建立时间", default=clock.now)
    touched_at = models.DateTimeField("最近计算时间", null=True, blank=True)
    computed_at = models.DateTimeField("算完时间", null=True, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)

    objects = SettlementRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结算"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("due_fen", "already_paid_fen", "amount_fen", "overpaid_fen"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(made_by=None) | ~Q(approved_by=F("made_by")),
                name="mutual_aid_settlement_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "issued"])
                | Q(approved_by__isnull=False) & (Q(transfer__isnull=False) | Q(amount_fen=0)),
                name="mutual_aid_settlement_approved_and_reserved",
            ),
            models.UniqueConstraint(
                fields=["plan", "year"],
                condition=Q(state__in=[str(state) for state in OPEN_SETTLEMENTS]),
                name="mutual_aid_one_open_settlement_per_plan_and_year",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "-id"], name="mutual_aid_settlement_newest")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(SETTLEMENT)

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        """What is paid in all."""
        return Money(self.amount_fen)

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return SETTLEMENT_LABELS[self.state]

    @property
    def upto(self) -> str:
        """Name the quarter as people and the command line write it."""
        return f"{self.year}Q{self.quarter}"

    @property
    def is_moving(self) -> bool:
        """Tell whether a worker is at it, or soon will be."""
        moving = {SettlementState.DRAFT, SettlementState.COMPUTING, SettlementState.APPROVED}
        return self.state in moving

    @property
    def percent(self) -> int:
        """How much of the step under way is done, 0 to 100."""
        if not self.is_moving:
            return ALL
        is_issuing = self.state is SettlementState.APPROVED
        done, whole = (
            (self.issued_count, self.line_count)
            if is_issuing
            else (self.rows_done, self.data_file.good_count)
        )
        return min(ALL - 1, done * ALL // whole) if whole else 0


class SettlementLine(models.Model):
    """Settlement line 结算行: one person to whom something is paid, or was paid too much.

    `facts` holds what it was computed from (`events` by item, FORMAT.md section 10; `group`).
    """

    settlement = models.ForeignKey(
        Settlement, models.PROTECT, related_name="lines", verbose_name="结算"
    )
    serial = models.PositiveIntegerField("序号")
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_settlement_lines",
        verbose_name="本人",
    )
    cover = models.ForeignKey(
        Cover, models.PROTECT, related_name="settlement_lines", verbose_name="保障"
    )
    due_fen = MoneyField("累计应付")
    already_paid_fen = MoneyField("此前已付")
    amount_fen = MoneyField("本次给付")
    overpaid_fen = MoneyField("多付")
    facts = models.JSONField("结算数据")

    class Meta:
        verbose_name = verbose_name_plural = "结算行"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("due_fen", "already_paid_fen", "amount_fen", "overpaid_fen"),
            models.CheckConstraint(
                condition=Q(due_fen=F("already_paid_fen") + F("amount_fen") - F("overpaid_fen"))
                & (Q(amount_fen=0, overpaid_fen__gt=0) | Q(amount_fen__gt=0, overpaid_fen=0)),
                name="mutual_aid_settlement_line_pays_the_difference",
            ),
            models.UniqueConstraint(
                fields=["settlement", "serial"], name="mutual_aid_settlement_line_in_order"
            ),
            models.UniqueConstraint(
                fields=["settlement", "person"], name="mutual_aid_settlement_line_once_per_person"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["settlement", "serial"],
                name="mutual_aid_overpaid_in_order",
                condition=Q(overpaid_fen__gt=0),
            )
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"第 {self.serial} 行"
