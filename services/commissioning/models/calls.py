"""The call for applications, its criteria, its amendments, and the sealed applications."""

from hashlib import sha256
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access.actor import Actor
from backend.fields import MoneyField, SealedField, StateField, append_only, money_check, triggers
from backend.fields.keys import keyring
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models.kept import OPENED, stays, stays_once
from services.commissioning.models.organizations import Organization, acted_for
from services.commissioning.models.projects import Project
from services.commissioning.states.bids import BID, BidState


class CallMode(models.TextChoices):
    """Mode of a call 征集方式: how long it must stay open (R9.4)."""

    TENDER = "tender", "公开招标"
    COMPARISON = "comparison", "公开比选"


class Call(models.Model):
    """Call 征集公告: needs, budget, deadline and criteria; fixed once open (R9.3).

    `seed_commitment` is the SHA-256 of the secret half of the panel's seed, published with the
    call (R9.6); the seed itself is sealed until the draw.
    """

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="call", verbose_name="项目"
    )
    version = models.PositiveIntegerField("版本", default=1)
    mode = models.CharField("征集方式", max_length=12, choices=CallMode.choices)
    text = models.TextField("公告正文", max_length=8000)
    planned_persons = models.PositiveIntegerField("计划服务人数")
    planned_sessions = models.PositiveIntegerField("计划服务场次")
    panel_size = models.PositiveSmallIntegerField("评审组人数", default=5)
    deadline = models.DateTimeField("申报截止时间")
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="submitted_calls",
        verbose_name="送审人",
        null=True,
        blank=True,
    )
    returned_because = models.CharField("退回原因", max_length=300, blank=True)
    opened_at = models.DateTimeField("公告时间", null=True, blank=True)
    seed_sealed = models.BinaryField("已加密的种子", null=True, blank=True)
    seed_commitment = models.BinaryField("种子承诺", max_length=32, null=True, blank=True)
    formula = models.CharField("排序公式", max_length=32, default="trimmed_mean_1")

    class Meta:
        verbose_name = verbose_name_plural = "征集公告"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(deadline__gt=F("opened_at")),
                name="commissioning_call_ends_after_it_opens",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            stays(pgtrigger.Q(old__opened_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.project} 征集公告"

    def seal_seed(self, seed: bytes) -> None:
        """Seal the 32 bytes of the panel's seed and set what is published of them (R9.6)."""
        self.seed_sealed = keyring().wrap(seed)
        self.seed_commitment = sha256(seed).digest()

    def unseal_seed(self) -> bytes:
        """Open the seed for the draw; raises SealBrokenError when it was altered."""
        return keyring().unwrap(bytes(self.seed_sealed or b""))


class Criterion(models.Model):
    """Criterion 评审标准 with its weight and its levels; only these may be scored (R9.8)."""

    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="criteria", verbose_name="公告"
    )
    place = models.PositiveSmallIntegerField("序号")
    title = models.CharField("标准", max_length=60)
    weight = models.PositiveSmallIntegerField("权重")
    levels = models.JSONField("分档说明", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "评审标准"
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "place"], name="commissioning_criterion_place"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100), name="commissioning_criterion_weight"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [stays_once(OPENED)]

    def __str__(self) -> str:
        return f"{self.title}（{self.weight}）"


class Amendment(models.Model):
    """Amendment 更正公告 of an open call: says what and why, and moves the deadline on (R9.3)."""

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="amendments", verbose_name="公告"
    )
    sequence = models.PositiveSmallIntegerField("次序")
    text = models.CharField("更正内容", max_length=2000)
    reason = models.CharField("更正原因", max_length=300)
    old_deadline = models.DateTimeField("原截止时间")
    new_deadline = models.DateTimeField("新截止时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="made_call_amendments",
        verbose_name="更正人",
    )
    at = models.DateTimeField("更正时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "更正公告"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "sequence"], name="commissioning_amendment_sequence"
            ),
            models.CheckConstraint(
                condition=Q(new_deadline__gt=F("old_deadline")),
                name="commissioning_amendment_extends",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.call} 更正{self.sequence}"


class FewBidsDecision(models.Model):
    """Decision 不足家数评审决定 to go before the panel with few qualified applications.

    Written by an approver who did not draft the call, with a reason that is published; append-only.
    Only for union money: with public money the law ends the call (政府采购法 36).
    """

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="few_bids_decision", verbose_name="项目"
    )
    qualified = models.PositiveSmallIntegerField("合格家数")
    least = models.PositiveSmallIntegerField("应有家数")
    reason = models.CharField("理由", max_length=300)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="公告起草人",
        null=True,
        blank=True,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="few_bids_decisions",
        verbose_name="批准人",
    )
    at = models.DateTimeField("批准时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "不足家数评审决定"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("drafted_by")), name="commissioning_few_bids_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(qualified__lt=F("least"), qualified__gte=1) & ~Q(reason=""),
                name="commissioning_few_bids_with_reason",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.project} {self.qualified}/{self.least}"


class BidRows(models.QuerySet["Bid"]):
    """Ways to get at applications."""

    def own(self, actor: Actor) -> Self:
        """Rows of the organization that one acts for."""
        return self.filter(organization_id__in=acted_for(actor))

    def locked(self, number: str) -> "Bid":
        """Lock one row for a verb; raises NotFound."""
        found = self.select_for_update(of=("self",)).select_related(
            "key", "call__project__union", "organization"
        )
        bid = found.filter(number=number).first()
        if bid is None:
            raise NotFound
        return bid


class Bid(SealedRow):
    """Application 申报书 of an organization to a call; sealed until the deadline (R9.5).

    `receipt` is the SHA-256 over the sealed content as submitted: given to the applicant at once,
    published at the opening, and part of the panel's seed. Amount and plan are sealed; after the
    opening `amount_fen`, `persons` and `sessions` carry what was opened.
    """

    number = models.CharField("申报编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(BidState, default=BidState.DRAFT)
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="bids", verbose_name="公告"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="bids", verbose_name="申报组织"
    )
    content_sealed = SealedField("申报内容")
    receipt = models.BinaryField("回执", max_length=32, null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="submitted_bids",
        verbose_name="提交人",
        null=True,
        blank=True,
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", default=clock.now)
    amount_fen = MoneyField("报价", null=True, blank=True)
    persons = models.PositiveIntegerField("承诺服务人数", null=True, blank=True)
    sessions = models.PositiveIntegerField("承诺服务场次", null=True, blank=True)
    disqualified_because = models.CharField("不合格原因", max_length=300, blank=True)

    objects = BidRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报书"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "organization"], name="commissioning_one_bid_per_organization"
            ),
            money_check("amount_fen"),
            models.CheckConstraint(
                condition=Q(state__in=[str(BidState.DRAFT), str(BidState.WITHDRAWN)])
                | Q(receipt__isnull=False, submitted_at__isnull=False),
                name="commissioning_submitted_bid_has_receipt",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        str(BidState.DRAFT), str(BidState.SUBMITTED), str(BidState.WITHDRAWN)
                    ],
                    amount_fen__isnull=True,
                )
                | Q(
                    state__in=[
                        str(BidState.OPENED), str(BidState.QUALIFIED), str(BidState.DISQUALIFIED),
                        str(BidState.WON), str(BidState.LOST),
                    ]
                ),
                name="commissioning_sealed_bid_shows_nothing",
            ),
        ]  # fmt: skip
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers(BID),
            stays(pgtrigger.Q(old__submitted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number
