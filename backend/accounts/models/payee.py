"""Where money goes: organizations that are paid, and the verified bank accounts of holders."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.accounts.models.person import Person, new_number
from backend.accounts.states import PAYEE, PayeeState
from backend.fields import SealedField, StateField, triggers
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.unions.models import PlacedInTree


class PayeeOrganization(SealedRow, PlacedInTree):
    """Payee organization 收款单位: paid by a union; once in the city, found by its credit code.

    The name is the one on its bank account, sealed as a person's is. The union is the one that
    keeps its account: its officers enter and verify it, its cool-off holds.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name_sealed = SealedField("户名")
    created_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = "收款单位"
        verbose_name_plural = "收款单位"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            # Who is paid is known by this code: another code is another organization.
            pgtrigger.Protect(
                name="credit_code_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__credit_code__df=pgtrigger.F("new__credit_code")),
            ),
        ]

    def __str__(self) -> str:
        return self.credit_code

    @property
    def name(self) -> str:
        """The name on its account, opened; an organization's is no personal data."""
        return self.unseal("name_sealed")


class PayeeAccount(SealedRow):
    """Payee account 收款账户: a holder's own bank account; a second person verifies each change.

    The holder is one person or one organization, never both. `usable_from` is when money may
    first go there: at once for the first account, after a cool-off for a changed one. Nothing but
    the state moves after the row was entered.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="payee_accounts",
        verbose_name="本人",
        null=True,
        blank=True,
    )
    organization = models.ForeignKey(
        PayeeOrganization,
        on_delete=models.PROTECT,
        related_name="payee_accounts",
        verbose_name="收款单位",
        null=True,
        blank=True,
    )
    state = StateField(PayeeState, "状态", default=PayeeState.PROPOSED)
    version = models.PositiveIntegerField("版本", default=1)
    bank = models.CharField("开户银行", max_length=60)
    account_sealed = SealedField("银行账号")
    account_last4 = models.CharField("账号后四位", max_length=4)
    digest = models.BinaryField("账户摘要")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="payee_accounts_proposed",
        verbose_name="登记人",
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="payee_accounts_verified",
        verbose_name="核实人",
        null=True,
        blank=True,
    )
    proposed_at = models.DateTimeField("登记时间", default=clock.now)
    verified_at = models.DateTimeField("核实时间", null=True, blank=True)
    usable_from = models.DateTimeField("可付款时间", null=True, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "收款账户"
        verbose_name_plural = "收款账户"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, organization__isnull=False)
                | Q(person__isnull=False, organization__isnull=True),
                name="accounts_payee_one_holder",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state="verified"),
                name="accounts_payee_one_verified_per_organization",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state="proposed"),
                name="accounts_payee_one_open_per_organization",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="verified"),
                name="accounts_payee_one_verified_per_person",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="proposed"),
                name="accounts_payee_one_open_per_person",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("proposed_by")),
                name="accounts_payee_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_by__isnull=False),
                name="accounts_payee_verified_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_at", "id"],
                name="accounts_payee_open",
                condition=Q(state="proposed"),
            )
        ]
        triggers = triggers(PAYEE)

    def __str__(self) -> str:
        return f"{self.bank} 尾号 {self.account_last4}"

    @property
    def holder(self) -> Person | PayeeOrganization:
        """Whose account it is; raises LookupError for a row that the constraint forbids."""
        found = self.person or self.organization
        if found is None:
            raise LookupError
        return found
