"""Forms of the payment desk."""

from django import forms

from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from backend.web.forms import PageForm


class GroundForm(PageForm):
    """Why."""

    reason = forms.CharField(label="原因", max_length=200)


class AmountForm(PageForm):
    """An amount of money."""

    amount = forms.CharField(
        label="金额（元）",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean_amount(self) -> Money:
        """Read the amount as a person types it."""
        try:
            return Money.from_yuan(self.cleaned_data["amount"])
        except Invalid as invalid:
            raise forms.ValidationError(invalid.message) from invalid


class DemandForm(AmountForm):
    """How much is asked back, and why."""

    reason = forms.CharField(label="为什么要追回", max_length=200, help_text="领款人会看到这段话。")


class RepaymentForm(AmountForm):
    """Money that came back."""

    bank_reference = forms.CharField(label="银行流水号", max_length=60)
    received_on = forms.DateField(
        label="到账日期",
        initial=clock.today,
        error_messages={"invalid": "日期应写成 2026-01-31 这样。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
