"""Entries of the trail and the links of its chain."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from backend.fields import append_only


class Entry(models.Model):
    """Entry of the trail 留痕: plain keys, no foreign key; it outlives what it speaks of."""

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作用户", null=True)
    actor_label = models.CharField("操作岗位", max_length=80)
    act = models.CharField("动作", max_length=80)
    subject_type = models.CharField("对象类型", max_length=80)
    subject_id = models.CharField("对象", max_length=40)
    person_id = models.BigIntegerField("涉及的人", null=True)
    union_id = models.BigIntegerField("涉及的工会", null=True)
    field_names = ArrayField(
        models.CharField(max_length=80), verbose_name="涉及的字段", default=list
    )
    purpose = models.CharField("目的", max_length=200, blank=True)
    subject_digest = models.BinaryField("对象内容的摘要", null=True)
    digest = models.BinaryField("本条的摘要")

    class Meta:
        verbose_name = "留痕"
        verbose_name_plural = "留痕"
        indexes = [
            models.Index(fields=["person_id", "-id"], name="audit_entry_person"),
            models.Index(fields=["union_id", "-id"], name="audit_entry_union"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_entry_subject"),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject_type}"


class Link(models.Model):
    """One link of the chain 链环: binds an entry to all before it."""

    seq = models.BigIntegerField("序号", primary_key=True)
    entry_id = models.BigIntegerField("留痕", unique=True)
    previous = models.BinaryField("前一环的摘要")
    digest = models.BinaryField("本环的摘要")

    class Meta:
        verbose_name = "留痕链环"
        verbose_name_plural = "留痕链环"
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"链环 {self.seq}"
