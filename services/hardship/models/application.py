"""The application, the hold that keeps a household to one open file, and the yearly numbers."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import MoneyField, SealedField, StateField, money_check, triggers
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from backend.unions.models import PLACE_COLUMNS, PlacedInTree
from services.hardship.rules.category import Category, Event, Household
from services.hardship.states import CLOSED_STATES, DESKS, MACHINE, Desk, State


class ApplicantKind(models.TextChoices):
    """Who made the application 申请方式 (R8.34)."""

    WORKER = "worker", "本人申请"
    OFFICER = "officer", "工会代为申请"
    STATION = "station", "服务站代为申请"


class Cause(models.TextChoices):
    """Main cause of hardship 主要致困原因."""

    ILLNESS = "illness", "本人或家人生病"
    DISABILITY = "disability", "本人或家人残疾"
    SCHOOLING = "schooling", "子女上学"
    UNEMPLOYMENT = "unemployment", "失业或收入减少"
    DISASTER = "disaster", "火灾、水灾等意外"
    OTHER = "other", "其他"


class ApplicationRows(models.QuerySet["Application"]):
    """Ways to get at applications; each names who may."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of officers' subtrees; drafts stay with who writes them."""
        mine = Q(filed_by_id=actor.user_id) if actor.user_id else scope.NOTHING
        seen = scope.visible(actor, Permission.HARDSHIP_APPLICATION_READ) & ~Q(state=State.DRAFT)
        return self.filter(seen | (mine & ~Q(applicant_kind=ApplicantKind.WORKER)))

    def of_person(self, person_id: int | None) -> Self:
        """Rows of one person's own."""
        return self.filter(person_id=person_id) if person_id else self.none()

    def locked(self, number: str) -> "Application":
        """Lock one row for a verb; raises NotFound."""
        found = self.select_for_update(of=("self",)).select_related("key", "person", "union")
        application = found.filter(number=number).first()
        if application is None:
            raise NotFound
        return application


def _desk_of_state() -> Case:
    whens = [When(state=str(state), then=Value(str(desk))) for state, desk in DESKS.items()]
    return Case(*whens, default=Value(""), output_field=models.CharField())


SHOWN_IN_QUEUE = ("number", "state", "due_on", "person", "union")


def desk_indexes() -> list[models.Index]:
    """Give one index for each level: newest first on a desk inside any subtree (B10).

    It carries what a queue shows, so that a page of the queue is read from the index alone.
    """
    return [
        models.Index(
            fields=[level, "desk", "-created_at", "-id"],
            include=SHOWN_IN_QUEUE,
            name=f"hardship_desk_{level}",
            condition=Q(**{f"{level}__isnull": False}, desk__gt=""),
        )
        for level in PLACE_COLUMNS
    ]


class Application(SealedRow, PlacedInTree):
    """Application for hardship assistance 困难帮扶申请: one household, one open file (R8.39)."""

    number = models.CharField("受理编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(State, "状态", default=State.DRAFT)
    desk = models.GeneratedField(
        expression=_desk_of_state(),
        output_field=models.CharField("办理台", max_length=12),
        db_persist=True,
    )
    person = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="hardship_applications",
        verbose_name="申请人",
    )
    applicant_kind = models.CharField("申请方式", max_length=10, choices=ApplicantKind.choices)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="filed_hardship_applications",
        verbose_name="填报人",
    )
    created_at = models.DateTimeField("建立时间", default=clock.now)
    submitted_on = models.DateField("提交日期", null=True, blank=True)
    state_since = models.DateField("进入当前状态的日期", default=clock.today)
    due_on = models.DateField("这一步最晚办结日期", null=True, blank=True)

    cause = models.CharField("主要原因", max_length=16, choices=Cause.choices, blank=True)
    situation_sealed = SealedField("困难情况")
    address_sealed = SealedField("现住址")
    annual_income_fen = MoneyField("家庭年收入", null=True, blank=True)
    rigid_expense_fen = MoneyField("刚性支出", null=True, blank=True)
    self_paid_fen = MoneyField("自付医疗费", default=0)
    event_on = models.DateField("意外发生日期", null=True, blank=True)
    event_cost_fen = MoneyField("意外损失", default=0)
    event_is_disaster = models.BooleanField("属于公共灾害", default=False)

    category = models.CharField("困难类别", max_length=12, blank=True)
    net_per_head_fen = MoneyField("人均月收入", null=True, blank=True)
    line_fen = MoneyField("低保标准", null=True, blank=True)
    line_year = models.PositiveSmallIntegerField("标准年度", null=True, blank=True)
    assessment_reason = models.CharField("认定依据", max_length=200, blank=True)
    needs_look = models.BooleanField("需人工复核", default=False)
    returned_times = models.PositiveSmallIntegerField("退回次数", default=0)
    return_reason_sealed = SealedField("退回原因")

    objects = ApplicationRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "困难帮扶申请"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(state__in=[str(state) for state in CLOSED_STATES]),
                name="hardship_one_open_application_per_person",
            ),
            money_check("annual_income_fen", "rigid_expense_fen", "self_paid_fen"),
            money_check("event_cost_fen", "line_fen"),
            models.CheckConstraint(
                condition=Q(state__in=[str(State.DRAFT), str(State.WITHDRAWN)])
                | Q(submitted_on__isnull=False),
                name="hardship_submitted_has_its_date",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *desk_indexes(),
            models.Index(F("person"), F("created_at").desc(), name="hardship_of_person"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(MACHINE)

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Tell whether this still is a file that keeps the household from a second one."""
        return self.state not in CLOSED_STATES

    def household(self, members: int) -> Household:
        """Give what the category test needs; the income must have been filled in."""
        event = None
        if self.event_on is not None:
            event = Event(self.event_on, Money(self.event_cost_fen), self.event_is_disaster)
        return Household(
            annual_income=Money(self.annual_income_fen or 0),
            rigid_expense=Money(self.rigid_expense_fen or 0),
            members=members,
            event=event,
        )

    @property
    def fits_standard(self) -> bool:
        """Tell whether the household was found to be in hardship."""
        return self.category not in {"", Category.NONE}


class OpenFile(models.Model):
    """Hold 在办占用: one row for each person of a household with an open file, city-wide (R8.39).

    Holds a keyed digest of the identity number, never the number.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="open_files", verbose_name="申请"
    )
    id_index = models.BinaryField("身份证号索引", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "在办占用"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["id_index"], name="hardship_one_open_file_per_household_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} 在办占用"


class NumberYear(models.Model):
    """Year of numbers 编号年度: where the running serial stood when the year began."""

    year = models.PositiveSmallIntegerField("年度", primary_key=True)
    base = models.BigIntegerField("起点")

    class Meta:
        verbose_name = verbose_name_plural = "编号年度"

    def __str__(self) -> str:
        return str(self.year)


__all__ = ["ApplicantKind", "Application", "Cause", "Desk", "NumberYear", "OpenFile"]
