"""The forms of a session and of a report; usable on a phone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from backend.kernel.errors import FieldError, Invalid
from backend.kernel.money import Money
from backend.web.forms import PageForm, day_field
from services.commissioning.pages.call_forms import moment_field
from services.commissioning.pages.terms_form import HundredthsField
from services.commissioning.queries.report_sheet import ReportSheet, StatedLine
from services.commissioning.workflow.reports import Content

AREA = forms.Textarea(attrs={"rows": 5})
IMAGES = forms.ClearableFileInput(attrs={"accept": "image/*"})
HUNDRED = 100
MOST = 10_000_000
STATED = "绩效评价取最后一份已核对报告里的这个数字。"


class SessionForm(PageForm):
    """A session that is planned."""

    title = forms.CharField(label="服务内容", max_length=60)
    place = forms.CharField(label="地点", max_length=80)
    starts_at = moment_field("开始时间")
    ends_at = moment_field("结束时间")


class CountForm(PageForm):
    """How many the provider counted."""

    provider_count = forms.IntegerField(
        label="承接组织计数（人）",
        min_value=0,
        max_value=MOST,
        help_text="按签到表或现场清点填写，会与职工自己确认的人数并列公布。",
    )


class PeriodForm(PageForm):
    """The period of a report."""

    period_start = day_field("期间起")
    period_end = day_field("期间止")
    is_final = forms.BooleanField(label="这是终期报告", required=False)


class ReportForm(PageForm):
    """What a report says; the targets that nothing counts are added for each contract."""

    persons = forms.IntegerField(label="服务人数（承接组织填报）", min_value=0, max_value=MOST)
    sessions = forms.IntegerField(label="完成场次（承接组织填报）", min_value=0, max_value=MOST)
    words = forms.CharField(
        label="进展说明", max_length=4000, required=False, widget=AREA, help_text="提交前要填写。"
    )

    drafted = ("words",)

    def __init__(self, given: Any = None, *, stated: Sequence[StatedLine], **kwargs: Any) -> None:
        super().__init__(given, **kwargs)
        self.stated = list(stated)
        for place, one in enumerate(self.stated):
            self.fields[f"stated_{place}"] = HundredthsField(
                label=f"{one.title}（{one.unit}）", required=False, help_text=STATED
            )
        self.word_fields()

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        words = self.cleaned_data
        stated = {
            one.code: words[f"stated_{place}"]
            for place, one in enumerate(self.stated)
            if words[f"stated_{place}"] is not None
        }
        return {"content": Content(words["persons"], words["sessions"], words["words"], stated)}


class SpendingForm(PageForm):
    """A spending with the photograph of its voucher."""

    line = forms.TypedChoiceField(label="预算科目", coerce=int)
    amount = forms.CharField(
        label="金额（元）",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    spent_on = day_field("支出日期")
    words = forms.CharField(label="用途", max_length=80)
    file = forms.FileField(
        label="凭证照片", required=False, widget=IMAGES, help_text="可以先登记，提交前补上。"
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = list(lines)  # type: ignore[attr-defined]

    def field_of(self, fault: FieldError) -> str:
        """Name the field meant; the amount is called as people type it."""
        return "amount" if fault.pointer == "/amount_fen" else super().field_of(fault)

    def clean_amount(self) -> Money:
        """Read the amount; the rule says what is wrong with zero and below."""
        try:
            return Money.from_yuan(self.cleaned_data["amount"])
        except Invalid as invalid:
            raise forms.ValidationError(invalid.message) from invalid


class PhotoForm(PageForm):
    """A photograph of the service."""

    file = forms.FileField(label="照片", widget=IMAGES)
    caption = forms.CharField(label="说明", max_length=80, required=False)


class AccountForm(PageForm):
    """The bank account in the organization's own name."""

    bank = forms.CharField(label="开户银行全称", max_length=60)
    account = forms.CharField(
        label="银行账号",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class CheckForm(PageForm):
    """What the checker says; may be left empty to confirm."""

    words = forms.CharField(label="核对意见", max_length=500, required=False, widget=AREA)


def report_form(sheet: ReportSheet, given: Any = None) -> ReportForm:
    """Give the form of a report with what was saved."""
    start: dict[str, Any] = {
        "persons": sheet.persons or sheet.counted,
        "sessions": sheet.sessions or sheet.counted_sessions,
        "words": sheet.words,
    }
    for place, one in enumerate(sheet.stated):
        if one.stated is not None:
            whole, part = divmod(one.stated, HUNDRED)
            start[f"stated_{place}"] = f"{whole}.{part:02d}" if part else str(whole)
    return ReportForm(given, stated=sheet.stated, initial=start, auto_id="id_report_%s")


def spending_form(
    sheet: ReportSheet, today: date, given: Any = None, files: Any = None
) -> SpendingForm:
    """Give the form of a spending with what each line has left."""
    lines = [
        (one.place, f"{one.title}（还剩 {Money(one.amount_fen - one.spent_fen)} 元）")
        for one in sheet.lines
    ]
    start = {"spent_on": min(today, sheet.period_end)}
    return SpendingForm(given, files, lines=lines, initial=start, auto_id="id_spending_%s")
