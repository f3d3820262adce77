"""What is owed to a person, why, and whether the bank has confirmed it."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import MoneyField, SealedField, StateField, money_check, triggers
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.money import Money
from backend.unions.models import PlacedInTree, tree_indexes
from services.mutual_aid.models.claims import Claim
from services.mutual_aid.models.covers import Cover
from services.mutual_aid.models.plans import Plan, PlanVersion
from services.mutual_aid.models.settlements import Settlement
from services.mutual_aid.states import (
    BENEFIT,
    BENEFIT_LABELS,
    BENEFIT_WORKER_LABELS,
    TO_PAY,
    BenefitState,
)


class BenefitRows(models.QuerySet["Benefit"]):
    """Ways to get at benefits."""

    def visible_to(self, actor: Actor) -> Self:
        """Benefits of the subtrees where the actor may read them."""
        return self.filter(scope.visible(actor, Permission.MUTUAL_AID_BENEFIT_READ))

    def unpaid(self, where: Q) -> Self:
        """Benefits that are due or came back from the bank, of those that `where` names."""
        return self.filter(where, state__in=[str(state) for state in TO_PAY])

    def of_person(self, person_id: int | None) -> Self:
        """Benefits about one person, newest first."""
        rows = self.filter(person_id=person_id) if person_id else self.none()
        return rows.order_by("-created_at", "-id")


class Benefit(SealedRow, PlacedInTree):
    """Benefit 给付: one amount decided for one person, with the frozen inputs it came from.

    It stems from a claim or from a settlement without application. `receipt_sealed` holds the
    receipt (`zhijia-receipt/1`, JSON) with the inputs, sealed because a class may name an
    illness; a settlement's plain figures stand in `facts` and its receipt is made when read.
    `payee_person` is who gets the money: the member, or an heir. `bound_by` approved another
    account after the decision; where it is empty the account is that of the decision.
    """

    number = models.CharField("给付编号", max_length=36, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(BenefitState, "状态", default=BenefitState.DUE)
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_benefits",
        verbose_name="被保障人",
        db_index=False,
    )
    payee_person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_benefits_received",
        verbose_name="领款人",
    )
    cover = models.ForeignKey(Cover, models.PROTECT, related_name="benefits", verbose_name="保障")
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="benefits", verbose_name="互助计划", db_index=False
    )
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="benefits", verbose_name="计划版本"
    )
    claim = models.OneToOneField(
        Claim,
        models.PROTECT,
        related_name="benefit",
        verbose_name="申领",
        null=True,
        blank=True,
    )
    settlement = models.ForeignKey(
        Settlement,
        models.PROTECT,
        related_name="benefits",
        verbose_name="结算",
        null=True,
        blank=True,
        db_index=False,
    )
    period_first_day = models.DateField("保障期第一天")
    due_fen = MoneyField("本期累计应付")
    already_paid_fen = MoneyField("本期此前已付", default=0)
    amount_fen = MoneyField("本次给付")
    recovered_fen = MoneyField("已追回", default=0)
    facts = models.JSONField("结算数据", null=True, blank=True)
    receipt_sealed = SealedField("给付单")
    receipt_signature = models.CharField("给付单签名", max_length=100, blank=True)
    receipt_key = models.CharField("签名密钥编号", max_length=16, blank=True)
    payee = models.ForeignKey(
        "accounts.PayeeAccount",
        models.PROTECT,
        related_name="mutual_aid_benefits",
        verbose_name="收款账户",
        null=True,
        blank=True,
    )
    payee_digest = models.BinaryField("核定时账户摘要", max_length=32, null=True, blank=True)
    transfer = models.ForeignKey(
        "ledger.Transfer",
        models.PROTECT,
        related_name="mutual_aid_benefits",
        verbose_name="预留",
        null=True,
        blank=True,
    )
    payment_order = models.OneToOneField(
        "ledger.PaymentOrder",
        models.PROTECT,
        related_name="mutual_aid_benefit",
        verbose_name="付款指令",
        null=True,
        blank=True,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="decided_mutual_aid_benefits",
        verbose_name="核定人",
        null=True,
        blank=True,
        db_index=False,
    )
    bound_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="重新核准账户的人",
        null=True,
        blank=True,
        db_index=False,
    )
    created_at = models.DateTimeField("核定时间", default=clock.now)
    paid_on = models.DateField("到账日期", null=True, blank=True)
    return_reason_sealed = SealedField("银行退回原因")

    objects = BenefitRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "给付"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("due_fen", "already_paid_fen", "amount_fen", "recovered_fen"),
            models.CheckConstraint(
                condition=Q(recovered_fen__lte=F("amount_fen")),
                name="mutual_aid_benefit_recovers_what_was_paid",
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=False) | Q(facts__isnull=False),
                name="mutual_aid_benefit_has_its_cause",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "recovering", "recovered"])
                | Q(paid_on__isnull=False),
                name="mutual_aid_paid_benefit_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(settlement=None) | Q(claim=None, facts__isnull=False),
                name="mutual_aid_settled_benefit_has_no_claim",
            ),
            models.UniqueConstraint(
                fields=["settlement", "person"],
                condition=Q(settlement__isnull=False),
                name="mutual_aid_one_benefit_per_settlement_and_person",
            ),
        ]
        # What begins with person, plan or settlement serves that foreign key as well, and nothing
        # looks benefits up by who decided them: each index is one more entry to write for every
        # line of a batch of payments.
        indexes: ClassVar[list[models.Index]] = [
            *tree_indexes("mutual_aid_due", where=Q(state__in=[str(state) for state in TO_PAY])),
            models.Index(
                F("person"), F("created_at").desc(), F("id").desc(), name="mutual_aid_benefit_own"
            ),
            models.Index(fields=["plan", "paid_on"], name="mutual_aid_benefit_paid"),
            *tree_indexes("mutual_aid_back", where=Q(state=str(BenefitState.RETURNED))),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(BENEFIT)

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        """What is paid this time."""
        return Money(self.amount_fen)

    @property
    def net(self) -> Money:
        """What was paid and has not come back."""
        return Money(self.amount_fen - self.recovered_fen)

    @property
    def state_label(self) -> str:
        """The state in the words of the desk."""
        return BENEFIT_LABELS[self.state]

    @property
    def worker_label(self) -> str:
        """The state in the words of the person."""
        return BENEFIT_WORKER_LABELS[self.state]
