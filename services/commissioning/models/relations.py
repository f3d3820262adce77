"""Who is tied to an organization, and so may not judge it (R9.7)."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models

from backend.fields import append_only
from backend.kernel import clock
from services.commissioning.models.organizations import Organization


class RelationKind(models.TextChoices):
    """Kind of a relation 关联关系 between a person and an organization (R9.7)."""

    EMPLOYMENT = "employment", "三年内任职"
    OFFICE = "office", "三年内担任董事、监事或理事"
    CONTROL = "control", "控股或实际控制"
    KINSHIP = "kinship", "与其负责人有亲属关系"
    OTHER = "other", "其他可能影响公正的关系"


class RelationQuerySet(models.QuerySet["Relation"]):
    """Relations, as they are asked for."""

    def standing(self) -> Self:
        """Those that were not ended as a mistake."""
        return self.filter(ending__isnull=True)


class Relation(models.Model):
    """Relation 关联关系 of a person to an organization, declared or known from a register.

    It is never changed. One that was entered by mistake has a `RelationEnding`.
    """

    person = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="organization_relations",
        verbose_name="人员",
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="relations", verbose_name="组织"
    )
    kind = models.CharField("关系", max_length=12, choices=RelationKind.choices)
    since = models.DateField("开始日期")
    until = models.DateField("结束日期", null=True, blank=True)
    is_declared = models.BooleanField("本人申报", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="entered_relations",
        verbose_name="登记人",
    )
    entered_at = models.DateTimeField("登记时间", default=clock.now)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "关联关系"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "person"], name="commissioning_relation_of"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_kind_display()}"


class RelationEnding(models.Model):
    """Ending of a relation 关联关系撤销: it was entered by mistake, and why; append-only.

    It counts from now on. Whoever left a seat while the relation stood does not come back to it.
    """

    relation = models.OneToOneField(
        Relation, on_delete=models.PROTECT, related_name="ending", verbose_name="关联关系"
    )
    reason = models.CharField("撤销原因", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="ended_relations",
        verbose_name="撤销人",
    )
    at = models.DateTimeField("撤销时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "关联关系撤销"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.relation} 撤销"
