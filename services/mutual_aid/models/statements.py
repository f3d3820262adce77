"""Bank statements: one file of fees that arrived, and each of its lines."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.accounts.models.person import new_number
from backend.fields import MoneyField, SealedField, money_check
from backend.fields.models import SealedRow
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.money import Money
from backend.unions.models import PlacedInTree
from services.mutual_aid.models.fees import FeeReceipt


class StatementRows(models.QuerySet["FeeStatement"]):
    """Ways to get at statements."""

    def visible_to(self, actor: Actor) -> Self:
        """Statements of the subtrees where the actor records fees."""
        return self.filter(scope.visible(actor, Permission.MUTUAL_AID_FEE_RECORD))


class FeeStatement(SealedRow, PlacedInTree):
    """Fee statement 会费对账单: a bank's list of money that arrived, matched line by line.

    Placed under the union of the officer who sent it. Taken whole or not at all.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="fee_statement", verbose_name="对账单原件"
    )
    file_name = models.CharField("文件名", max_length=120)
    digest = models.BinaryField("文件摘要", max_length=32)
    line_count = models.PositiveIntegerField("行数")
    matched_count = models.PositiveIntegerField("已核对行数")
    total_fen = MoneyField("合计金额")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sent_fee_statements",
        verbose_name="上传人",
    )
    created_at = models.DateTimeField("上传时间", default=clock.now)

    objects = StatementRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会费对账单"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest"], name="mutual_aid_statement_once"),
            money_check("total_fen"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["union", "-created_at", "-id"], name="mutual_aid_statement_new")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.ReadOnly(
                name="what_came_never_changes", fields=["digest", "line_count", "total_fen"]
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def open_count(self) -> int:
        """How many lines belong to no batch yet."""
        return self.line_count - self.matched_count


class StatementLine(models.Model):
    """Statement line 对账单行: one sum that arrived; with its receipt once it is matched.

    Payer and remark may name a person and are sealed under the key of the statement.
    """

    statement = models.ForeignKey(
        FeeStatement, models.PROTECT, related_name="lines", verbose_name="会费对账单"
    )
    row_number = models.PositiveIntegerField("行号")
    paid_on = models.DateField("入账日期")
    amount_fen = MoneyField("金额")
    bank_reference = models.CharField("银行流水号", max_length=60)
    words_sealed = SealedField("付款人和附言")
    receipt = models.OneToOneField(
        FeeReceipt,
        models.PROTECT,
        related_name="statement_line",
        verbose_name="会费收讫",
        null=True,
        blank=True,
    )
    reason = models.CharField("没有对上的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "对账单行"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["statement", "row_number"], name="mutual_aid_statement_line_once"
            ),
            money_check("amount_fen"),
        ]

    def __str__(self) -> str:
        return f"第 {self.row_number} 行"

    @property
    def amount(self) -> Money:
        """What arrived."""
        return Money(self.amount_fen)
