"""The pool, the draw and the seats (R9.6, R9.7)."""

from hashlib import sha256
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import SealedField, StateField, append_only, triggers
from backend.fields.keys import keyring
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.unions.models import PlacedInTree, Union
from services.commissioning.models.kept import stays
from services.commissioning.models.organizations import new_number
from services.commissioning.models.projects import Project
from services.commissioning.states.panel import SEAT, SeatState


class PanelKind(models.TextChoices):
    """Kind of a panelist 评审人类别: two thirds of a panel are experts (R9.6)."""

    EXPERT = "expert", "专家"
    UNION = "union", "工会代表"
    WORKER = "worker", "职工代表"


class PanelistRows(models.QuerySet["Panelist"]):
    """Ways to get at panelists."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of officers' subtrees."""
        return self.filter(scope.visible(actor, Permission.COMMISSIONING_PROJECT_READ))

    def pool_of(self, union: Union) -> Self:
        """Rows in service of the pool from which a union draws: its own, else the nearest above."""
        line = [key for key in union.ancestors if key is not None]
        kept = self.filter(is_active=True, union_id__in=line)
        nearest = kept.order_by("-union__level").values("union_id")[:1]
        return kept.filter(union_id=models.Subquery(nearest)).order_by("number")

    def locked(self, number: str) -> "Panelist":
        """Lock one row for a verb; raises NotFound."""
        found = self.select_for_update(of=("self",)).select_related("union", "user")
        panelist = found.filter(number=number).first()
        if panelist is None:
            raise NotFound
        return panelist


class Panelist(PlacedInTree):
    """Panelist 评审人 in the pool of a union; the number stands in the published draw."""

    number = models.CharField("评审人编号", max_length=20, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="panelist_entries",
        verbose_name="评审人",
    )
    kind = models.CharField("类别", max_length=8, choices=PanelKind.choices)
    field = models.CharField("专业领域", max_length=60)
    is_active = models.BooleanField("在库", default=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="entered_panelists",
        verbose_name="入库人",
    )
    created_at = models.DateTimeField("入库时间", default=clock.now)
    version = models.PositiveIntegerField("版本", default=1)

    objects = PanelistRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审人"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["union", "user"], name="commissioning_panelist_once_per_pool"
            ),
            models.CheckConstraint(
                condition=~Q(entered_by=F("user")), name="commissioning_panelist_not_by_herself"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["union", "number"],
                name="commissioning_pool",
                condition=Q(is_active=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Draw(models.Model):
    """Draw 抽取: the revealed seed, the pool as it was, and the order that follows (R9.6).

    `entropy` is SHA-256 over the seed, the pool's digest and the receipts of all applications, so
    that neither who made the seed nor who applies can choose the panel. Anyone can run it again.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="draws", verbose_name="项目"
    )
    sequence = models.PositiveSmallIntegerField("次序", default=1)
    seed = models.BinaryField("种子", max_length=32)
    entropy = models.BinaryField("随机数", max_length=32)
    pool = models.JSONField("当时的评审人库")
    order = models.JSONField("抽取顺序")
    receipts = models.JSONField("当时的申报回执")
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="panel_draws",
        verbose_name="抽取人",
    )
    at = models.DateTimeField("抽取时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "抽取"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "sequence"], name="commissioning_draw_sequence"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.project} 抽取{self.sequence}"


class FixedPool(models.Model):
    """Fixed pool 重抽名单: from whom a later draw is made, with its own sealed seed (R9.6).

    The seed is made in the moment in which the list is fixed, and both are published at once, the
    seed as its SHA-256: who enlarges the pool knows no seed, and who knows the seed can not change
    the pool.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="fixed_pools", verbose_name="项目"
    )
    sequence = models.PositiveSmallIntegerField("次序")
    pool = models.JSONField("固定的评审人库")
    seed_sealed = models.BinaryField("已加密的种子")
    seed_commitment = models.BinaryField("种子承诺", max_length=32)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="fixed_pools",
        verbose_name="固定人",
    )
    at = models.DateTimeField("固定时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "重抽名单"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "sequence"], name="commissioning_fixed_pool_sequence"
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=2), name="commissioning_fixed_pool_of_a_later_draw"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.project} 重抽名单{self.sequence}"

    def seal_seed(self, seed: bytes) -> None:
        """Seal 32 bytes and set what is published of them."""
        self.seed_sealed = keyring().wrap(seed)
        self.seed_commitment = sha256(seed).digest()

    def unseal_seed(self) -> bytes:
        """Open the seed for its draw; raises SealBrokenError when it was altered."""
        return keyring().unwrap(bytes(self.seed_sealed))


class RecusalWay(models.TextChoices):
    """How a recusal came about 回避方式 (R9.7); public, while the reason is not."""

    DECLARED = "declared", "本人声明"
    DETECTED = "detected", "系统核对"
    OBJECTION = "objection", "异议成立"


class Seat(SealedRow):
    """Seat 评审席位: a drawn panelist, the declaration, sealed scores, dissent (R9.7-R9.10).

    `commitment` is SHA-256 over salt and scores, published while the scores are sealed; salt and
    scores are laid open together when the last panelist has signed.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(SeatState, default=SeatState.DRAWN)
    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, related_name="seats", verbose_name="抽取"
    )
    panelist = models.ForeignKey(
        Panelist, on_delete=models.PROTECT, related_name="seats", verbose_name="评审人"
    )
    place = models.PositiveSmallIntegerField("抽取次序")
    drawn_at = models.DateTimeField("入席时间", default=clock.now)
    declared_at = models.DateTimeField("声明时间", null=True, blank=True)
    recused_way = models.CharField(
        "回避方式", max_length=12, choices=RecusalWay.choices, blank=True
    )
    recused_because = models.CharField("回避原因", max_length=200, blank=True)
    scores_sealed = SealedField("密封评分")
    commitment = models.BinaryField("评分承诺", max_length=32, null=True, blank=True)
    salt = models.BinaryField("盐", max_length=32, null=True, blank=True)
    signed_at = models.DateTimeField("签字时间", null=True, blank=True)
    dissent = models.CharField("不同意见", max_length=1000, blank=True)
    dissented_at = models.DateTimeField("提出不同意见的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评审席位"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["draw", "panelist"], name="commissioning_one_seat_each"
            ),
            models.CheckConstraint(
                condition=~Q(state=str(SeatState.SIGNED))
                | Q(commitment__isnull=False, signed_at__isnull=False),
                name="commissioning_signed_seat_is_committed",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(SeatState.RECUSED))
                | (~Q(recused_because="") & ~Q(recused_way="")),
                name="commissioning_recused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(salt__isnull=True) | Q(state=str(SeatState.SIGNED)),
                name="commissioning_salt_is_sealed_until_signed",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers(SEAT),
            stays(),
            # What was signed stays (R9.8): neither the sealed scores nor their commitment changes.
            pgtrigger.Protect(
                name="signed_scores_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=str(SeatState.SIGNED))
                & (
                    pgtrigger.Q(old__scores_sealed__df=pgtrigger.F("new__scores_sealed"))
                    | pgtrigger.Q(old__commitment__df=pgtrigger.F("new__commitment"))
                    | pgtrigger.Q(old__signed_at__df=pgtrigger.F("new__signed_at"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} {self.place}"
