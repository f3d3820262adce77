"""Who is covered by which plan from when to when: the row behind the hottest read."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from backend.fields import MoneyField, money_check
from backend.kernel import clock
from services.mutual_aid.models.batches import Line
from services.mutual_aid.models.plans import Plan, PlanVersion


class CoverRows(models.QuerySet["Cover"]):
    """Ways to get at covers."""

    def of_person(self, person_id: int | None) -> Self:
        """A person's own, newest first."""
        rows = self.filter(person_id=person_id) if person_id else self.none()
        return rows.select_related("plan_version").order_by("-first_day", "-id")


class Cover(models.Model):
    """Cover 保障: of one person by one plan, both days inclusive, ending at 24:00 of the last.

    `renewal_gap_days` are the days between the former cover of the plan and this one (0: none);
    empty for a newcomer. `wait_days` is 0 where the renewal waives waiting (R8.14). `left_on` is
    the last change of a membership that an automatic cover has followed (R8.15).
    `period_first_day` stands where somebody came back within a period that began before this cover:
    all covers of it share one cap and are computed together (ADR 0019).
    """

    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_covers",
        verbose_name="被保障人",
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="covers", verbose_name="互助计划")
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="covers", verbose_name="计划版本"
    )
    line = models.OneToOneField(
        Line,
        models.PROTECT,
        related_name="cover",
        verbose_name="参加人",
        null=True,
        blank=True,
    )
    first_day = models.DateField("保障第一天")
    last_day = models.DateField("保障最后一天")
    shares = models.PositiveSmallIntegerField("份数", default=1)
    wait_days = models.PositiveIntegerField("等待天数", default=0)
    renewal_gap_days = models.PositiveIntegerField("续保间隔天数", null=True, blank=True)
    cap_period_fen = MoneyField("本期最高额", null=True, blank=True)
    cap_life_fen = MoneyField("终身最高额", null=True, blank=True)
    paid_fen = MoneyField("本期已付", default=0)
    left_on = models.DateField("会籍变动日期", null=True, blank=True)
    period_first_day = models.DateField("所属保障期第一天", null=True, blank=True)
    created_at = models.DateTimeField("登记时间", default=clock.now)

    objects = CoverRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保障"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="mutual_aid_covers_of_a_person_never_overlap",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("plan"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("first_day"),
                            F("last_day"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="mutual_aid_cover_ends_after_start"
            ),
            money_check("cap_period_fen", "cap_life_fen", "paid_fen"),
            models.CheckConstraint(
                condition=Q(period_first_day__isnull=True)
                | Q(period_first_day__lt=F("first_day"), line__isnull=True),
                name="mutual_aid_cover_of_who_came_back_is_automatic",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-last_day"], name="mutual_aid_cover_of_person"),
            models.Index(
                fields=["plan", "last_day"],
                name="mutual_aid_cover_left",
                condition=Q(left_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.first_day}–{self.last_day}"

    @property
    def period_begins(self) -> date:
        """The first day of the period that the cover belongs to."""
        return self.period_first_day or self.first_day
