"""Forms of the console; sentences in Chinese, checking on the server."""

from collections.abc import Sequence
from typing import Any

from django import forms

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from backend.web.forms import PageForm
from services.mutual_aid.rules.words import RISK_LABELS


def months_field() -> forms.IntegerField:
    """Ask for the term where a plan has several."""
    return forms.IntegerField(
        label="保障期限（月）",
        required=False,
        min_value=1,
        max_value=120,
        help_text="计划有几种期限可选时填写；只有一种的不用填。",
    )


def risk_field() -> forms.ChoiceField:
    """Ask for the risk class where a plan has several."""
    return forms.ChoiceField(
        label="风险类别",
        required=False,
        choices=[("", "计划不分类别"), *RISK_LABELS.items()],
        help_text="计划按行业风险分类收费时选择。",
    )


class BatchForm(PageForm):
    """A batch to open."""

    plan = forms.ChoiceField(label="互助计划")
    union_number = forms.ChoiceField(label="单位工会")
    headcount = forms.IntegerField(
        label="职工人数",
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text="为本单位职工报名时必填。",
    )
    female_headcount = forms.IntegerField(
        label="其中女职工人数", min_value=0, max_value=1_000_000, required=False
    )
    is_flexible = forms.BooleanField(
        label="为灵活就业人员报名",
        required=False,
        help_text="街道、行业、联合工会为没有单位的职工报名时勾选，不用填职工人数。",
    )
    months = months_field()
    risk_class = risk_field()

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

    def clean(self) -> dict[str, Any]:
        """Take an empty headcount as none: the verb says where one is needed."""
        found = super().clean() or {}
        for name in ("headcount", "female_headcount"):
            found[name] = found.get(name) or 0
        return found


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


class RenewForm(PageForm):
    """The next period of a unit's batch."""

    plan_number = forms.ChoiceField(label="下一期的计划版本")
    months = months_field()
    risk_class = risk_field()

    def __init__(self, *args: Any, plans: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_number"].choices = list(plans)  # type: ignore[attr-defined]


class JoinForm(PageForm):
    """What a member chooses who joins alone; only what the plan leaves open is asked."""

    shares = forms.IntegerField(label="份数", min_value=1, max_value=99, initial=1)
    months = forms.TypedChoiceField(label="保障期限", coerce=int, empty_value=None)
    risk_class = forms.ChoiceField(label="风险类别")

    def __init__(
        self, *args: Any, terms: Sequence[int], classes: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "months": [(str(one), f"{one} 个月") for one in terms],
            "risk_class": [(one, RISK_LABELS.get(one, one)) for one in classes],
        }
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class LeaveForm(PageForm):
    """The day on which a person left the unit."""

    left_on = forms.DateField(
        label="离开单位的日期", widget=forms.DateInput(attrs={"type": "date"})
    )


class DeathForm(PageForm):
    """The day on which a person died."""

    died_on = forms.DateField(label="去世日期", widget=forms.DateInput(attrs={"type": "date"}))


class StatementForm(PageForm):
    """A bank statement of fees."""

    statement = forms.FileField(
        label="会费对账单",
        help_text="银行导出的 .xlsx 或 .csv，要有日期、金额、付款人、流水号、附言和合计。",
    )


class AssignForm(PageForm):
    """The batch that an unmatched line is for."""

    batch_number = forms.CharField(label="名单编号", max_length=20)


class RefundForm(PageForm):
    """The bank's word that a fee was sent back."""

    bank_reference = forms.CharField(label="退款流水号", max_length=60)
