"""Social organizations, who acts for them, and their proofs (R9.1, R9.2)."""

from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.fields import StateField, append_only, triggers
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.identifiers import uuid7
from backend.unions.models import PlacedInTree
from services.commissioning.models.payee_link import same_code_as_payee
from services.commissioning.states.organizations import ORG, PROOF, OrgState, ProofState


def new_number() -> str:
    """Give the number of a row that no one says aloud."""
    return str(uuid7())


class OrgKind(models.TextChoices):
    """Kind of an organization 组织类别."""

    SOCIAL = "social", "社会组织"
    HUB = "hub", "枢纽型社会组织"
    VOLUNTEER = "volunteer", "志愿服务组织"
    MUTUAL_HELP = "mutual_help", "互助服务组织"


class OrganizationRows(models.QuerySet["Organization"]):
    """Ways to get at organizations."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of officers' subtrees, and the organization that one acts for oneself."""
        return self.filter(
            scope.visible(actor, Permission.COMMISSIONING_ORG_READ) | Q(pk__in=acted_for(actor))
        )

    def locked(self, number: str) -> "Organization":
        """Lock one row for a verb; raises NotFound."""
        found = self.select_for_update(of=("self",)).select_related("union")
        organization = found.filter(number=number).first()
        if organization is None:
            raise NotFound
        return organization


class Organization(PlacedInTree):
    """Social organization 社会组织: its credit code, its registration and how it stands (R9.1).

    The union is the one that keeps the file. Names and codes of organizations are public. It is
    paid through `payee` alone, which the table lets be only the payee of the same credit code.
    """

    number = models.CharField("组织编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(OrgState, default=OrgState.REGISTERED)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=12, choices=OrgKind.choices)
    registered_with = models.CharField("登记机关", max_length=60)
    registered_on = models.DateField("登记日期")
    has_union = models.BooleanField("已建工会", default=False)
    hub = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="linked",
        verbose_name="联系的枢纽型组织",
        null=True,
        blank=True,
    )
    payee = models.OneToOneField(
        "accounts.PayeeOrganization",
        on_delete=models.PROTECT,
        related_name="commissioning_organization",
        verbose_name="收款单位",
        null=True,
        blank=True,
    )
    barred_until = models.DateField("禁入截止日期", null=True, blank=True)
    state_reason = models.CharField("状态原因", max_length=200, blank=True)
    checked_on = models.DateField("最近核查日期", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="checked_organizations",
        verbose_name="核查人",
        null=True,
        blank=True,
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="entered_organizations",
        verbose_name="登记人",
    )
    created_at = models.DateTimeField("登记时间", default=clock.now)

    objects = OrganizationRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "社会组织"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(barred_until__isnull=True) | Q(state=str(OrgState.BARRED)),
                name="commissioning_only_barred_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("entered_by")), name="commissioning_org_four_eyes"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["union", "-id"], name="commissioning_org_of_union"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [*triggers(ORG), *same_code_as_payee()]

    def __str__(self) -> str:
        return self.name


class OrgOfficer(models.Model):
    """Officer 组织经办人 of an organization: a person who acts for it from a day on."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="officers", verbose_name="组织"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="acts_for_organizations",
        verbose_name="经办人",
    )
    since = models.DateField("开始日期", default=clock.today)
    until = models.DateField("结束日期", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="entered_org_officers",
        verbose_name="登记人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "组织经办人"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(until__isnull=True),
                name="commissioning_acts_for_one_organization",
            ),
            models.CheckConstraint(
                condition=~Q(entered_by=F("user")), name="commissioning_officer_not_by_herself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} 经办人"


def acted_for(actor: Actor) -> models.QuerySet[OrgOfficer, int]:
    """Keys of the organizations that a signed-in person acts for today."""
    today = clock.today()
    rows = OrgOfficer.objects.filter(user_id=actor.user_id or 0, since__lte=today)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=today)).values_list(
        "organization_id", flat=True
    )


class ProofKind(models.TextChoices):
    """Kind of a proof 资质类别 (R9.1)."""

    REGISTRATION = "registration", "登记证书"
    ANNUAL_CHECK = "annual_check", "年度检查"
    FINANCE = "finance", "财务报告"
    TAX = "tax", "依法纳税证明"
    SOCIAL_SECURITY = "social_security", "社会保险缴纳证明"


class Proof(models.Model):
    """Proof 资质证明: handed in by the organization, accepted by an officer, valid for a time.

    `told_ending_on` is the day on which the organization was told that it runs out soon.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    version = models.PositiveIntegerField("版本", default=1)
    state = StateField(ProofState, default=ProofState.SUBMITTED)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="proofs", verbose_name="组织"
    )
    kind = models.CharField("类别", max_length=16, choices=ProofKind.choices)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    attachment = models.ForeignKey(
        "files.Attachment",
        on_delete=models.PROTECT,
        related_name="commissioning_proofs",
        verbose_name="附件",
        null=True,
        blank=True,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="submitted_org_proofs",
        verbose_name="提交人",
    )
    submitted_at = models.DateTimeField("提交时间", default=clock.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="checked_org_proofs",
        verbose_name="核查人",
        null=True,
        blank=True,
    )
    reason = models.CharField("未通过原因", max_length=200, blank=True)
    told_ending_on = models.DateField("提醒将到期的日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "资质证明"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="commissioning_proof_runs_forward"
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("submitted_by")), name="commissioning_proof_four_eyes"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organization", "kind", "valid_to"], name="commissioning_proof_of_org"
            ),
            models.Index(
                fields=["valid_to", "id"],
                name="commissioning_proof_to_tell",
                condition=Q(state=str(ProofState.ACCEPTED), told_ending_on__isnull=True),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(PROOF)

    def __str__(self) -> str:
        return f"{self.organization} {self.get_kind_display()}"

    def covers(self, day: date) -> bool:
        """Tell whether it is accepted and valid on a day."""
        return self.state is ProofState.ACCEPTED and self.valid_from <= day <= self.valid_to


class Penalty(models.Model):
    """Penalty 处罚记录 of an authority against an organization; a major one bars three years."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="penalties", verbose_name="组织"
    )
    imposed_on = models.DateField("处罚日期")
    authority = models.CharField("处罚机关", max_length=60)
    matter = models.CharField("事由", max_length=200)
    is_major = models.BooleanField("重大违法记录", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="entered_org_penalties",
        verbose_name="登记人",
    )
    entered_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "处罚记录"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.organization} {self.imposed_on}"
