"""The forms of the fund keeper."""

from typing import Any

from django import forms

from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from backend.ledger.entries import FundKind


class ReceiptForm(forms.Form):
    """Money that came in."""

    amount = forms.CharField(
        label="金额（元）",
        max_length=20,
        error_messages={"required": "请填写金额。"},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    payer = forms.CharField(
        label="付款方", max_length=120, error_messages={"required": "请填写付款方。"}
    )
    reference = forms.CharField(
        label="凭证号",
        max_length=80,
        help_text="拨款文号、银行回单号或捐赠票据号；同一凭证只能登记一次。",
        error_messages={"required": "请填写凭证号。"},
    )
    received_on = forms.DateField(
        label="到账日期",
        initial=clock.today,
        error_messages={"required": "请填写到账日期。", "invalid": "日期应写成 2026-01-31 这样。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_amount(self) -> Money:
        """Read the amount as people write it."""
        try:
            amount = Money.from_yuan(self.cleaned_data["amount"])
        except Invalid as fault:
            raise forms.ValidationError(fault.message) from None
        if amount.fen <= 0:
            message = "金额必须大于零。"
            raise forms.ValidationError(message)
        return amount


class FundForm(forms.Form):
    """A new fund."""

    union_number = forms.ChoiceField(label="所属工会")
    code = forms.SlugField(
        label="代码",
        max_length=40,
        help_text="字母、数字和短横线，例如 KNBF-2026。",
        error_messages={
            "required": "请填写代码。",
            "invalid": "代码只能用字母、数字和短横线。",
        },
    )
    name = forms.CharField(label="名称", max_length=80, error_messages={"required": "请填写名称。"})
    kind = forms.ChoiceField(label="资金来源", choices=FundKind.choices)
    earmarked = forms.CharField(
        label="专项用途", max_length=200, required=False, help_text="只能用于什么；没有限定就不填。"
    )

    def __init__(self, *args: Any, unions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["union_number"] = forms.ChoiceField(label="所属工会", choices=unions)
        self.order_fields(["union_number", "code", "name", "kind", "earmarked"])

    def clean_kind(self) -> FundKind:
        """Give the kind as its member."""
        return FundKind(self.cleaned_data["kind"])
