"""Acceptance, evaluation and disputes (R9.16-R9.19, R9.22)."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.fields import StateField, append_only, triggers
from backend.kernel import clock
from services.commissioning.models.contracts import Contract, Target
from services.commissioning.models.kept import stays
from services.commissioning.models.organizations import new_number
from services.commissioning.states.verdicts import ANSWER, AnswerState


class AcceptanceOutcome(models.TextChoices):
    """Outcome of an acceptance 验收结果."""

    ACCEPTED = "accepted", "通过"
    RECTIFY = "rectify", "限期整改"


class Acceptance(models.Model):
    """Acceptance 验收 of the delivery by somebody who did not award (R9.17); append-only.

    Holds the workers' opinion as it stood: how many rated, and the mean.
    """

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="acceptances", verbose_name="协议"
    )
    outcome = models.CharField("结果", max_length=8, choices=AcceptanceOutcome.choices)
    opinion = models.CharField("验收意见", max_length=1000)
    rectify_by = models.DateField("整改截止日期", null=True, blank=True)
    ratings = models.PositiveIntegerField("职工评价人数")
    stars_hundredths = models.PositiveSmallIntegerField("职工评价均分（0.01）", null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="service_acceptances",
        verbose_name="验收人",
    )
    at = models.DateTimeField("验收时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "验收"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(outcome="accepted"),
                name="commissioning_accepted_once",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="rectify") | Q(rectify_by__isnull=False),
                name="commissioning_rectify_has_its_day",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.contract} 验收"


class Band(models.TextChoices):
    """Band of an evaluation 绩效等次 (R9.18): 90, 80, 60 points."""

    EXCELLENT = "excellent", "优"
    GOOD = "good", "良"
    MEDIUM = "medium", "中"
    POOR = "poor", "差"


class EvaluationRows(models.QuerySet["Evaluation"]):
    """Ways to get at evaluations."""

    def standing(self) -> Self:
        """Rows that no later evaluation supersedes: one for each evaluated contract."""
        return self.filter(superseded_by__isnull=True)


class Evaluation(models.Model):
    """Evaluation 绩效评价: points by the contract's weights, its band and what follows (R9.19).

    After an upheld dispute another one supersedes it; the earlier row stays as it was (R9.22).
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="evaluations", verbose_name="协议"
    )
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="superseded_by",
        verbose_name="取代的评价",
        null=True,
        blank=True,
    )
    points_hundredths = models.PositiveIntegerField("总分（0.01）")
    band = models.CharField("等次", max_length=10, choices=Band.choices)
    words = models.CharField("评价说明", max_length=1000, blank=True)
    rectify_by = models.DateField("整改截止日期", null=True, blank=True)
    barred_until = models.DateField("禁入截止日期", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="service_evaluations",
        verbose_name="评价人",
    )
    at = models.DateTimeField("评价时间", default=clock.now)

    objects = EvaluationRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "绩效评价"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(supersedes__isnull=True),
                name="commissioning_evaluated_first_once",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.contract} {self.get_band_display()}"


class EvaluationLine(models.Model):
    """Line of an evaluation 评价明细: target, what was delivered, the points; append-only.

    `delivered_hundredths` is empty where nothing is known of the target: that gives no points.
    """

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="lines", verbose_name="评价"
    )
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="evaluated", verbose_name="指标"
    )
    delivered_hundredths = models.PositiveBigIntegerField("实际值（0.01）", null=True, blank=True)
    points_hundredths = models.PositiveIntegerField("得分（0.01）")
    words = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评价明细"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["evaluation", "target"], name="commissioning_target_evaluated_once"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.evaluation} {self.target}"


class Rectification(models.Model):
    """Rectification 整改核查 after an evaluation of the middle band (R9.19); append-only.

    What was asked for stands: the last stage falls due. It does not: the stage is withheld.
    """

    evaluation = models.OneToOneField(
        Evaluation, on_delete=models.PROTECT, related_name="rectification", verbose_name="评价"
    )
    is_done = models.BooleanField("已整改到位")
    words = models.CharField("核查说明", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="service_rectifications",
        verbose_name="核查人",
    )
    at = models.DateTimeField("核查时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "整改核查"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.evaluation} 整改"


class DisputeRows(models.QuerySet["Dispute"]):
    """Ways to get at disputes."""

    def untaken(self) -> Self:
        """Upheld rows that no evaluation has taken in so far."""
        return self.filter(state=AnswerState.UPHELD, taken_by__isnull=True)


class Dispute(models.Model):
    """Dispute 数字异议: the provider says that a figure is wrong; it stands beside the figure.

    `ruled` is the figure recognized where it was upheld, in the unit of `ruled_key` (rules/ruling).
    It counts from the evaluation on that took it in (`taken_by`), or at once where there is none.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(AnswerState, default=AnswerState.OPEN)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="disputes", verbose_name="协议"
    )
    figure = models.CharField("所争议的数字", max_length=60)
    claimed = models.CharField("承接组织主张", max_length=60)
    words = models.CharField("理由", max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="made_disputes",
        verbose_name="提出人",
    )
    made_at = models.DateTimeField("提出时间", default=clock.now)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="answered_disputes",
        verbose_name="答复人",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    ruled_key = models.CharField("认定的数字", max_length=60, blank=True)
    ruled = models.PositiveBigIntegerField("认定值", null=True, blank=True)
    taken_by = models.ForeignKey(
        Evaluation,
        on_delete=models.PROTECT,
        related_name="disputes_taken",
        verbose_name="计入的评价",
        null=True,
        blank=True,
    )

    objects = DisputeRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数字异议"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=str(AnswerState.OPEN))
                | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="commissioning_dispute_answered_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("made_by")), name="commissioning_dispute_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(ruled__isnull=True, ruled_key="")
                | (Q(ruled__isnull=False, state=str(AnswerState.UPHELD)) & ~Q(ruled_key="")),
                name="commissioning_only_upheld_dispute_is_ruled",
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(state=str(AnswerState.UPHELD)),
                name="commissioning_only_upheld_dispute_is_taken",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers(ANSWER),
            pgtrigger.Protect(
                name="answer_stays",
                operation=pgtrigger.UpdateOf(
                    "figure", "claimed", "words", "answer", "ruled", "ruled_key", "answered_by_id"
                ),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
            stays(),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.figure}"
