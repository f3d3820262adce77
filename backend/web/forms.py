"""The base of every HTML form: plain words for what is missing; fields for money and days."""

from typing import Any

from django import forms

from backend.kernel.errors import FieldError, Invalid
from backend.kernel.money import Money

# What Django's Textarea brings along when nobody chose.
DJANGO_ROWS = "10"


class PageForm(forms.Form):
    """A form that says which field is missing and leaves checking to the server."""

    use_required_attribute = False
    drafted: tuple[str, ...] = ()
    """Fields that a draft may leave empty and that are wanted in the end: not called optional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word_fields()

    def word_fields(self) -> None:
        """Say for each field what is missing; once more by a form that adds fields itself."""
        for field in self.fields.values():
            choice = isinstance(field, forms.ChoiceField)
            verb = "勾选" if isinstance(field, forms.BooleanField) else "选择" if choice else "填写"
            rows = field.widget.attrs.get("rows")
            if isinstance(field.widget, forms.Textarea) and rows == DJANGO_ROWS:
                field.widget.attrs["rows"] = 4
            field.error_messages["required"] = f"请{verb}“{field.label}”。"

    def field_of(self, fault: FieldError) -> str:
        """Name the field that a refusal means; "" where it means none of these."""
        name = fault.pointer.strip("/")
        return name if name in self.fields else ""


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


def day_field(label: str, **options: Any) -> forms.DateField:
    """Give a field for a civil day, with the picker of the browser."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应写成 2026-11-23 这样。"},
        **options,
    )
