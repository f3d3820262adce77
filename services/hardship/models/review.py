"""What officers add to an application: visit, economic check, decisions, refusal."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.fields import SealedField, append_only
from backend.fields.models import SealedRow
from backend.kernel import clock
from services.hardship.models.application import Application
from services.hardship.models.household import new_number
from services.hardship.states import Act


class HomeVisit(SealedRow):
    """Home visit 入户走访: who went, when, what was found (R8.41); its photographs are evidence."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="visits", verbose_name="申请"
    )
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="hardship_visits",
        verbose_name="走访人",
    )
    visited_on = models.DateField("走访日期")
    finding_sealed = SealedField("走访情况")
    recorded_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "入户走访"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.application} {self.visited_on} 走访"


class EconomicCheck(SealedRow):
    """Economic check 经济状况核对: asked for and answered outside; the result is recorded once."""

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="economic_check", verbose_name="申请"
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="started_economic_checks",
        verbose_name="发起人",
    )
    started_at = models.DateTimeField("发起时间", default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="recorded_economic_checks",
        verbose_name="登记人",
        null=True,
        blank=True,
    )
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True)
    agrees = models.BooleanField("与申报一致", null=True)
    finding_sealed = SealedField("核对结果")

    class Meta:
        verbose_name = verbose_name_plural = "经济状况核对"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(agrees__isnull=True, recorded_at__isnull=True)
                | Q(agrees__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False),
                name="hardship_check_result_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} 核对"


class Decision(SealedRow):
    """Decision 办理记录: step, person, time, opinion (R8.44); append-only.

    The opinion may name an illness, so it is sealed under the key of the case (safety.md D7).
    `in_chain` marks the steps of the approval chain (recommend, approve, pay): nobody takes two
    of them, nobody decides on herself, and who filed on behalf does not decide either.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="decisions", verbose_name="申请"
    )
    act = models.CharField("步骤", max_length=24)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="hardship_decisions",
        verbose_name="办理人",
        null=True,
        blank=True,
    )
    by_label = models.CharField("岗位", max_length=80)
    by_person = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="hardship_decisions_made",
        verbose_name="办理人本人",
        null=True,
        blank=True,
    )
    subject_person = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="hardship_decisions_about",
        verbose_name="申请人",
    )
    filer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="填报人"
    )
    in_chain = models.BooleanField("审批链步骤", default=False)
    opinion_sealed = SealedField("意见")
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "by"],
                condition=Q(in_chain=True),
                name="hardship_nobody_twice_in_the_chain",
            ),
            models.CheckConstraint(
                condition=Q(in_chain=False)
                | Q(by_person__isnull=True)
                | ~Q(by_person=F("subject_person")),
                name="hardship_nobody_decides_on_herself",
            ),
            models.CheckConstraint(
                condition=Q(in_chain=False) | (Q(by__isnull=False) & ~Q(by=F("filer"))),
                name="hardship_who_filed_does_not_decide",
            ),
            models.CheckConstraint(
                condition=Q(in_chain=False) | Q(opinion_sealed__isnull=False),
                name="hardship_chain_step_has_an_opinion",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "id"], name="hardship_decision_history"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.application} {self.act}"

    @property
    def act_label(self) -> str:
        """Name the step for a reader."""
        return ACT_LABELS.get(self.act, self.act)


ACT_LABELS: dict[str, str] = {
    Act.SUBMIT: "提交申请",
    Act.RETURN: "退回补正",
    Act.VISIT: "入户走访",
    Act.RECOMMEND: "基层工会推荐",
    Act.START_CHECK: "发起经济状况核对",
    Act.RECORD_CHECK: "登记核对结果",
    Act.OPEN_NOTICE: "开始公示",
    Act.OBJECT: "收到异议",
    Act.DISMISS_OBJECTION: "异议不成立",
    Act.UPHOLD_OBJECTION: "异议成立",
    Act.APPROVE: "区总工会审批",
    Act.PUT_ON_FILE: "建档",
    Act.REFUSE: "不予帮扶",
    Act.WITHDRAW: "撤回申请",
    "authorise": "登记授权书",
    "revoke_authorisation": "撤回授权",
    "order": "安排付款",
    "take_out": "撤下付款",
    "confirm": "银行已入账",
    "return_payment": "银行退回",
    "receipt": "签收",
}


class Refusal(SealedRow):
    """Refusal 不予帮扶决定: the written reason and where to appeal (R8.45); append-only.

    The reason is sealed under the key of the case (safety.md D7).
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="refusal", verbose_name="申请"
    )
    reason_sealed = SealedField("原因")
    clause = models.CharField("依据", max_length=200)
    appeal_to = models.CharField("申诉受理单位", max_length=80)
    appeal_until = models.DateField("申诉截止日期")
    decided_at = models.DateTimeField("决定时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "不予帮扶决定"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(reason_sealed__isnull=False) & ~Q(clause="") & ~Q(appeal_to=""),
                name="hardship_refusal_has_reason_and_appeal",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [append_only()]

    def __str__(self) -> str:
        return f"{self.application} 不予帮扶"
