"""The catalogue of what has to be public."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.unions.models import UnionKind
from services.disclosure.states import CATEGORY_LABELS, FREQUENCY_LABELS, Category, Frequency


class CatalogueItem(models.Model):
    """Catalogue item 公开目录事项: what must be published, how often and by which last day (R12.1).

    Unions of these `kinds` owe it from `starts_on`.
    """

    code = models.CharField("代码", max_length=40, unique=True)
    category = models.CharField(
        "类别", max_length=16, choices=[(c.value, CATEGORY_LABELS[c]) for c in Category]
    )
    title = models.CharField("事项", max_length=60)
    frequency = models.CharField(
        "频次", max_length=12, choices=[(f.value, FREQUENCY_LABELS[f]) for f in Frequency]
    )
    deadline_days = models.PositiveSmallIntegerField("期限（自然日）")
    kinds = ArrayField(
        models.CharField(max_length=16, choices=UnionKind.choices), verbose_name="适用工会类型"
    )
    on_view_days = models.PositiveSmallIntegerField("最短公示天数", default=15)
    starts_on = models.DateField("起算日期")
    source = models.CharField("依据", max_length=200)
    is_verified = models.BooleanField("已核实", default=False)

    class Meta:
        verbose_name = "公开目录事项"
        verbose_name_plural = "公开目录事项"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kinds=[]), name="disclosure_item_is_owed_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.title
