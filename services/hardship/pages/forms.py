"""The forms of both faces; each screen asks for one thing."""

from typing import Any

from django import forms

from backend.accounts.models import ConsentPurpose
from backend.kernel import clock
from backend.web.forms import PageForm, YuanField
from services.hardship.models.application import Cause
from services.hardship.models.household import EvidenceKind, Relation
from services.hardship.queries import consent_text
from services.hardship.rules.grant import AID_LABELS, AidKind

CHOOSE = [("", "请选择")]
AREA = forms.Textarea(attrs={"rows": 4})


def _day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应写成 2026-11-23 这样。"},
        **options,
    )


class ConsentForm(PageForm):
    """Each purpose is agreed to for itself (RX.1)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in consent_text.ASKED:
            self.fields[str(purpose)] = forms.BooleanField(
                label=f"我同意：{purpose.label}",
                help_text=consent_text.TEXTS[purpose],
                required=purpose is ConsentPurpose.HOUSEHOLD,
                error_messages={
                    "required": f"不勾选“{purpose.label}”就不能保存申请。要申请，请勾选这一项。"
                },
            )

    def purposes(self) -> list[str]:
        """Give the purposes that were ticked."""
        return [name for name, ticked in self.cleaned_data.items() if ticked]


class CauseForm(PageForm):
    """Why help is needed."""

    cause = forms.ChoiceField(label="主要原因", choices=Cause.choices, widget=forms.RadioSelect)
    situation = forms.CharField(
        label="困难情况", max_length=2000, widget=AREA, help_text="发生了什么，现在最难的是什么。"
    )


class MoneyForm(PageForm):
    """What the household lives on."""

    annual_income = YuanField(label="全家一年的收入（元）", help_text="工资、养老金、补助等都算。")
    rigid_expense = YuanField(
        label="一年不得不花的钱（元）", help_text="看病自付、上学、灾害损失、还房贷以外的必要支出。"
    )
    self_paid = YuanField(
        label="其中看病自己付的（元）", required=False, help_text="医保、互助报销以后自己付的部分。"
    )


class EventForm(PageForm):
    """A misfortune of this year, where there was one."""

    event_on = _day_field("意外发生的日期", required=False)
    event_cost = YuanField(label="损失（元）", required=False)
    event_is_disaster = forms.BooleanField(label="属于公布的灾害、重大事故或疫情", required=False)


class AddressForm(PageForm):
    """Where the visit goes to."""

    address = forms.CharField(label="现住址", max_length=120)


class MemberForm(PageForm):
    """One more person of the household."""

    relation = forms.ChoiceField(
        label="与您的关系",
        choices=[(one.value, one.label) for one in Relation if one is not Relation.SELF],
    )
    name = forms.CharField(label="姓名", max_length=40)
    id_number = forms.CharField(label="身份证号", max_length=40)


class PhotoForm(PageForm):
    """One photograph."""

    file = forms.FileField(
        label="照片",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="拍清楚整张纸，每张不超过 12 MB。照片里的位置信息会自动去掉。",
    )
    kind = forms.ChoiceField(
        label="是什么材料",
        choices=[(EvidenceKind.PROOF, "证明材料"), (EvidenceKind.RECEIPT, "签收单")],
    )


class VisitPhotoForm(PageForm):
    """A photograph of a visit or of a signed letter, by an officer."""

    file = forms.FileField(
        label="照片", widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )
    kind = forms.ChoiceField(
        label="是什么材料",
        choices=[(EvidenceKind.VISIT, "走访照片"), (EvidenceKind.AUTHORISATION, "授权书")],
    )


class LetterForm(PageForm):
    """The signed letter of one adult."""

    file = forms.FileField(
        label="签好的授权书照片",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    signed_on = _day_field("签署日期", initial=clock.today)


class ObjectionForm(PageForm):
    """An objection."""

    text = forms.CharField(label="异议的理由", max_length=1000, widget=AREA)


class StartForForm(PageForm):
    """An application on behalf of a worker."""

    union_number = forms.CharField(label="工会编号", max_length=20)
    name = forms.CharField(label="职工姓名", max_length=40)
    id_number = forms.CharField(label="身份证号", max_length=40)
    phone = forms.CharField(label="手机号", max_length=20, required=False)
    consent = forms.BooleanField(label="本人已在纸上分别签署各项同意书，原件由我保管")


class ReturnForm(PageForm):
    """What is missing."""

    missing = forms.CharField(label="要补充的全部材料", max_length=1000, widget=AREA)


class VisitForm(PageForm):
    """A home visit."""

    visited_on = _day_field("走访日期", initial=clock.today)
    finding = forms.CharField(label="走访看到的情况", max_length=1000, widget=AREA)


class RecommendForm(PageForm):
    """A recommendation."""

    kind = forms.ChoiceField(
        label="帮扶类别", choices=CHOOSE + [(str(kind), AID_LABELS[kind]) for kind in AidKind]
    )
    amount = YuanField(label="建议金额（元）")
    opinion = forms.CharField(label="推荐意见", max_length=1000, widget=AREA)


class CheckForm(PageForm):
    """The result of the economic check."""

    agrees = forms.ChoiceField(
        label="与申报是否一致",
        choices=[("yes", "一致"), ("no", "不一致")],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(label="核对结果", max_length=1000, widget=AREA)
    annual_income = YuanField(label="核定的家庭年收入（元）", required=False)
    rigid_expense = YuanField(label="核定的刚性支出（元）", required=False)


class ReasonForm(PageForm):
    """A reason."""

    reason = forms.CharField(label="核查结果和理由", max_length=1000, widget=AREA)


class ApproveForm(PageForm):
    """An approval."""

    amount = YuanField(label="核准金额（元）")
    fund = forms.ChoiceField(label="用哪一笔经费")
    opinion = forms.CharField(label="审批意见", max_length=1000, widget=AREA)

    def __init__(self, *args: Any, funds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["fund"]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = funds


class OpinionForm(PageForm):
    """An opinion."""

    opinion = forms.CharField(label="意见", max_length=1000, widget=AREA)


class RefuseForm(PageForm):
    """A refusal."""

    reason = forms.CharField(
        label="不予帮扶的原因", max_length=1000, widget=AREA, help_text="写给申请人看，说明事实。"
    )
    clause = forms.CharField(label="依据的条款", max_length=200)


class RevealForm(PageForm):
    """What to open, and what for."""

    field = forms.ChoiceField(
        label="查看哪一项",
        choices=[("name", "姓名"), ("id_number", "身份证号"), ("phone", "手机号")],
    )
    purpose = forms.CharField(label="用途", max_length=200, help_text="本人可以看到这条记录。")
