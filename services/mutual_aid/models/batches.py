"""An enrolment batch of one union and its lines."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import MoneyField, StateField, money_check, triggers
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.unions.models import PlacedInTree, tree_indexes
from services.mutual_aid.models.plans import PlanVersion
from services.mutual_aid.models.protection import batch_fee_is_its_parts
from services.mutual_aid.states import (
    BATCH,
    BATCH_LABELS,
    EDITABLE_STATES,
    LINE,
    LINE_LABELS,
    OPEN_STATES,
    BatchState,
    LineState,
)


class BatchRows(models.QuerySet["Batch"]):
    """Ways to get at batches; each names who may."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows in the subtrees where the actor may read batches."""
        return self.filter(scope.visible(actor, Permission.MUTUAL_AID_BATCH_READ))

    def locked(self, number: str, actor: Actor) -> "Batch":
        """Lock one visible row for a verb; raises NotFound."""
        rows = self.visible_to(actor).select_for_update(of=("self",))
        found = rows.select_related(
            "plan_version__plan__fund", "union", "follows", "supplements"
        ).filter(number=number)
        batch = found.first()
        if batch is None:
            raise NotFound
        return batch


class Batch(PlacedInTree):
    """Enrolment batch 参加名单: the workers of one union for one plan version and period.

    `months` and `risk_class` are chosen when it is opened, where the plan has a choice. A flexible
    one is of a union that enrols workers without an employer (R8.33); `follows` is the batch that
    it renews (R8.14), `supplements` the one in force that it adds people to (R8.16).
    """

    number = models.CharField("名单编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(BatchState, "状态", default=BatchState.DRAFT)
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="batches", verbose_name="计划版本"
    )
    is_individual = models.BooleanField("个人参加", default=False)
    is_flexible = models.BooleanField("灵活就业人员", default=False)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="renewals",
        verbose_name="续保自",
        null=True,
        blank=True,
    )
    supplements = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="additions",
        verbose_name="补充到",
        null=True,
        blank=True,
    )
    months = models.PositiveSmallIntegerField("所选期限（月）", null=True, blank=True)
    risk_class = models.CharField("风险类别", max_length=40, blank=True)
    period = models.CharField("保障期", max_length=10)
    headcount = models.PositiveIntegerField("职工人数")
    female_headcount = models.PositiveIntegerField("女职工人数")
    line_count = models.PositiveIntegerField("参加人数", default=0)
    share_count = models.PositiveIntegerField("参加份数", default=0)
    fee_due_fen = MoneyField("应收会费", default=0)
    fee_received_fen = MoneyField("已收会费", default=0)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="opened_batches",
        verbose_name="经办人",
    )
    unit_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="unit_confirmed_batches",
        verbose_name="单位确认人",
        null=True,
        blank=True,
    )
    upper_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="upper_confirmed_batches",
        verbose_name="上级确认人",
        null=True,
        blank=True,
    )
    complete_on = models.DateField("会费和材料办齐日期", null=True, blank=True)
    first_day = models.DateField("保障第一天", null=True, blank=True)
    last_day = models.DateField("保障最后一天", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=500, blank=True)
    created_at = models.DateTimeField("建立时间", default=clock.now)
    state_since = models.DateField("进入当前状态的日期", default=clock.today)
    ending_told_on = models.DateField("到期提醒日期", null=True, blank=True)

    objects = BatchRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加名单"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["union", "plan_version", "is_flexible"],
                condition=Q(state__in=[str(state) for state in OPEN_STATES], is_individual=False),
                name="mutual_aid_one_open_batch_per_union_and_plan",
            ),
            models.CheckConstraint(
                condition=Q(upper_confirmed_by__isnull=True)
                | ~Q(upper_confirmed_by=F("unit_confirmed_by")),
                name="mutual_aid_batch_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(female_headcount__lte=F("headcount")),
                name="mutual_aid_batch_women_within_headcount",
            ),
            models.CheckConstraint(
                condition=Q(is_individual=False) | Q(is_flexible=False, supplements__isnull=True),
                name="mutual_aid_individual_batch_is_of_one_alone",
            ),
            money_check("fee_due_fen", "fee_received_fen"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *tree_indexes(
                "mutual_aid_open",
                order=("state", "-created_at", "-id"),
                where=Q(state__in=[str(state) for state in OPEN_STATES]),
            ),
            models.Index(
                fields=["last_day", "id"],
                name="mutual_aid_batch_running",
                condition=Q(state=str(BatchState.IN_FORCE)),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers(BATCH),
            batch_fee_is_its_parts(),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return BATCH_LABELS[self.state]

    @property
    def is_editable(self) -> bool:
        """Tell whether rosters may still be added."""
        return self.state in EDITABLE_STATES

    @property
    def counts_headcount(self) -> bool:
        """Tell whether a share of the staff must take part: not of one alone, nor without employer.

        An addition joins a batch whose share was reached before.
        """
        return not (self.is_individual or self.is_flexible or self.supplements_id)


class Line(models.Model):
    """Participant line 参加人: one person in one batch.

    `scope` names what a person may hold only once (plan and period); the database keeps one
    active line for each, so the earliest valid one stands (R8.8). `shares_void` are the shares
    that were asked for above the plan's maximum (R8.7); `ended_on` is the day of leaving or death.
    """

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="lines", verbose_name="参加名单", db_index=False
    )
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_lines",
        verbose_name="参加人",
    )
    state = StateField(LineState, "状态", default=LineState.ACTIVE)
    scope = models.CharField("唯一范围", max_length=80, null=True, blank=True)  # noqa: DJ001
    row_number = models.PositiveIntegerField("名单行号")
    shares = models.PositiveSmallIntegerField("份数", default=1)
    shares_void = models.PositiveIntegerField("作废份数", default=0, db_default=0)
    holds_card = models.BooleanField("持会员服务卡", default=False, db_default=False)
    is_renewal = models.BooleanField("续保", default=False, db_default=False)
    ended_on = models.DateField("离开或去世日期", null=True, blank=True)
    added_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "参加人"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["batch", "person"], name="mutual_aid_line_once_per_batch"
            ),
            models.UniqueConstraint(
                fields=["scope", "person"],
                condition=Q(state=str(LineState.ACTIVE)),
                name="mutual_aid_one_active_line_per_scope",
            ),
            models.CheckConstraint(
                condition=Q(shares__gte=1), name="mutual_aid_line_holds_a_share"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["batch", "row_number", "id"], name="mutual_aid_line_in_order")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(LINE)

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.row_number}"

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return LINE_LABELS[self.state]
