"""A plan and its versions: data with a digest, never changed once loaded."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from backend.fields import StateField, append_only, triggers
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.mutual_aid.rules.pack import Mode, Pack
from services.mutual_aid.rules.parse import parse
from services.mutual_aid.states import PLAN, PLAN_ACT_LABELS, PLAN_LABELS, PlanState

# An open validity ends the day before a proposed successor begins, in the act that puts that one in
# force. Where the successor is withdrawn, it is open again, or ends before the next one that is in
# force. Nothing else of a loaded version ever changes.
_VALIDITY_FOLLOWS = """
    IF OLD.valid_to IS NULL AND OLD.state = 'in_force' AND EXISTS (
        SELECT FROM mutual_aid_planversion s
         WHERE s.plan_id = OLD.plan_id AND s.state = 'proposed'
           AND s.valid_from = NEW.valid_to + 1 AND s.valid_from > OLD.valid_from)
    THEN
        RETURN NEW;
    END IF;
    IF OLD.valid_to IS NOT NULL AND OLD.state = 'in_force' AND OLD.pack->>'valid_to' IS NULL
       AND EXISTS (
        SELECT FROM mutual_aid_planversion s
         WHERE s.plan_id = OLD.plan_id AND s.state = 'withdrawn'
           AND s.valid_from = OLD.valid_to + 1)
       AND (NEW.valid_to IS NULL OR EXISTS (
        SELECT FROM mutual_aid_planversion s
         WHERE s.plan_id = OLD.plan_id AND s.state = 'in_force'
           AND s.valid_from = NEW.valid_to + 1 AND NEW.valid_to > OLD.valid_to))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the validity of % follows its successors alone', OLD.number;
"""

_READ: dict[tuple[str, bytes], Pack] = {}


class Plan(models.Model):
    """Mutual-aid plan 互助计划: what its versions have in common, and the fund its fees go to."""

    code = models.CharField("计划代码", max_length=60, unique=True)
    title = models.CharField("计划名称", max_length=120)
    sponsor = models.ForeignKey(
        "unions.Union", models.PROTECT, related_name="mutual_aid_plans", verbose_name="主办工会"
    )
    fund = models.OneToOneField(
        "ledger.Fund", models.PROTECT, related_name="mutual_aid_plan", verbose_name="会费账户"
    )
    created_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "互助计划"

    def __str__(self) -> str:
        return self.title


class VersionRows(models.QuerySet["PlanVersion"]):
    """Ways to get at plan versions; a plan is no secret to anybody who is signed in."""

    def by_number(self, number: str) -> "PlanVersion":
        """Give one version by its public number; raises NotFound."""
        found = self.select_related("plan", "plan__fund").filter(number=number).first()
        if found is None:
            raise NotFound
        return found

    def locked(self, number: str) -> "PlanVersion":
        """Lock one version for a verb; raises NotFound."""
        return self.select_for_update(of=("self",)).by_number(number)


class PlanVersion(models.Model):
    """Plan version 计划版本: one rule pack with its digest.

    Loaded, proposed by an officer, put in force by another person's signature (`verified_by`).
    The rules never change; an open `valid_to` is filled in when a successor is put in force, and
    emptied again when that one is withdrawn. One that has begun is withdrawn by two persons.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name="互助计划")
    number = models.CharField("版本编号", max_length=80, unique=True)
    state = StateField(PlanState, "状态", default=PlanState.LOADED)
    version = models.PositiveIntegerField("版本号")
    title = models.CharField("计划名称", max_length=120)
    mode = models.CharField(
        "参加方式", max_length=12, choices=[(str(one), str(one)) for one in Mode]
    )
    pack = models.JSONField("规则")
    digest = models.BinaryField("规则摘要", max_length=32)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止", null=True, blank=True)
    loaded_at = models.DateTimeField("载入时间", default=clock.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="proposed_plan_versions",
        verbose_name="提请人",
        null=True,
        blank=True,
    )
    proposed_at = models.DateTimeField("提请时间", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="verified_plan_versions",
        verbose_name="核定人",
        null=True,
        blank=True,
    )
    verified_at = models.DateTimeField("核定时间", null=True, blank=True)
    withdrawal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="提请撤回人",
        null=True,
        blank=True,
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="撤回人",
        null=True,
        blank=True,
    )

    objects = VersionRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计划版本"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["plan", "version"], name="mutual_aid_version_once_per_plan"
            ),
            ExclusionConstraint(
                name="mutual_aid_versions_never_overlap",
                expressions=[
                    (F("plan"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state=str(PlanState.IN_FORCE)),
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(verified_by__isnull=False),
                name="mutual_aid_version_verified_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(PlanState.IN_FORCE)) | Q(verified_at__isnull=False),
                name="mutual_aid_version_in_force_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(PlanState.PROPOSED))
                | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="mutual_aid_version_proposed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True)
                | Q(verified_by__isnull=True)
                | ~Q(proposed_by=F("verified_by")),
                name="mutual_aid_version_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_asked_by__isnull=True)
                | Q(withdrawn_by__isnull=True)
                | ~Q(withdrawal_asked_by=F("withdrawn_by")),
                name="mutual_aid_withdrawal_has_four_eyes",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers(PLAN),
            pgtrigger.ReadOnly(
                name="rules_never_change",
                fields=["plan", "number", "version", "pack", "digest", "valid_from"],
            ),
            pgtrigger.Trigger(
                name="validity_follows",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__valid_to__df=pgtrigger.F("new__valid_to")),
                func=_VALIDITY_FOLLOWS,
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def rules(self) -> Pack:
        """The pack as values; read once by each process, for a loaded version never changes."""
        key = (self.number, bytes(self.digest))
        if key not in _READ:
            _READ[key] = parse(self.pack)
        return _READ[key]

    @property
    def pays(self) -> bool:
        """Tell whether it may pay: put in force by two persons, and nothing in it is assumed."""
        return self.state is PlanState.IN_FORCE and self.rules.is_verified

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return PLAN_LABELS[self.state]


class PlanStep(models.Model):
    """Plan step 计划办理记录: act, person, time, reason; append-only, nothing personal in it."""

    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="steps", verbose_name="计划版本"
    )
    act = models.CharField("步骤", max_length=24)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="mutual_aid_plan_steps",
        verbose_name="办理人",
        null=True,
        blank=True,
    )
    by_label = models.CharField("岗位", max_length=80)
    reason = models.CharField("原因", max_length=1000, blank=True)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "计划办理记录"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan_version", "id"], name="mutual_aid_plan_step_order")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.plan_version_id} {self.act}"

    @property
    def act_label(self) -> str:
        """The act in Chinese."""
        return PLAN_ACT_LABELS.get(self.act, self.act)
