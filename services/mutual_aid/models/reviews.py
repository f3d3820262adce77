"""What reviewers add to a claim: steps of the chain, the one full list, changes, refusals."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.accounts.models.person import new_number
from backend.fields import MoneyField, SealedField, append_only, money_check
from backend.fields.models import SealedRow
from backend.kernel import clock
from services.mutual_aid.models.claims import Claim


class ClaimStep(SealedRow):
    """Claim step 申领办理记录: act, person, time, opinion; append-only (R8.24).

    `in_chain` marks the steps that decide: nobody takes two of them, nobody decides on her own
    claim, and who filed it does not decide either. `round` counts how often the review began
    anew, so that after a return the same people may look again. `adjuster` is who changed the
    amount that this step approves; `clause` is the code of the clause that the step applied or
    set aside.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="steps", verbose_name="申领")
    act = models.CharField("步骤", max_length=24)
    level = models.CharField("审核层级", max_length=12, blank=True)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="mutual_aid_claim_steps",
        verbose_name="办理人",
        null=True,
        blank=True,
    )
    by_label = models.CharField("岗位", max_length=80)
    by_person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_claim_steps_made",
        verbose_name="办理人本人",
        null=True,
        blank=True,
    )
    subject_person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_claim_steps_about",
        verbose_name="被保障人",
    )
    filer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    in_chain = models.BooleanField("审核链步骤", default=False)
    adjuster = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="金额调整人",
        null=True,
        blank=True,
    )
    clause = models.CharField("条款", max_length=80, blank=True)
    opinion_sealed = SealedField("意见")
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "申领办理记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["claim", "round", "by"],
                condition=Q(in_chain=True),
                name="mutual_aid_nobody_twice_in_the_chain",
            ),
            models.CheckConstraint(
                condition=Q(in_chain=False)
                | Q(by_person__isnull=True)
                | ~Q(by_person=F("subject_person")),
                name="mutual_aid_nobody_decides_on_herself",
            ),
            models.CheckConstraint(
                condition=Q(in_chain=False) | (Q(by__isnull=False) & ~Q(by=F("filer"))),
                name="mutual_aid_who_filed_does_not_decide",
            ),
            models.CheckConstraint(
                condition=Q(adjuster__isnull=True) | Q(by__isnull=False) & ~Q(by=F("adjuster")),
                name="mutual_aid_who_adjusts_does_not_approve",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["claim", "id"], name="mutual_aid_claim_history"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.act}"


class ReturnList(SealedRow):
    """Return list 补正清单: everything that is missing, said once in full (R8.23); append-only.

    A further list needs a reason why the first did not say it.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="return_lists", verbose_name="申领"
    )
    serial = models.PositiveSmallIntegerField("第几次")
    missing_sealed = SealedField("缺少的材料")
    reason_sealed = SealedField("再次退回的原因")
    answer_by = models.DateField("补正期限")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="mutual_aid_return_lists",
        verbose_name="退回人",
    )
    made_at = models.DateTimeField("退回时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "补正清单"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["claim", "serial"], name="mutual_aid_return_list_in_order"
            ),
            models.CheckConstraint(
                condition=Q(serial=1) | Q(reason_sealed__isnull=False),
                name="mutual_aid_further_return_has_a_reason",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.claim_id} 补正 {self.serial}"


class Adjustment(SealedRow):
    """Adjustment 金额调整: a reviewer raises or cuts what the plan computed; append-only.

    The last one holds. It says from what to what and why, and a second person approves the claim.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="adjustments", verbose_name="申领"
    )
    computed_fen = MoneyField("按计划计算")
    decided_fen = MoneyField("调整为")
    reason_sealed = SealedField("调整原因")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="mutual_aid_adjustments",
        verbose_name="调整人",
    )
    made_at = models.DateTimeField("调整时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "金额调整"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("computed_fen", "decided_fen"),
            models.CheckConstraint(
                condition=Q(reason_sealed__isnull=False),
                name="mutual_aid_adjustment_has_a_reason",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.claim_id} 调整"


class Rejection(SealedRow):
    """Rejection 不予给付决定: clause, fact, remedy, deadline and where to appeal; append-only."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    claim = models.OneToOneField(
        Claim, models.PROTECT, related_name="rejection", verbose_name="申领"
    )
    clause = models.CharField("依据", max_length=200)
    fact_sealed = SealedField("事实")
    remedy_sealed = SealedField("可以怎么办")
    appeal_to = models.CharField("申诉受理单位", max_length=80)
    appeal_until = models.DateField("申诉截止日期")
    decided_at = models.DateTimeField("决定时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "不予给付决定"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(fact_sealed__isnull=False, remedy_sealed__isnull=False)
                & ~Q(clause="")
                & ~Q(appeal_to=""),
                name="mutual_aid_rejection_is_whole",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.claim_id} 不予给付"


class Shortfall(SealedRow):
    """Shortfall 未给付说明: why nothing was paid, frozen with the decision; append-only.

    `change_sealed` names the nearest single change that would have made the plan pay, empty where
    none would; `receipt_sealed` holds the arithmetic of a claim that was approved and came to
    nothing. Both may name an illness.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    claim = models.OneToOneField(
        Claim, models.PROTECT, related_name="shortfall", verbose_name="申领"
    )
    change_sealed = SealedField("还差什么")
    receipt_sealed = SealedField("计算单")
    made_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "未给付说明"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.claim_id} 未给付说明"
