"""The base of every HTML form: plain words for what is missing."""

from typing import Any

from django import forms

from backend.kernel.errors import Invalid
from backend.kernel.money import Money

# What Django's Textarea brings along when nobody chose.
DJANGO_ROWS = "10"


class PageForm(forms.Form):
    """A form that says which field is missing and leaves checking to the server."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            choice = isinstance(field, forms.ChoiceField)
            verb = "勾选" if isinstance(field, forms.BooleanField) else "选择" if choice else "填写"
            rows = field.widget.attrs.get("rows")
            if isinstance(field.widget, forms.Textarea) and rows == DJANGO_ROWS:
                field.widget.attrs["rows"] = 4
            field.error_messages["required"] = f"请{verb}“{field.label}”。"


class YuanField(forms.CharField):
    """An amount as people type it, in yuan."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 20)
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Give Money, or None for an empty optional field."""
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = Money.from_yuan(text)
        except Invalid as fault:
            raise forms.ValidationError(fault.message) from fault
        if amount.fen < 0:
            raise forms.ValidationError("金额不能是负数，请核对。")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show whole fen as yuan."""
        return Money(value).yuan() if isinstance(value, int) else value
