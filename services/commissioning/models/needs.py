"""What workers say they need (R9.26)."""

from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.unions.models import PlacedInTree, Union
from services.commissioning.models.organizations import new_number

READ = Permission.COMMISSIONING_PROJECT_READ


class ServiceKind(models.TextChoices):
    """Kind of a service 服务类别."""

    COUNSELLING = "counselling", "心理咨询"
    SKILLS = "skills", "技能培训"
    FAMILY = "family", "家庭服务"
    MUTUAL_HELP = "mutual_help", "志愿互助"
    CULTURE = "culture", "文体活动"
    LEGAL = "legal", "法律服务"
    OTHER = "other", "其他"


class NeedRows(models.QuerySet["Need"]):
    """Ways to get at needs."""

    def visible_to(self, actor: Actor) -> Self:
        """Officers see those of their subtree and those asked in its whole city."""
        if actor.kind == "system":
            return self.all()
        cities = Union.objects.filter(pk__in=actor.unions_for(READ)).values("d1")
        return self.filter(scope.visible(actor, READ) | Q(union__in=cities))

    def of_city(self, city_id: int | None) -> Self:
        """Rows of one city federation and all below it."""
        return self.filter(d1=city_id) if city_id is not None else self.none()


class Need(PlacedInTree):
    """Need 职工需求: one thing that workers ask for, with how many of them do.

    It stands at the federation of the city, so that the voices of all its members add up.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    kind = models.CharField("类别", max_length=16, choices=ServiceKind.choices)
    title = models.CharField("需求", max_length=60)
    detail = models.CharField("说明", max_length=300, blank=True)
    voices = models.PositiveIntegerField("响应人数", default=0)
    is_open = models.BooleanField("征集中", default=True)
    closed_because = models.CharField("结束原因", max_length=200, blank=True)
    created_at = models.DateTimeField("提出时间", default=clock.now)

    objects = NeedRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职工需求"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["union", "title"], name="commissioning_need_once_per_union"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["union", "-voices", "-id"], name="commissioning_need_ranked"),
        ]

    def __str__(self) -> str:
        return self.title


class NeedVoice(models.Model):
    """Voice 需求响应 of one worker for one need; counted, never shown with a name.

    Never changed; taken back by its worker while no project answers the need.
    """

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="heard", verbose_name="需求"
    )
    person = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="need_voices",
        verbose_name="职工",
    )
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "需求响应"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["need", "person"], name="commissioning_one_voice_per_need"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="voice_stays_as_it_is", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.need} 响应"
