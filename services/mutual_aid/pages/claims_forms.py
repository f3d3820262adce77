"""The forms of the decision bar; each asks for what its verb may not go without."""

from collections.abc import Sequence
from typing import Any

from django import forms

from backend.web.forms import PageForm, YuanField
from services.mutual_aid.workflow.claims.returning import MOST_OTHERS

Choices = Sequence[tuple[str, str]]
AREA = forms.Textarea(attrs={"rows": 3})


class OpinionForm(PageForm):
    """An opinion, which may be empty."""

    opinion = forms.CharField(label="意见", max_length=1000, widget=AREA, required=False)


class ReasonForm(PageForm):
    """A reason, a finding, an opinion that must be said."""

    reason = forms.CharField(label="原因", max_length=1000, widget=AREA)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].error_messages["required"] = f"请填写“{label}”。"


class ReturnForm(PageForm):
    """Everything that is missing, at once."""

    documents = forms.MultipleChoiceField(
        label="缺少的材料", widget=forms.CheckboxSelectMultiple, required=False
    )
    others = forms.CharField(
        label="其他要补的内容",
        max_length=800,
        widget=AREA,
        required=False,
        help_text=f"每行一条，最多 {MOST_OTHERS} 条。请一次写全。",
    )
    reason = forms.CharField(label="再次退回的原因", max_length=1000, widget=AREA, required=False)

    def __init__(
        self, *args: Any, documents: Choices, is_further: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "documents", documents)
        if not is_further:
            self.fields.pop("reason")

    def clean_others(self) -> list[str]:
        """Give one entry for each line."""
        return str(self.cleaned_data["others"]).splitlines()


class AdjustForm(PageForm):
    """Another amount than the plan computes."""

    decided = YuanField(label="调整为（元）")
    reason = forms.CharField(
        label="调整的原因", max_length=1000, widget=AREA, help_text="职工会看到。"
    )


class OverrideForm(PageForm):
    """An exclusion that does not apply here."""

    exclusion = forms.ChoiceField(label="哪一条除外责任")
    reason = forms.CharField(label="为什么不适用", max_length=1000, widget=AREA)

    def __init__(self, *args: Any, exclusions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "exclusion", exclusions)


class RejectForm(PageForm):
    """A rejection: clause, fact, remedy."""

    clause = forms.ChoiceField(label="依据哪一条")
    fact = forms.CharField(label="依据的事实", max_length=1000, widget=AREA)
    remedy = forms.CharField(
        label="职工可以怎么办", max_length=1000, widget=AREA, help_text="写给本人看。"
    )

    def __init__(self, *args: Any, clauses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "clause", [("", "请选择"), *clauses])


class RevealForm(PageForm):
    """What to open, and what for."""

    field = forms.ChoiceField(label="查看哪一项")
    purpose = forms.CharField(label="用途", max_length=200, help_text="本人可以看到这条记录。")

    def __init__(self, *args: Any, invoices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [("name", "姓名"), ("id_number", "身份证号"), ("phone", "手机号")]
        choose(self, "field", [*own, *invoices])


def choose(form: PageForm, name: str, choices: Choices) -> None:
    """Fill the choices of a field."""
    chooser = form.fields[name]
    if isinstance(chooser, forms.ChoiceField):
        chooser.choices = list(choices)
