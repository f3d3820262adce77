"""What an insurance office says of covered persons: the file, its good rows, its refused rows."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import MoneyField, StateField, append_only, money_check, triggers
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from backend.unions.models import PlacedInTree
from services.mutual_aid.models.plans import Plan, PlanVersion
from services.mutual_aid.states import FILE, FILE_LABELS, FileState

ALL = 100
DIGEST_BYTES = 32


class DataFileRows(models.QuerySet["DataFile"]):
    """Ways to get at data files."""

    def visible_to(self, actor: Actor) -> Self:
        """Files of the subtrees where the actor may read settlements."""
        return self.filter(scope.visible(actor, Permission.MUTUAL_AID_SETTLEMENT_READ))

    def locked(self, number: str) -> "DataFile":
        """Lock one file for a verb; raises NotFound."""
        rows = self.select_for_update(of=("self",)).select_related(
            "plan_version__plan__sponsor", "attachment__key"
        )
        found = rows.filter(number=number).first()
        if found is None:
            raise NotFound
        return found


class DataFile(PlacedInTree):
    """Data file 医保数据文件: one generation of year-to-date amounts of a plan, up to a quarter.

    The next quarter's file is a generation of its own, so that the inputs of an earlier
    settlement stay as they were. The content is a sealed attachment, or a file of the operator's
    inbox on this server. `position` is where the first row that is not kept yet begins: a byte of
    a CSV, a row of a Parquet.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(FileState, "状态", default=FileState.QUEUED)
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="data_files", verbose_name="互助计划"
    )
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="data_files", verbose_name="计划版本"
    )
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("截至季度")
    attachment = models.OneToOneField(
        Attachment,
        models.PROTECT,
        related_name="insurance_data",
        verbose_name="原件",
        null=True,
        blank=True,
    )
    inbox_name = models.CharField("收件目录中的文件名", max_length=200, blank=True)
    name = models.CharField("文件名（已遮盖）", max_length=60, blank=True)
    digest = models.BinaryField("内容摘要", max_length=DIGEST_BYTES, null=True, blank=True)
    said_rows = models.PositiveIntegerField("填报的行数", null=True, blank=True)
    said_fen = MoneyField("填报的合计", null=True, blank=True)
    rows_total = models.PositiveIntegerField("总行数", default=0)
    total_fen = MoneyField("合计", default=0)
    position = models.PositiveBigIntegerField("读到的位置", default=0)
    rows_read = models.PositiveIntegerField("已读行数", default=0)
    good_count = models.PositiveIntegerField("合格行数", default=0)
    refused_count = models.PositiveIntegerField("未收的行数", default=0)
    refused_kinds = models.JSONField("未收的行按原因", default=dict)
    failure = models.CharField("没有读成的原因", max_length=300, blank=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="insurance_data_files",
        verbose_name="上传人",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("上传时间", default=clock.now)
    attempts = models.PositiveSmallIntegerField("读取次数", default=0)
    touched_at = models.DateTimeField("最近读取时间", null=True, blank=True)
    read_at = models.DateTimeField("读完时间", null=True, blank=True)

    objects = DataFileRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "医保数据文件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("said_fen", "total_fen"),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="mutual_aid_data_file_quarter"
            ),
            models.CheckConstraint(
                condition=Q(attachment__isnull=False) | ~Q(inbox_name=""),
                name="mutual_aid_data_file_lies_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state="read")
                | Q(rows_read=F("rows_total"), rows_total=F("good_count") + F("refused_count")),
                name="mutual_aid_data_file_read_to_its_end",
            ),
            models.UniqueConstraint(
                fields=["plan", "year", "quarter", "digest"],
                condition=~Q(state="failed"),
                name="mutual_aid_data_file_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "-id"], name="mutual_aid_data_file_newest")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(FILE)

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return FILE_LABELS[self.state]

    @property
    def is_done(self) -> bool:
        """Tell whether nothing more will change by itself."""
        return self.state in {FileState.READ, FileState.FAILED}

    @property
    def percent(self) -> int:
        """How much is read, 0 to 100."""
        if self.state is FileState.READ:
            return ALL
        return min(ALL - 1, self.rows_read * ALL // self.rows_total) if self.rows_total else 0

    @property
    def total(self) -> Money:
        """All amounts of the file added up."""
        return Money(self.total_fen)

    @property
    def upto(self) -> str:
        """Name the quarter as people and the command line write it."""
        return f"{self.year}Q{self.quarter}"


class InsuranceRow(models.Model):
    """Insurance row 医保数据行: what one person paid for one item in the year to date; frozen.

    An item that counts each stay has one row for each (`event` 1, 2, ...). `happened_on` is kept
    only where the plan has waiting or reduced days.
    """

    data_file = models.ForeignKey(
        DataFile, models.PROTECT, related_name="rows", verbose_name="医保数据文件"
    )
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_insurance_rows",
        verbose_name="本人",
    )
    item = models.CharField("项目", max_length=60)
    event = models.PositiveSmallIntegerField("次序", default=1)
    row_number = models.PositiveIntegerField("行号")
    base_fen = MoneyField("累计金额")
    offset_fen = MoneyField("其他保障已付", default=0)
    person_group = models.CharField("人群", max_length=60, blank=True)
    happened_on = models.DateField("发生日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "医保数据行"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            money_check("base_fen", "offset_fen"),
            models.UniqueConstraint(
                fields=["data_file", "person", "item", "event"], name="mutual_aid_insurance_once"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"第 {self.row_number} 行"


class RefusedRow(models.Model):
    """Refused row 未收行: a row of a data file that was not taken, and why; no cell of it."""

    data_file = models.ForeignKey(
        DataFile, models.PROTECT, related_name="refused_rows", verbose_name="医保数据文件"
    )
    row_number = models.PositiveIntegerField("行号")
    code = models.CharField("原因代码", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "未收行"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["data_file", "row_number"], name="mutual_aid_refused_row_once"
            )
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"第 {self.row_number} 行"
