"""The scores laid open, the ranking, the notice and its objections (R9.8-R9.11)."""

from fractions import Fraction
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.fields import MoneyField, SealedField, StateField, append_only, money_check, triggers
from backend.fields.models import SealedRow
from backend.kernel import clock
from services.commissioning.models.calls import Bid, Criterion
from services.commissioning.models.kept import stays
from services.commissioning.models.organizations import Organization, new_number
from services.commissioning.models.panel import Seat
from services.commissioning.models.projects import Project
from services.commissioning.states.verdicts import ANSWER, AnswerState


class Score(models.Model):
    """Score 评分 of one panelist for one application by one criterion, laid open; append-only.

    `points_tenths`: tenths of a point, at most ten times the criterion's weight.
    """

    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="scores", verbose_name="席位"
    )
    bid = models.ForeignKey(
        Bid, on_delete=models.PROTECT, related_name="scores", verbose_name="申报书"
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="scores", verbose_name="标准"
    )
    points_tenths = models.PositiveSmallIntegerField("得分（0.1分）")

    class Meta:
        verbose_name = verbose_name_plural = "评分"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["seat", "bid", "criterion"], name="commissioning_one_score_each"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.seat} {self.bid} {self.criterion}"


class TieRule(models.TextChoices):
    """What decided between equal totals 同分规则, in this order (R9.9, R9.27)."""

    UNION = "union", "总分相同，已建工会的在前"
    PRICE = "price", "总分相同，报价低的在前"
    LOT = "lot", "总分和报价都相同，按抽取时的随机数排序"


class RankLine(models.Model):
    """Line of the ranking 排序: an application's total by the stored formula (R9.9); append-only.

    `total_numerator / total_denominator` is exact, in tenths of a point.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="ranking", verbose_name="项目"
    )
    bid = models.OneToOneField(
        Bid, on_delete=models.PROTECT, related_name="rank_line", verbose_name="申报书"
    )
    place = models.PositiveSmallIntegerField("名次")
    total_numerator = models.PositiveIntegerField("总分分子（0.1分）")
    total_denominator = models.PositiveSmallIntegerField("总分分母")
    by_tie_rule = models.CharField("同分处理", max_length=60, choices=TieRule.choices, blank=True)
    has_union = models.BooleanField("当时已建工会")
    amount_fen = MoneyField("当时的报价")

    class Meta:
        verbose_name = verbose_name_plural = "排序"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "place"], name="commissioning_rank_place"),
            money_check("amount_fen"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.project} 第{self.place}名"

    @property
    def total(self) -> Fraction:
        """The exact total, in tenths of a point."""
        return Fraction(self.total_numerator, self.total_denominator)


class ResultNotice(models.Model):
    """Result notice 结果公示: project, organization, amount, panel, score (R9.11); append-only.

    A second one only where the first of the ranking withdrew; the last one holds.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="result_notices", verbose_name="项目"
    )
    sequence = models.PositiveSmallIntegerField("次序", default=1)
    bid = models.ForeignKey(
        Bid, on_delete=models.PROTECT, related_name="notices", verbose_name="中选申报书"
    )
    panel_names = models.JSONField("评审组名单")
    opened_on = models.DateField("公示开始日期")
    until = models.DateField("公示结束日期")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="opened_result_notices",
        verbose_name="张贴人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "结果公示"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "sequence"], name="commissioning_notice_sequence"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_on")), name="commissioning_notice_runs_forward"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.project} 结果公示"


class ResultObjection(SealedRow):
    """Objection 结果异议 against a panelist or a result; answered within 7 working days (R9.11).

    Made by an applicant or by a member; who made it is sealed with the words from the public.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(AnswerState, default=AnswerState.OPEN)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="objections", verbose_name="项目"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="result_objections",
        verbose_name="提出组织",
        null=True,
        blank=True,
    )
    seat = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        related_name="objections",
        verbose_name="所涉席位",
        null=True,
        blank=True,
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="made_result_objections",
        verbose_name="提出人",
    )
    text_sealed = SealedField("异议内容")
    made_at = models.DateTimeField("提出时间", default=clock.now)
    answer_by = models.DateField("最晚答复日期")
    answer = models.CharField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="answered_result_objections",
        verbose_name="答复人",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "结果异议"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=str(AnswerState.OPEN))
                | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="commissioning_objection_answered_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("made_by")), name="commissioning_objection_four_eyes"
            ),
            # One at a time about the result, and one about each panelist.
            models.UniqueConstraint(
                fields=["project", "made_by", "seat"],
                condition=Q(state=str(AnswerState.OPEN)),
                nulls_distinct=False,
                name="commissioning_one_open_objection_each",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["answer_by", "id"],
                name="commissioning_objection_owed",
                condition=Q(state=str(AnswerState.OPEN)),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [*triggers(ANSWER), stays()]

    def __str__(self) -> str:
        return f"{self.project} 异议"
