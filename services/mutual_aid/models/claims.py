"""A claim, its lines and its photographs: what a person asks to be paid, and the papers for it."""

from functools import cached_property
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.accounts.models.person import new_number
from backend.fields import MoneyField, SealedField, StateField, money_check, triggers
from backend.fields.models import SealedRow
from backend.fields.prepared import Prepared
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.unions.models import PLACE_COLUMNS, PlacedInTree
from services.mutual_aid.models.covers import Cover
from services.mutual_aid.models.plans import PlanVersion
from services.mutual_aid.models.taken import TakenSteps
from services.mutual_aid.states import (
    CLAIM,
    CLAIM_LABELS,
    CLAIM_WORKER_LABELS,
    DECIDED_CLAIMS,
    EDITABLE_CLAIMS,
    OUTCOME_LABELS,
    ClaimState,
    Level,
    Outcome,
)


class ClaimantKind(models.TextChoices):
    """Who makes the claim 申领方式."""

    SELF = "self", "本人申领"
    FAMILY = "family", "家人代办"
    STEWARD = "steward", "工会代办"
    HEIR = "heir", "继承人申领"


class ClaimRows(models.QuerySet["Claim"]):
    """Ways to get at claims; each names who may."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of reviewers' subtrees without drafts, and what the actor filed on behalf."""
        mine = Q(filed_by_id=actor.user_id) if actor.user_id else scope.NOTHING
        seen = scope.visible(actor, Permission.MUTUAL_AID_CLAIM_READ) & ~Q(state=ClaimState.DRAFT)
        return self.filter(seen | (mine & Q(claimant_kind=ClaimantKind.STEWARD)))

    def of_person(self, person_id: int | None) -> Self:
        """Rows about one person, newest first."""
        rows = self.filter(person_id=person_id) if person_id else self.none()
        return rows.order_by("-created_at", "-id")

    def filed_by_user(self, user_id: int | None) -> Self:
        """Rows that a user filed for somebody else."""
        rows = self.filter(filed_by_id=user_id) if user_id else self.none()
        return rows.exclude(claimant_kind=ClaimantKind.SELF)

    def locked(self, number: str) -> "Claim":
        """Lock one row for a verb; raises NotFound."""
        claim = _LOCKED.get(number)
        if claim is None:
            raise NotFound
        return claim


IS_DECIDED = [str(state) for state in DECIDED_CLAIMS]
SHOWN_IN_QUEUE = ("number", "state", "due_on", "person", "union")


def claim_desk_indexes() -> list[models.Index]:
    """Give one index for each level of the tree: newest first on the desk of a review level."""
    return [
        models.Index(
            fields=[column, "desk", "-created_at", "-id"],
            include=SHOWN_IN_QUEUE,
            name=f"mutual_aid_claim_desk_{column}",
            condition=Q(**{f"{column}__isnull": False}, desk__gt=""),
        )
        for column in PLACE_COLUMNS
    ]


def decided_indexes() -> list[models.Index]:
    """Give one index for each level of the tree: newest decision first inside any subtree.

    A claim enters it once, when it is decided, so that no other step pays for it.
    """
    return [
        models.Index(
            fields=[column, "-decided_on", "-id"],
            include=("outcome", "plan_version"),
            name=f"mutual_aid_decided_{column}",
            condition=Q(**{f"{column}__isnull": False}, decided_on__isnull=False),
        )
        for column in PLACE_COLUMNS
    ]


class Claim(SealedRow, PlacedInTree):
    """Claim 申领: one person, one cover, the events she asks to be paid for.

    `levels` are the review levels of the plan when it was submitted; `desk` is the level that has
    the next step, empty when nobody has. Placed under the union of her membership.
    """

    number = models.CharField("申领编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(ClaimState, "状态", default=ClaimState.DRAFT)
    desk = models.CharField(
        "办理层级", max_length=12, blank=True, choices=[(str(one), str(one)) for one in Level]
    )
    levels = models.JSONField("审核层级", default=list)
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_claims",
        verbose_name="被保障人",
    )
    cover = models.ForeignKey(Cover, models.PROTECT, related_name="claims", verbose_name="保障")
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="claims", verbose_name="计划版本"
    )
    claimant_kind = models.CharField("申领方式", max_length=10, choices=ClaimantKind.choices)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="filed_mutual_aid_claims",
        verbose_name="填报人",
    )
    relation_sealed = SealedField("与本人的关系")
    event_on = models.DateField("事件日期", null=True, blank=True)
    note_sealed = SealedField("说明")
    created_at = models.DateTimeField("建立时间", default=clock.now)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    submitted_late = models.BooleanField("超过申领期限", default=False)
    state_since = models.DateField("进入当前状态的日期", default=clock.today)
    due_on = models.DateField("这一步最晚办结日期", null=True, blank=True)
    outcome = models.CharField(
        "核定结果", max_length=10, blank=True, choices=[(str(one), str(one)) for one in Outcome]
    )
    decided_on = models.DateField("决定日期", null=True, blank=True)
    is_sampled = models.BooleanField("抽中复核", default=False)
    needs_look = models.BooleanField("有疑点需核对", default=False)
    overdue_told_on = models.DateField("超时提醒日期", null=True, blank=True)

    objects = ClaimRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申领"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[str(ClaimState.DRAFT), str(ClaimState.WITHDRAWN)])
                | Q(submitted_at__isnull=False, event_on__isnull=False),
                name="mutual_aid_submitted_claim_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IS_DECIDED, decided_on__isnull=False, outcome__gt="")
                | (~Q(state__in=IS_DECIDED) & Q(decided_on__isnull=True, outcome="")),
                name="mutual_aid_decided_claim_says_what",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *claim_desk_indexes(),
            *decided_indexes(),
            models.Index(
                F("person"), F("created_at").desc(), F("id").desc(), name="mutual_aid_claim_person"
            ),
            models.Index(F("due_on"), condition=Q(desk__gt=""), name="mutual_aid_claim_overdue"),
            models.Index(
                F("state_since"),
                F("id"),
                condition=Q(state=str(ClaimState.SUSPENDED)),
                name="mutual_aid_claim_suspended",
            ),
            models.Index(
                F("filed_by"),
                F("created_at").desc(),
                F("id").desc(),
                condition=~Q(claimant_kind="self"),
                name="mutual_aid_claim_filed",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(CLAIM)

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in the words of the desk."""
        return CLAIM_LABELS[self.state]

    @property
    def worker_label(self) -> str:
        """The state in the words of the claimant."""
        return CLAIM_WORKER_LABELS[self.state]

    @property
    def outcome_label(self) -> str:
        """What it came to, in Chinese; empty before the decision."""
        return OUTCOME_LABELS[Outcome(self.outcome)] if self.outcome else ""

    @cached_property
    def taken(self) -> TakenSteps:
        """The steps so far; whoever adds one takes it down here too."""
        return TakenSteps.of(self.pk)

    @property
    def is_editable(self) -> bool:
        """Tell whether answers may still change."""
        return self.state in EDITABLE_CLAIMS


def _locked(number: str) -> ClaimRows:
    rows = Claim.objects.select_related("key", "person", "union", "cover", "plan_version")
    # The rules are known by their digest; the text of the pack is long.
    return rows.select_for_update(of=("self",)).defer("plan_version__pack").filter(number=number)


_LOCKED = Prepared(_locked, "SL-0000-000000")


class ClaimLine(SealedRow):
    """Claim line 申领项目: one event of one benefit item, as the rule pack wants it.

    `entry_sealed` holds the entry of FORMAT.md section 10 as JSON (amounts, days, class, grade,
    offsets; never `day`, which follows from the dates): it may name an illness class. The invoice
    number is sealed; `invoice_token` is the keyed token of number, amount and date that finds the
    same invoice elsewhere.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="lines", verbose_name="申领")
    item = models.CharField("给付项目", max_length=60)
    happened_on = models.DateField("发生日期")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    entry_sealed = SealedField("申领内容")
    invoice_sealed = SealedField("发票号码")
    invoice_amount_fen = MoneyField("发票金额", null=True, blank=True)
    invoice_on = models.DateField("开票日期", null=True, blank=True)
    invoice_token = models.BinaryField("发票标记", max_length=32, null=True, blank=True)
    created_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "申领项目"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("happened_on")),
                name="mutual_aid_claim_line_ends_after_start",
            ),
            money_check("invoice_amount_fen"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                F("invoice_token"),
                condition=Q(invoice_token__isnull=False),
                name="mutual_aid_claim_invoice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.item}"


class ClaimPhoto(models.Model):
    """Claim photograph 单据照片: one paper of a claim, for a line or for the whole."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="photos", verbose_name="申领")
    line = models.ForeignKey(
        ClaimLine,
        models.CASCADE,
        related_name="photos",
        verbose_name="申领项目",
        null=True,
        blank=True,
    )
    document = models.CharField("材料", max_length=60)
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="mutual_aid_photo", verbose_name="照片"
    )
    added_at = models.DateTimeField("上传时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "单据照片"

    def __str__(self) -> str:
        return f"{self.claim_id} {self.document}"
