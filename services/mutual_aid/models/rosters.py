"""Uploaded rosters: progress while they are read, rows on their way in, rows that went back."""

import json
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from backend.accounts.models.person import new_number
from backend.fields import SealedField, StateField, triggers
from backend.fields.models import SealedRow, place_of
from backend.files.models import Attachment
from backend.kernel import clock, seal
from services.mutual_aid.models.batches import Batch
from services.mutual_aid.states import UPLOAD, UPLOAD_LABELS, UploadState

ALL = 100


class Upload(SealedRow):
    """Roster upload 名单文件: one sent file, how far it is read and what came out.

    The file itself is the sealed attachment, kept as evidence of what the unit sent; only an
    upload of before that has none.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="uploads", verbose_name="参加名单"
    )
    state = StateField(UploadState, "状态", default=UploadState.QUEUED)
    attachment = models.OneToOneField(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roster",
        verbose_name="名单原件",
    )
    file_name = models.CharField("文件名", max_length=120)
    digest = models.BinaryField("文件摘要", max_length=32)
    origin = models.CharField("读取方式", max_length=80, blank=True)
    titles = models.JSONField("表头", default=list)
    rows_total = models.PositiveIntegerField("总行数", default=0)
    rows_read = models.PositiveIntegerField("已读行数", default=0)
    good_count = models.PositiveIntegerField("合格行数", default=0)
    kept_count = models.PositiveIntegerField("新加入人数", default=0)
    known_count = models.PositiveIntegerField("已在名单人数", default=0)
    bad_count = models.PositiveIntegerField("有问题的行数", default=0)
    over_count = models.PositiveIntegerField("份数超过上限的人数", default=0)
    failure = models.CharField("没有读成的原因", max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="uploaded_rosters",
        verbose_name="上传人",
    )
    created_at = models.DateTimeField("上传时间", default=clock.now)
    attempts = models.PositiveSmallIntegerField("读取次数", default=0)
    touched_at = models.DateTimeField("最近读取时间", null=True, blank=True)
    read_at = models.DateTimeField("读完时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "名单文件"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["batch", "-id"], name="mutual_aid_upload_of_batch")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(UPLOAD)

    def __str__(self) -> str:
        return self.file_name

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return UPLOAD_LABELS[self.state]

    @property
    def is_done(self) -> bool:
        """Tell whether nothing more will change by itself."""
        return self.state in {UploadState.READ, UploadState.FAILED}

    @property
    def percent(self) -> int:
        """How much is read, 0 to 100."""
        if self.state == UploadState.READ:
            return ALL
        return min(ALL - 1, self.rows_read * ALL // self.rows_total) if self.rows_total else 0


class StagedRow(models.Model):
    """Staged row 暂存行: a good row of a roster that is still being read."""

    upload = models.ForeignKey(
        Upload, models.CASCADE, related_name="staged_rows", verbose_name="名单文件"
    )
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="mutual_aid_staged_rows",
        verbose_name="参加人",
    )
    row_number = models.PositiveIntegerField("行号")
    is_duplicate = models.BooleanField("已由其他单位报名", default=False)
    shares = models.PositiveSmallIntegerField("份数", default=1, db_default=1)
    shares_void = models.PositiveIntegerField("作废份数", default=0, db_default=0)
    holds_card = models.BooleanField("持会员服务卡", default=False, db_default=False)

    class Meta:
        verbose_name = verbose_name_plural = "暂存行"

    def __str__(self) -> str:
        return f"第 {self.row_number} 行"


class BadRow(models.Model):
    """Bad row 问题行: a row that went back, its cells sealed, its problems in plain words."""

    upload = models.ForeignKey(
        Upload, models.PROTECT, related_name="bad_rows", verbose_name="名单文件"
    )
    row_number = models.PositiveIntegerField("行号")
    problems = models.JSONField("问题")
    cells_sealed = SealedField("原内容")

    class Meta:
        verbose_name = verbose_name_plural = "问题行"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["upload", "row_number"], name="mutual_aid_bad_row_once")
        ]

    def __str__(self) -> str:
        return f"第 {self.row_number} 行"

    @staticmethod
    def seal_cells(key: bytes, number: str, row_number: int, cells: list[str]) -> bytes:
        """Seal the cells of a row under the data key of its upload."""
        plain = json.dumps(cells, ensure_ascii=False).encode()
        return seal.seal(key, plain, _place(number, row_number))

    def cells(self, key: bytes, number: str) -> list[str]:
        """Open the cells; `key` and `number` are those of the upload."""
        envelope: bytes | None = self.cells_sealed
        if not envelope:
            return []
        place = _place(number, self.row_number)
        opened: list[str] = json.loads(seal.unseal(key, bytes(envelope), place))
        return opened


def _place(number: str, row_number: int) -> bytes:
    return place_of(BadRow, "cells_sealed", f"{number}/{row_number}")
