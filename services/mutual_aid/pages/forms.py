"""Forms of the console; sentences in Chinese, checking on the server."""

from collections.abc import Sequence
from typing import Any

from django import forms

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from backend.web.forms import PageForm


class BatchForm(PageForm):
    """A batch to open."""

    plan = forms.ChoiceField(label="互助计划")
    union_number = forms.ChoiceField(label="单位工会")
    headcount = forms.IntegerField(label="职工人数", min_value=1, max_value=1_000_000)
    female_headcount = forms.IntegerField(label="其中女职工人数", min_value=0, max_value=1_000_000)

    def __init__(
        self,
        *args: Any,
        plans: Sequence[tuple[str, str]],
        unions: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = list(plans)  # type: ignore[attr-defined]
        self.fields["union_number"].choices = list(unions)  # type: ignore[attr-defined]


class HeadcountForm(PageForm):
    """The corrected headcount."""

    headcount = forms.IntegerField(label="职工人数", min_value=1, max_value=1_000_000)
    female_headcount = forms.IntegerField(label="其中女职工人数", min_value=0, max_value=1_000_000)


class RosterForm(PageForm):
    """A roster file."""

    roster = forms.FileField(
        label="名单文件", help_text=".xlsx 或 .csv，30 MB 以内；列的顺序不限。"
    )


class FeeForm(PageForm):
    """Money that arrived."""

    amount = forms.CharField(label="收到金额（元）", max_length=20)
    bank_reference = forms.CharField(label="银行流水号", max_length=60)

    def clean_amount(self) -> Money:
        """Read the amount as a person types it."""
        try:
            return Money.from_yuan(self.cleaned_data["amount"])
        except Invalid as invalid:
            raise forms.ValidationError(invalid.message) from invalid


class ReasonForm(PageForm):
    """Why something goes back or is void."""

    reason = forms.CharField(
        label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": "3"})
    )
