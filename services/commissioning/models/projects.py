"""The project: the root that every act locks first."""

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
from backend.unions.models import PlacedInTree, tree_indexes
from services.commissioning.models.kept import ANNOUNCED, stays_once
from services.commissioning.models.needs import Need, ServiceKind
from services.commissioning.states.projects import PROJECT, ProjectState


class FundType(models.TextChoices):
    """Whose rules of purchase hold 资金性质: public money follows procurement law."""

    UNION = "union", "工会经费"
    FISCAL = "fiscal", "财政资金"


class ProjectRows(models.QuerySet["Project"]):
    """Ways to get at projects."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of officers' subtrees."""
        return self.filter(scope.visible(actor, Permission.COMMISSIONING_PROJECT_READ))

    def public(self) -> Self:
        """Rows that the public may see: everything from the opening of the call on."""
        return self.exclude(state=ProjectState.TOPIC).exclude(
            state=ProjectState.CANCELLED, opened_at__isnull=True
        )

    def locked(self, number: str) -> "Project":
        """Lock one row for a verb; raises NotFound."""
        found = self.select_for_update(of=("self",)).select_related("union", "fund")
        project = found.filter(number=number).first()
        if project is None:
            raise NotFound
        return project


class Project(PlacedInTree):
    """Commissioned project 委托项目: from the need it answers to its archive.

    Kept 15 years (R9.25): never deleted. `awarded_by` and `accepted_by` are different people by
    constraint (R9.17), as are who drafted and who opened.
    """

    number = models.CharField("项目编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(ProjectState, default=ProjectState.TOPIC)
    title = models.CharField("项目名称", max_length=80)
    kind = models.CharField("服务类别", max_length=16, choices=ServiceKind.choices)
    purpose = models.CharField("要解决什么", max_length=500)
    fund = models.ForeignKey(
        "ledger.Fund",
        on_delete=models.PROTECT,
        related_name="commissioned_projects",
        verbose_name="经费",
    )
    fund_type = models.CharField(
        "资金性质", max_length=8, choices=FundType.choices, default=FundType.UNION
    )
    budget_fen = MoneyField("预算")
    created_at = models.DateTimeField("立项时间", default=clock.now)
    opened_at = models.DateTimeField("征集开始时间", null=True, blank=True)
    state_since = models.DateTimeField("进入当前状态的时间", default=clock.now)
    state_reason = models.CharField("取消或终止原因", max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="drafted_projects",
        verbose_name="起草人",
        null=True,
        blank=True,
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="opened_projects",
        verbose_name="批准征集人",
        null=True,
        blank=True,
    )
    awarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="awarded_projects",
        verbose_name="确定承接组织的人",
        null=True,
        blank=True,
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="accepted_projects",
        verbose_name="验收人",
        null=True,
        blank=True,
    )

    objects = ProjectRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托项目"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("budget_fen"),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("drafted_by")),
                name="commissioning_call_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True)
                | (
                    ~Q(accepted_by=F("awarded_by"))
                    & ~Q(accepted_by=F("drafted_by"))
                    & ~Q(accepted_by=F("opened_by"))
                ),
                name="commissioning_buyer_does_not_accept",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *tree_indexes("commissioning_project"),
            models.Index(
                F("opened_at").desc(),
                F("id").desc(),
                name="commissioning_project_public",
                condition=Q(opened_at__isnull=False),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers(PROJECT),
            pgtrigger.Protect(name="project_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectNeed(models.Model):
    """Answered need 项目需求: which need a project answers, with its voices on that day (R9.26)."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="needs", verbose_name="项目"
    )
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="projects", verbose_name="需求"
    )
    voices_then = models.PositiveIntegerField("立项时响应人数")

    class Meta:
        verbose_name = verbose_name_plural = "项目需求"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "need"], name="commissioning_need_once_per_project"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [stays_once(ANNOUNCED)]

    def __str__(self) -> str:
        return f"{self.project} {self.need}"


class ProjectStep(models.Model):
    """Step 项目办理记录: who did which act when, with the words that belong to it; append-only."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="steps", verbose_name="项目"
    )
    act = models.CharField("办理", max_length=32)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="commissioning_steps",
        verbose_name="经办人",
        null=True,
    )
    by_label = models.CharField("岗位", max_length=80)
    at = models.DateTimeField("时间", default=clock.now)
    words = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目办理记录"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["project", "id"], name="commissioning_steps_of"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.project} {self.act}"
