"""The public notice and the objections against it."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import MoneyField, SealedField
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.money import Money
from backend.unions.models import PlacedInTree
from services.hardship.models.application import Application
from services.hardship.models.household import new_number
from services.hardship.rules.grant import Band


class NoticeRows(models.QuerySet["PublicNotice"]):
    """Ways to get at notices."""

    def visible_to(self, actor: Actor) -> Self:
        """Members see what hangs in their own union now; officers see all of their subtree."""
        today = clock.today()
        seen = scope.visible(actor, Permission.HARDSHIP_APPLICATION_READ)
        if actor.membership_union_id is not None:
            hangs = Q(opened_on__lte=today, until__gte=today, taken_down_at__isnull=True)
            seen |= Q(union_id=actor.membership_union_id) & hangs
        return self.filter(seen)


class PublicNotice(PlacedInTree):
    """Public notice 公示: built from an allow list, for signed-in members of the union (R8.42)."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="notice", verbose_name="申请"
    )
    applicant_text = models.CharField("申请人", max_length=10)
    category_text = models.CharField("困难类别", max_length=20)
    aid_text = models.CharField("帮扶类别", max_length=30)
    band_text = models.CharField("金额档", max_length=40)
    band_start_fen = MoneyField("金额档下限", default=0)
    band_below_fen = MoneyField("金额档上限", null=True, blank=True)
    opened_on = models.DateField("公示开始日期")
    until = models.DateField("公示结束日期")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="opened_hardship_notices",
        verbose_name="张贴人",
    )
    taken_down_at = models.DateTimeField("撤下时间", null=True, blank=True)

    objects = NoticeRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("opened_on")), name="hardship_notice_runs_forward"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["union", "until"], name="hardship_notice_board"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="notice_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="notice_text_fixed",
                fields=["applicant_text", "category_text", "aid_text", "band_text", "until"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} 公示"

    @property
    def union_name(self) -> str:
        """Name of the union in which it hangs."""
        return self.union.name

    @property
    def band(self) -> Band:
        """The amount band that was made public."""
        below = None if self.band_below_fen is None else Money(self.band_below_fen)
        return Band(Money(self.band_start_fen), below)


class Outcome(models.TextChoices):
    """Outcome of an objection 异议结果."""

    DISMISSED = "dismissed", "不成立"
    UPHELD = "upheld", "成立"


class Objection(SealedRow):
    """Objection 异议 of a member against a notice; stops approval until resolved (R8.43)."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    notice = models.ForeignKey(
        PublicNotice, on_delete=models.PROTECT, related_name="objections", verbose_name="公示"
    )
    by_person = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="hardship_objections",
        verbose_name="提出人",
    )
    text_sealed = SealedField("异议内容")
    made_at = models.DateTimeField("提出时间", default=clock.now)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    reason_sealed = SealedField("理由")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="resolved_hardship_objections",
        verbose_name="核查人",
        null=True,
        blank=True,
    )
    resolved_at = models.DateTimeField("核查时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["notice", "by_person"], name="hardship_one_objection_per_person"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", reason_sealed__isnull=True, resolved_at__isnull=True)
                | (~Q(outcome="") & Q(reason_sealed__isnull=False) & Q(resolved_by__isnull=False)),
                name="hardship_objection_resolved_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 异议"
