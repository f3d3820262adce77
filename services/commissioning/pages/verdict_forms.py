"""Forms of acceptance, evaluation and disputes; what they take is public."""

from typing import Any

from django import forms

from backend.web.forms import PageForm, day_field

LONG = {"rows": "4", "maxlength": "1000"}
RULED = "认定的数字，异议成立时填"
SHORT = {"rows": "3", "maxlength": "500"}


class OpinionForm(PageForm):
    """The opinion of an acceptance."""

    opinion = forms.CharField(label="验收意见", max_length=1000, widget=forms.Textarea(attrs=LONG))


class RectifyForm(OpinionForm):
    """What is missing and by when it is put right."""

    opinion = forms.CharField(
        label="缺什么、怎样补", max_length=1000, widget=forms.Textarea(attrs=LONG)
    )
    rectify_by = day_field("整改截止日期")


class EvaluateForm(PageForm):
    """Words beside the computed points."""

    words = forms.CharField(
        label="评价说明", max_length=1000, required=False, widget=forms.Textarea(attrs=LONG)
    )


class RectifiedForm(PageForm):
    """Whether it was put right."""

    is_done = forms.ChoiceField(
        label="核查结果",
        choices=[("yes", "已整改到位"), ("no", "没有整改到位")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="核查情况", max_length=500, widget=forms.Textarea(attrs=SHORT))

    def given(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Give what the verb takes."""
        return {"is_done": cleaned["is_done"] == "yes", "words": cleaned["words"]}


class DisputeForm(PageForm):
    """A figure held for wrong."""

    figure = forms.ChoiceField(label="哪个数字")
    claimed = forms.CharField(label="贵组织认为应是", max_length=60)
    words = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs=SHORT))

    def __init__(self, *args: Any, figures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["figure"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 (declared above)
        chosen.choices = [("", "请选择"), *figures]


class DisputeAnswerForm(PageForm):
    """The answer to a dispute; the recognized figure only where it is upheld."""

    answer = forms.CharField(label="答复", max_length=500, widget=forms.Textarea(attrs=SHORT))
    ruled = forms.CharField(
        label=RULED,
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "12"}),
    )

    def in_unit(self, unit: str) -> "DisputeAnswerForm":
        """Ask for the figure in its unit; where none can be recognized, do not ask."""
        if unit:
            self.fields["ruled"].label = f"{RULED}（{unit}）"
        elif not self.is_bound:
            del self.fields["ruled"]
        return self
