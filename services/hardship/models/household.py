"""Who lives in the household, what each adult signed, and the papers."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.fields import SealedField
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.identifiers import uuid7
from services.hardship.models.application import Application


def new_number() -> str:
    """Give a public identity to a row that has no number people say aloud."""
    return str(uuid7())


class Relation(models.TextChoices):
    """Relation to the applicant 与申请人关系."""

    SELF = "self", "本人"
    SPOUSE = "spouse", "配偶"
    CHILD = "child", "子女"
    PARENT = "parent", "父母"
    OTHER = "other", "其他共同生活的人"


class HouseholdMember(SealedRow):
    """Household member 家庭成员, the applicant included; name and identity number are sealed."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="members", verbose_name="申请"
    )
    relation = models.CharField("与申请人关系", max_length=10, choices=Relation.choices)
    name_sealed = SealedField("姓名")
    id_number_sealed = SealedField("身份证号")
    id_index = models.BinaryField("身份证号索引", max_length=32)
    adult_from = models.DateField("满十八周岁的日期")

    class Meta:
        verbose_name = verbose_name_plural = "家庭成员"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "id_index"], name="hardship_member_once_per_application"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(relation="self"),
                name="hardship_one_applicant_per_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.get_relation_display()}"

    def is_adult(self, day: date) -> bool:
        """Tell whether the person is of age on that day, and so has to sign."""
        return day >= self.adult_from


class EvidenceKind(models.TextChoices):
    """What a photograph shows 材料类别."""

    PROOF = "proof", "证明材料"
    AUTHORISATION = "authorisation", "授权书"
    VISIT = "visit", "走访照片"
    RECEIPT = "receipt", "签收单"


class Evidence(models.Model):
    """Evidence 材料: a photograph in the file; never deleted, only taken out of the draft."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="evidence", verbose_name="申请"
    )
    attachment = models.OneToOneField(
        "files.Attachment",
        on_delete=models.PROTECT,
        related_name="hardship_evidence",
        verbose_name="附件",
    )
    kind = models.CharField("类别", max_length=14, choices=EvidenceKind.choices)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="added_hardship_evidence",
        verbose_name="上传人",
    )
    added_at = models.DateTimeField("上传时间", default=clock.now)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "材料"

    def __str__(self) -> str:
        return f"{self.application} {self.get_kind_display()}"


class Authorisation(models.Model):
    """Authorisation 授权书: an adult's signed consent to the economic check (R8.35).

    A withdrawn one stays as a record and no longer counts.
    """

    member = models.ForeignKey(
        HouseholdMember,
        on_delete=models.CASCADE,
        related_name="authorisations",
        verbose_name="家庭成员",
    )
    letter = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, related_name="authorisations", verbose_name="授权书照片"
    )
    signed_on = models.DateField("签署日期")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="recorded_authorisations",
        verbose_name="登记人",
    )
    recorded_at = models.DateTimeField("登记时间", default=clock.now)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "授权书"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(withdrawn_at__isnull=True),
                name="hardship_one_standing_authorisation_per_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} 授权书"
