"""Natural persons with sealed values, and what they agreed to."""

from django.db import models
from django.db.models import F, Q

from backend.fields import SealedField
from backend.fields.models import SealedRow
from backend.kernel import clock
from backend.kernel.identifiers import mask_id, mask_phone, uuid7


def new_number() -> str:
    """Give a fresh public number: a UUIDv7 as text."""
    return str(uuid7())


class Person(SealedRow):
    """Person 自然人: exists once in the whole city, found by the keyed index of the ID number.

    Name, ID number and phone are sealed; `display_name` is the masked name for lists. After
    erasure only the keys remain.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    name_sealed = SealedField("姓名")
    id_number_sealed = SealedField("身份证号")
    phone_sealed = SealedField("手机号")
    id_index = models.BinaryField("身份证号索引", null=True, unique=True)
    phone_index = models.BinaryField("手机号索引", null=True, db_index=True)
    display_name = models.CharField("姓名（遮盖）", max_length=40, blank=True)
    sex = models.CharField("性别", max_length=1, choices=[("F", "女"), ("M", "男")], blank=True)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    created_at = models.DateTimeField("登记时间", default=clock.now)
    erased_at = models.DateTimeField("删除时间", null=True, blank=True)

    class Meta:
        verbose_name = "自然人"
        verbose_name_plural = "自然人"

    def __str__(self) -> str:
        return self.display_name or f"自然人 {self.pk}"

    @property
    def masked_id(self) -> str:
        """The ID number as lists show it: first 6 and last 4."""
        text = self.unseal("id_number_sealed")
        return mask_id(text) if text else ""

    @property
    def masked_phone(self) -> str:
        """The phone as lists show it: 138****1234."""
        text = self.unseal("phone_sealed")
        return mask_phone(text) if text else ""


class ConsentPurpose(models.TextChoices):
    """What a separate consent is for 单独同意事项 (PIPL 29)."""

    HEALTH = "health", "处理健康信息"
    BANK = "bank", "处理银行账户信息"
    HOUSEHOLD = "household", "处理家庭成员信息"
    MEANS_CHECK = "means_check", "家庭经济状况核对"
    MINOR = "minor", "处理未满十四周岁未成年人信息"
    NOTICE = "notice", "在本单位公示"


class Consent(models.Model):
    """Consent 单独同意: to one purpose under one version of the notice; withdrawn by a date."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="consents", verbose_name="本人"
    )
    purpose = models.CharField("事项", max_length=20, choices=ConsentPurpose.choices)
    notice_version = models.CharField("告知书版本", max_length=40)
    notice_digest = models.BinaryField("告知书摘要")
    channel = models.CharField("方式", max_length=20, default="online")
    given_at = models.DateTimeField("同意时间", default=clock.now)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = "单独同意"
        verbose_name_plural = "单独同意"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="accounts_consent_one_standing_per_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="accounts_consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}（{self.notice_version}）"
