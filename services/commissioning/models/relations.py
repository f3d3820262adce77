"""Who is tied to an organization, and so may not judge it (R9.7)."""

from typing import ClassVar

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


class Relation(models.Model):
    """Relation 关联关系 of a person to an organization, declared or known from a register."""

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

    class Meta:
        verbose_name = verbose_name_plural = "关联关系"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "person"], name="commissioning_relation_of"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_kind_display()}"
