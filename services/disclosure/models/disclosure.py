"""The public thing, its versions, and its withdrawal."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.fields import StateField, append_only, triggers
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.unions.models import PlacedInTree
from services.disclosure.models.catalogue import CatalogueItem
from services.disclosure.models.form import FormVersion
from services.disclosure.states import (
    CATEGORY_LABELS,
    GROUND_LABELS,
    MACHINE,
    Category,
    Ground,
    State,
)


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    """Reads of disclosures."""

    def public(self) -> Self:
        """What everybody may know of: published, and withdrawn as a tombstone."""
        # The second condition follows from the first; the indexes on the newest events need it.
        return self.filter(state__in=[State.PUBLISHED, State.WITHDRAWN], changed_at__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """The public ones, and those in preparation in the actor's own part of the tree."""
        own = visible(actor, Permission.DISCLOSURE_VERSION_READ)
        return self.filter(Q(state__in=[State.PUBLISHED, State.WITHDRAWN]) | own)

    def locked(self, number: str) -> "Disclosure":
        """Lock one for a verb; raises NotFound."""
        row = (
            self.select_for_update(of=("self",))
            .select_related("union")
            .filter(number=number)
            .first()
        )
        if row is None:
            raise NotFound
        return row


class Disclosure(PlacedInTree):
    """Disclosure 公开事项: one thing made public, with all its versions under one number for good.

    `title` and `current` are those of the newest version; `changed_at` is its last public event.
    `subject` is the number of the one thing that a standing form was filled for (a project), empty
    where the form speaks of a whole union.
    """

    number = models.CharField("公开编号", max_length=20, unique=True)
    category = models.CharField(
        "类别", max_length=16, choices=[(c.value, CATEGORY_LABELS[c]) for c in Category]
    )
    catalogue_item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        related_name="disclosures",
        verbose_name="目录事项",
        null=True,
        blank=True,
    )
    period = models.CharField("所属期", max_length=8, blank=True)
    form_code = models.CharField("固定格式", max_length=40, blank=True)
    subject = models.CharField("所涉事项编号", max_length=20, blank=True)
    state = StateField(State, default=State.PREPARING)
    title = models.CharField("标题", max_length=120)
    current = models.ForeignKey(
        "disclosure.Version",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="现行版本",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField("修改序号", default=1)
    created_at = models.DateTimeField("建立时间", default=clock.now)
    published_at = models.DateTimeField("首次公开时间", null=True, blank=True)
    changed_at = models.DateTimeField("最近变动时间", null=True, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = "公开事项"
        verbose_name_plural = "公开事项"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=State.PREPARING,
                    current__isnull=True,
                    published_at__isnull=True,
                    changed_at__isnull=True,
                )
                | Q(
                    ~Q(state=State.PREPARING),
                    current__isnull=False,
                    published_at__isnull=False,
                    changed_at__isnull=False,
                ),
                name="disclosure_public_means_a_version",
            ),
            models.UniqueConstraint(
                fields=["union", "form_code", "subject", "period"],
                condition=~Q(form_code="") & ~Q(state=State.WITHDRAWN),
                name="disclosure_one_per_form_and_period",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-changed_at", "-id"],
                condition=Q(changed_at__isnull=False),
                name="disclosure_newest",
            ),
            models.Index(
                fields=["union", "-changed_at", "-id"],
                condition=Q(changed_at__isnull=False),
                name="disclosure_newest_of_union",
            ),
            GinIndex(fields=["title"], name="disclosure_title", opclasses=["gin_trgm_ops"]),
        ]
        triggers = triggers(MACHINE)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def category_label(self) -> str:
        """The Chinese word of the category."""
        return CATEGORY_LABELS[Category(self.category)]

    @property
    def state_label(self) -> str:
        """The Chinese word of the state."""
        return MACHINE.labels[self.state]

    @property
    def address(self) -> str:
        """Path of its public page; it never changes."""
        return f"/disclosures/{self.number}/"


class Version(models.Model):
    """Version 版本: the words exactly as they were published; never changed, never deleted (R12.4).

    Written, checked for privacy and signed by three different people (R12.3). `digest` is the
    SHA-256 of title and body. A standing form's three people stand for every filling of it.
    """

    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.PROTECT, related_name="versions", verbose_name="公开事项"
    )
    sequence = models.PositiveSmallIntegerField("第几版")
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    figures = models.JSONField("数字", default=dict, blank=True)
    reason = models.CharField("更正原因", max_length=300, blank=True)
    form_version = models.ForeignKey(
        FormVersion,
        on_delete=models.PROTECT,
        related_name="fillings",
        verbose_name="固定格式版本",
        null=True,
        blank=True,
    )
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
    published_at = models.DateTimeField("公开时间", default=clock.now)
    digest = models.BinaryField("摘要", max_length=32)

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure", "sequence"], name="disclosure_version_in_sequence"
            ),
            models.CheckConstraint(
                condition=~Q(author=F("checked_by"))
                & ~Q(author=F("signed_by"))
                & ~Q(checked_by=F("signed_by")),
                name="disclosure_version_by_three_people",
            ),
            models.CheckConstraint(
                condition=Q(sequence=1) | Q(sequence__gt=1) & ~Q(reason=""),
                name="disclosure_correction_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["published_at"], name="disclosure_version_when")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.disclosure_id} 第 {self.sequence} 版"


class Withdrawal(models.Model):
    """Withdrawal 撤回: the closure of a disclosure, with ground, reason and time; never undone."""

    disclosure = models.OneToOneField(
        Disclosure, on_delete=models.PROTECT, related_name="withdrawal", verbose_name="公开事项"
    )
    ground = models.CharField(
        "缘由", max_length=12, choices=[(g.value, GROUND_LABELS[g]) for g in Ground]
    )
    reason = models.CharField("说明", max_length=300)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="撤回人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", default=clock.now)

    class Meta:
        verbose_name = "撤回"
        verbose_name_plural = "撤回"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="disclosure_withdrawal_has_a_reason"
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.ground}"

    @property
    def ground_label(self) -> str:
        """The Chinese word of the ground."""
        return GROUND_LABELS[Ground(self.ground)]

    @property
    def hides_words(self) -> bool:
        """Withdrawn for somebody's privacy: title and text leave every public page."""
        return self.ground == Ground.PRIVACY
