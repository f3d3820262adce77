"""The forms of needs."""

from collections.abc import Sequence
from typing import Any

from django import forms

from backend.web.forms import PageForm
from services.commissioning.models import ServiceKind


class SuggestForm(PageForm):
    """What one needs."""

    kind = forms.ChoiceField(label="服务类别", choices=[("", "请选择"), *ServiceKind.choices])
    title = forms.CharField(
        label="需要什么", max_length=60, help_text="一句话，例如：下班后能有心理咨询。"
    )
    detail = forms.CharField(
        label="补充说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="全市会员都能看到，不要写姓名、电话和病情。",
    )


class EnterNeedForm(SuggestForm):
    """A need that was collected elsewhere."""

    union_number = forms.ChoiceField(label="登记在哪个工会")

    def __init__(self, *args: Any, unions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union_number"].choices = list(unions)  # type: ignore[attr-defined]


class CloseForm(PageForm):
    """Why a need is closed."""

    reason = forms.CharField(label="结束的原因", max_length=200)
