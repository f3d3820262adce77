"""Who belongs to which rate group from when to when (FORMAT.md 8.3)."""

from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import SealedField, StateField, triggers
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.unions.models import PlacedInTree
from services.mutual_aid.states import (
    COUNTED_GROUPS,
    GROUP,
    GROUP_STATE_LABELS,
    GroupState,
)

COUNTED = Q(state__in=[str(state) for state in COUNTED_GROUPS])


class GroupSource(models.TextChoices):
    """Where a standing comes from 身份来源."""

    OFFICER = "officer", "工会登记"
    HARDSHIP_FILE = "hardship_file", "困难职工档案"


class GroupStandingRows(models.QuerySet["GroupStanding"]):
    """Ways to get at standings."""

    def visible_to(self, actor: Actor) -> Self:
        """Standings of the subtrees where the actor may read them."""
        return self.filter(scope.visible(actor, Permission.MUTUAL_AID_GROUP_READ))

    def of_person(self, person_id: int | None) -> Self:
        """A person's own that count or counted, newest first."""
        rows = self.filter(COUNTED, person_id=person_id) if person_id else self.none()
        return rows.order_by("-first_day", "-id")

    def counted_within(self, first: date, last: date) -> Self:
        """Those that count on at least one day from `first` to `last`."""
        ends = Q(last_day__isnull=True) | Q(last_day__gte=first)
        return self.filter(COUNTED, ends, first_day__lte=last)


def _officer(name: str) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=name,
        null=True,
        blank=True,
        db_index=False,
    )


class GroupStanding(SealedRow, PlacedInTree):
    """Standing in a rate group 照顾身份: of one person, both days inclusive, open without a last.

    One officer records it, another confirms it, and likewise its end; `end_on` is the last day
    that the first of the two proposes, the day before `first_day` where it should never have
    stood. One that follows an approved hardship file (`reference`) was decided by two persons
    there. What was decided with it stays as it was decided.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(GroupState, "状态", default=GroupState.PROPOSED)
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_group_standings",
        verbose_name="本人",
        db_index=False,
    )
    group = models.CharField("人群", max_length=60)
    first_day = models.DateField("第一天")
    last_day = models.DateField("最后一天", null=True, blank=True)
    source = models.CharField("来源", max_length=14, choices=GroupSource.choices)
    reference = models.CharField("档案编号", max_length=40, blank=True)
    basis_sealed = SealedField("依据")
    recorded_by = _officer("登记人")
    recorded_at = models.DateTimeField("登记时间", default=clock.now)
    recorded_by_person = models.BigIntegerField("登记人本人", null=True, blank=True)
    confirmed_by = _officer("确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by_person = models.BigIntegerField("确认人本人", null=True, blank=True)
    end_on = models.DateField("拟终止日期", null=True, blank=True)
    end_asked_by = _officer("提出终止的人")
    end_confirmed_by = _officer("确认终止的人")

    objects = GroupStandingRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "照顾身份"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("recorded_by")),
                name="mutual_aid_group_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(end_confirmed_by=None) | ~Q(end_confirmed_by=F("end_asked_by")),
                name="mutual_aid_group_end_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(source="officer")
                | Q(recorded_by__isnull=False)
                & (Q(state__in=["proposed", "dropped"]) | Q(confirmed_by__isnull=False))
                & (~Q(state="ended") | Q(end_confirmed_by__isnull=False)),
                name="mutual_aid_group_counts_by_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(source="hardship_file") | ~Q(reference=""),
                name="mutual_aid_group_names_its_file",
            ),
            models.CheckConstraint(
                condition=(Q(recorded_by_person=None) | ~Q(recorded_by_person=F("person")))
                & (Q(confirmed_by_person=None) | ~Q(confirmed_by_person=F("person"))),
                name="mutual_aid_nobody_groups_herself",
            ),
            models.CheckConstraint(
                condition=Q(last_day=None)
                | Q(last_day__gte=models.ExpressionWrapper(F("first_day") - 1, models.DateField())),
                name="mutual_aid_group_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(last_day__isnull=False),
                name="mutual_aid_group_ended_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="mutual_aid_group_once_per_file",
            ),
            ExclusionConstraint(
                name="mutual_aid_groups_of_a_person_never_overlap",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("group"), RangeOperators.EQUAL),
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
                condition=COUNTED
                & Q(source="officer")
                & (Q(last_day__isnull=True) | Q(last_day__gte=F("first_day"))),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "first_day"], name="mutual_aid_group_of_person")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(GROUP)

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return GROUP_STATE_LABELS[self.state]
