"""The forms of the register of organizations."""

from collections.abc import Sequence
from typing import Any

from django import forms

from backend.kernel import clock
from backend.web.forms import PageForm, YuanField, day_field
from services.commissioning.models import OrgKind, ProofKind, RelationKind, SupportKind
from services.commissioning.workflow.organizations import Entry
from services.commissioning.workflow.support import Activity

AREA = forms.Textarea(attrs={"rows": 3})
CHOOSE = [("", "请选择")]


class EntryForm(PageForm):
    """An organization as its certificate says."""

    union_number = forms.ChoiceField(label="登记在哪个工会")
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=40, help_text="18 位，系统会核对校验位。"
    )
    name = forms.CharField(label="组织名称", max_length=100)
    kind = forms.ChoiceField(label="类别", choices=CHOOSE + list(OrgKind.choices))
    registered_with = forms.CharField(label="登记机关", max_length=60)
    registered_on = day_field("登记日期")
    has_union = forms.BooleanField(label="已建立工会", required=False)
    hub = forms.ChoiceField(label="联系的枢纽型组织", required=False)

    def __init__(
        self,
        *args: Any,
        unions: Sequence[tuple[str, str]],
        hubs: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union_number"].choices = list(unions)  # type: ignore[attr-defined]
        self.fields["hub"].choices = [("", "没有"), *hubs]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        words = dict(self.cleaned_data)
        return {"union_number": words.pop("union_number"), "entry": Entry(**words)}


class HubForm(PageForm):
    """The hub organization."""

    hub = forms.ChoiceField(label="枢纽型组织", required=False)

    def __init__(self, *args: Any, hubs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hub"].choices = [("", "没有"), *hubs]  # type: ignore[attr-defined]


class ReasonForm(PageForm):
    """Why."""

    reason = forms.CharField(label="原因", max_length=200, widget=AREA, help_text="对方会看到。")


class BarForm(PageForm):
    """Until when, and why."""

    until = day_field("禁入到哪天（含当天）")
    reason = forms.CharField(label="原因", max_length=200, widget=AREA, help_text="对方会看到。")


class PenaltyForm(PageForm):
    """A penalty of an authority."""

    imposed_on = day_field("处罚日期")
    authority = forms.CharField(label="处罚机关", max_length=60)
    matter = forms.CharField(label="事由", max_length=200)
    is_major = forms.BooleanField(label="属于重大违法记录", required=False)


class OfficerForm(PageForm):
    """A person who will act for the organization."""

    name = forms.CharField(label="姓名", max_length=40)
    id_number = forms.CharField(label="身份证号", max_length=40)
    phone = forms.CharField(label="手机号", max_length=20, help_text="用来登录。")


class RelationForm(PageForm):
    """A person tied to the organization."""

    name = forms.CharField(label="姓名", max_length=40)
    id_number = forms.CharField(label="身份证号", max_length=40)
    kind = forms.ChoiceField(label="关系", choices=CHOOSE + list(RelationKind.choices))
    since = day_field("开始日期")
    until = day_field("结束日期", required=False)


class SupportForm(PageForm):
    """What the union gave."""

    kind = forms.ChoiceField(label="扶持方式", choices=CHOOSE + list(SupportKind.choices))
    given_on = day_field("日期", initial=clock.today)
    words = forms.CharField(label="内容", max_length=200)
    value = YuanField(label="折合金额（元）")


class ActivityForm(PageForm):
    """An activity of the organization."""

    held_on = day_field("日期", initial=clock.today)
    title = forms.CharField(label="活动内容", max_length=60)
    volunteers = forms.IntegerField(label="志愿者人数", min_value=1, max_value=1_000_000)
    hours = forms.DecimalField(
        label="服务总时长（小时）",
        min_value=0,
        max_digits=9,
        decimal_places=1,
        help_text="全部志愿者加在一起。",
    )
    served = forms.IntegerField(label="服务人数", min_value=0, max_value=1_000_000)

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        words = dict(self.cleaned_data)
        return {"activity": Activity(minutes=int(words.pop("hours") * 60), **words)}


class ProofForm(PageForm):
    """A proof with its paper."""

    kind = forms.ChoiceField(label="资质类别", choices=CHOOSE + list(ProofKind.choices))
    valid_from = day_field("有效期起")
    valid_to = day_field("有效期止")
    file = forms.FileField(
        label="证明照片",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="拍清楚整张纸，不超过 12 MB。",
    )
