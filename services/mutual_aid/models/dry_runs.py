"""A draft version tried over decided claims: progress, and what came out. It changes nothing."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.accounts.models.person import new_number
from backend.fields import StateField, triggers
from backend.kernel import clock
from services.mutual_aid.models.plans import PlanVersion
from services.mutual_aid.states import DRY_RUN, DRY_RUN_LABELS, DryRunState

ALL = 100


class DryRun(models.Model):
    """Dry run 试算: a version over what was decided from `first_day` to `last_day`, inclusive.

    `inputs_digest` is the SHA-256 over the frozen inputs in the order they were read,
    `version_digest` that of the rules: the same two digests give the same `result`. `result` holds
    counts, sums in fen and the largest changes by claim number; no name is in it.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="dry_runs", verbose_name="计划版本"
    )
    state = StateField(DryRunState, "状态", default=DryRunState.QUEUED)
    first_day = models.DateField("核定日期起")
    last_day = models.DateField("核定日期止")
    version_digest = models.BinaryField("规则摘要", max_length=32)
    inputs_digest = models.BinaryField("数据摘要", max_length=32, null=True, blank=True)
    rows_total = models.PositiveIntegerField("总件数", default=0)
    rows_done = models.PositiveIntegerField("已算件数", default=0)
    result = models.JSONField("结果", null=True, blank=True)
    failure = models.CharField("没有算成的原因", max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="mutual_aid_dry_runs",
        verbose_name="试算人",
    )
    created_at = models.DateTimeField("提出时间", default=clock.now)
    attempts = models.PositiveSmallIntegerField("试算次数", default=0)
    touched_at = models.DateTimeField("最近试算时间", null=True, blank=True)
    done_at = models.DateTimeField("算完时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "试算"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="mutual_aid_dry_run_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state=str(DryRunState.DONE))
                | Q(result__isnull=False, inputs_digest__isnull=False, done_at__isnull=False),
                name="mutual_aid_done_dry_run_has_its_result",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan_version", "-id"], name="mutual_aid_dry_run_of_version"),
            models.Index(
                fields=["id"],
                name="mutual_aid_dry_run_waiting",
                condition=Q(state__in=[str(DryRunState.QUEUED), str(DryRunState.RUNNING)]),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers(DRY_RUN),
            pgtrigger.Protect(
                name="result_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["done", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_version_id} {self.first_day}—{self.last_day}"

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return DRY_RUN_LABELS[self.state]

    @property
    def is_done(self) -> bool:
        """Tell whether nothing more will change by itself."""
        return self.state in {DryRunState.DONE, DryRunState.FAILED}

    @property
    def percent(self) -> int:
        """How much is computed, 0 to 100."""
        if self.state == DryRunState.DONE:
            return ALL
        return min(ALL - 1, self.rows_done * ALL // self.rows_total) if self.rows_total else 0
