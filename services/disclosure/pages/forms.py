"""The forms of the editors' desk."""

from typing import Any

from django import forms

from backend.kernel import clock
from services.disclosure import queries
from services.disclosure.rules.calendar import period_label, quarter_of
from services.disclosure.rules.text import BODY_LIMIT, TITLE_LIMIT
from services.disclosure.states import CATEGORY_LABELS, GROUND_LABELS

BODY_HINT = (
    "空一行就是新的一段；“一、……”单独一行是小标题；每行写成“|项目|金额|”就是表格，第一行是表头。"
)


class WordsForm(forms.Form):
    """Title and text."""

    title = forms.CharField(
        label="标题", max_length=TITLE_LIMIT, error_messages={"required": "请填写标题。"}
    )
    body = forms.CharField(
        label="正文",
        max_length=BODY_LIMIT,
        strip=False,
        help_text=BODY_HINT,
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": "请填写正文。"},
    )


class DraftForm(WordsForm):
    """A new disclosure: for which union, about what."""

    union_number = forms.ChoiceField(label="公开的工会")
    item_code = forms.ChoiceField(
        label="公开目录事项", required=False, help_text="选了事项，就按它的类别和期限统计。"
    )
    category = forms.ChoiceField(
        label="类别",
        required=False,
        help_text="没有对应的目录事项时请选一个类别。",
        choices=[("", "按目录事项"), *((one.value, word) for one, word in CATEGORY_LABELS.items())],
    )
    period = forms.ChoiceField(label="所属期", required=False)

    field_order = ("union_number", "item_code", "category", "period", "title", "body")

    def __init__(self, *args: Any, unions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("union_number", unions)
        items = [(item.code, item.title) for item in queries.catalogue()]
        self._offer("item_code", [("", "不在目录里"), *items])
        self._offer("period", _periods())

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class WithdrawForm(forms.Form):
    """Why something is withdrawn."""

    ground = forms.ChoiceField(
        label="撤回缘由",
        choices=[(one.value, word) for one, word in GROUND_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择撤回的缘由。"},
    )
    reason = forms.CharField(
        label="说明",
        max_length=300,
        help_text="会公开给所有人看。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明撤回的原因。"},
    )


class ReasonForm(forms.Form):
    """Why something is corrected."""

    reason = forms.CharField(
        label="更正原因",
        max_length=300,
        help_text="会和原文、新文一起公开，例如“第 3 行金额有误”。",
        error_messages={"required": "请写明更正原因。"},
    )


def _periods() -> list[tuple[str, str]]:
    """Offer this year and the year before, with their quarters."""
    today = clock.today()
    years = (today.year, today.year - 1)
    found = [("", "不分期")]
    for year in years:
        quarters = [f"{year}Q{number}" for number in (4, 3, 2, 1)]
        shown = [one for one in quarters if one <= quarter_of(today)]
        found += [(period, period_label(period)) for period in (*shown, str(year))]
    return found
