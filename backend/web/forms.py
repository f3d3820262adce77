"""The base of every HTML form: plain words for what is missing."""

from typing import Any

from django import forms

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
