"""Support given to volunteer and mutual-help organizations, and their activities (R9.24)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from backend.fields import MoneyField, append_only, money_check
from backend.kernel import clock
from services.commissioning.models.organizations import Organization


class SupportKind(models.TextChoices):
    """Kind of support 扶持方式."""

    PLACE = "place", "场地"
    GOODS = "goods", "物资"
    TRAINING = "training", "培训"
    MONEY = "money", "经费"


class Support(models.Model):
    """Support 扶持记录 of the union for an organization; append-only."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="supports", verbose_name="组织"
    )
    kind = models.CharField("方式", max_length=10, choices=SupportKind.choices)
    given_on = models.DateField("日期")
    words = models.CharField("内容", max_length=200)
    value_fen = MoneyField("折合金额", default=0)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="entered_supports",
        verbose_name="登记人",
    )
    entered_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "扶持记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [money_check("value_fen")]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.organization} {self.given_on}"


class VolunteerActivity(models.Model):
    """Activity 志愿活动 of an organization: volunteers, hours, whom they served; append-only."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="activities", verbose_name="组织"
    )
    held_on = models.DateField("日期")
    title = models.CharField("内容", max_length=60)
    volunteers = models.PositiveIntegerField("志愿者人数")
    minutes = models.PositiveIntegerField("服务总时长（分钟）")
    served = models.PositiveIntegerField("服务人数")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="entered_activities",
        verbose_name="登记人",
    )
    entered_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "志愿活动"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.organization} {self.title}"
