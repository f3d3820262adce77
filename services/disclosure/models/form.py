"""Standing forms: fixed words with named figures, passed once through the three people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.fields import append_only
from backend.kernel import clock
from backend.unions.models import Union
from services.disclosure.models.catalogue import CatalogueItem
from services.disclosure.rules.figures import Figure, figure_from
from services.disclosure.states import CATEGORY_LABELS, Category


class FormVersion(models.Model):
    """Standing form version 固定格式版本: fixed words with named figures.

    The newest of a code, in a union or above it, is filled by the system without a further
    sign-off (R12.3). `figures` lists what each slot counts.
    """

    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, related_name="disclosure_forms", verbose_name="工会"
    )
    code = models.CharField("代码", max_length=40)
    sequence = models.PositiveSmallIntegerField("第几版")
    category = models.CharField(
        "类别", max_length=16, choices=[(c.value, CATEGORY_LABELS[c]) for c in Category]
    )
    catalogue_item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        related_name="forms",
        verbose_name="目录事项",
        null=True,
        blank=True,
    )
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    figures = models.JSONField("数字表", default=list)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="起草人"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="隐私审查人",
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="签发人"
    )
    approved_at = models.DateTimeField("通过时间", default=clock.now)

    class Meta:
        verbose_name = "固定格式版本"
        verbose_name_plural = "固定格式版本"
        constraints = [
            models.UniqueConstraint(
                fields=["union", "code", "sequence"], name="disclosure_form_in_sequence"
            ),
            models.CheckConstraint(
                condition=~Q(author=F("checked_by"))
                & ~Q(author=F("signed_by"))
                & ~Q(checked_by=F("signed_by")),
                name="disclosure_form_by_three_people",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.code} 第 {self.sequence} 版"

    def figure_list(self) -> list[Figure]:
        """The figures as the rules know them."""
        return [figure_from(row) for row in self.figures]
