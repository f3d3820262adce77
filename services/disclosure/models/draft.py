"""The text on its way to the public, and what the three people said of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.fields import StateField, append_only, triggers
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.unions.models import PlacedInTree, tree_indexes
from services.disclosure.models.catalogue import CatalogueItem
from services.disclosure.models.disclosure import Disclosure
from services.disclosure.states import CATEGORY_LABELS, DRAFT_MACHINE, Category, DraftState

OPEN_STATES = (DraftState.WRITING, DraftState.IN_CHECK, DraftState.IN_SIGN_OFF)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Reads of drafts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those in the parts of the tree where the actor works on disclosures."""
        return self.filter(visible(actor, Permission.DISCLOSURE_VERSION_READ))

    def locked(self, number: str, actor: Actor) -> "Draft":
        """Lock one that the actor may see, for a verb; raises NotFound."""
        rows = self.visible_to(actor).select_for_update(of=("self",)).select_related("union")
        row = rows.filter(number=number).first()
        if row is None:
            raise NotFound
        return row


class Draft(PlacedInTree):
    """Draft 稿件: the words before publication, for a disclosure or for a standing form.

    `version` counts its changes for the reader who decides on it (If-Match); `checked_digest` is
    the text that the privacy checker passed, so that nothing else can be signed.
    """

    number = models.CharField("稿件编号", max_length=20, unique=True)
    disclosure = models.ForeignKey(
        Disclosure,
        on_delete=models.PROTECT,
        related_name="drafts",
        verbose_name="公开事项",
        null=True,
        blank=True,
    )
    form_code = models.CharField("固定格式", max_length=40, blank=True)
    figures = models.JSONField("数字表", default=list, blank=True)
    category = models.CharField(
        "类别", max_length=16, choices=[(c.value, CATEGORY_LABELS[c]) for c in Category]
    )
    catalogue_item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        related_name="drafts",
        verbose_name="目录事项",
        null=True,
        blank=True,
    )
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    reason = models.CharField("更正原因", max_length=300, blank=True)
    state = StateField(DraftState, default=DraftState.WRITING)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="起草人"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="隐私审查人",
        null=True,
        blank=True,
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="签发人",
        null=True,
        blank=True,
    )
    checked_digest = models.BinaryField("已审文本摘要", max_length=32, null=True, blank=True)
    version = models.PositiveIntegerField("修改序号", default=1)
    created_at = models.DateTimeField("建立时间", default=clock.now)
    changed_at = models.DateTimeField("最近变动时间", default=clock.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "稿件"
        verbose_name_plural = "稿件"
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure"],
                condition=Q(state__in=OPEN_STATES),
                name="disclosure_one_open_draft",
            ),
            models.UniqueConstraint(
                fields=["union", "form_code"],
                condition=Q(state__in=OPEN_STATES) & ~Q(form_code=""),
                name="disclosure_one_open_form_draft",
            ),
            models.CheckConstraint(
                condition=Q(disclosure__isnull=False, form_code="")
                | Q(disclosure__isnull=True) & ~Q(form_code=""),
                name="disclosure_draft_for_one_thing",
            ),
            models.CheckConstraint(
                condition=(Q(checked_by__isnull=True) | ~Q(checked_by=F("author")))
                & (Q(signed_by__isnull=True) | ~Q(signed_by=F("author")))
                & (Q(signed_by__isnull=True) | ~Q(signed_by=F("checked_by"))),
                name="disclosure_draft_by_three_people",
            ),
        ]
        indexes = tree_indexes("disclosure_draft", where=Q(state__in=OPEN_STATES))
        triggers = triggers(DRAFT_MACHINE)

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        """The Chinese word of the state."""
        return DRAFT_MACHINE.labels[self.state]

    @property
    def category_label(self) -> str:
        """The Chinese word of the category."""
        return CATEGORY_LABELS[Category(self.category)]

    @property
    def is_correction(self) -> bool:
        """It will follow a published version."""
        return bool(self.reason)


class Review(models.Model):
    """Review 审查记录: what a checker or a signatory decided on which text; never changed.

    `findings` are those of the automatic scan with the checker's answer to each.
    """

    draft = models.ForeignKey(
        Draft, on_delete=models.PROTECT, related_name="reviews", verbose_name="稿件"
    )
    act = models.CharField("步骤", max_length=16)
    opinion = models.CharField("意见", max_length=500, blank=True)
    findings = models.JSONField("扫描结果", default=list, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="办理人"
    )
    reviewed_at = models.DateTimeField("时间", default=clock.now)
    digest = models.BinaryField("文本摘要", max_length=32)

    class Meta:
        verbose_name = "审查记录"
        verbose_name_plural = "审查记录"
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.act}"
