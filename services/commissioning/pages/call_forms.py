"""The forms of a project, its call and its amendments."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from backend.kernel import clock
from backend.kernel.errors import FieldError
from backend.web.forms import PageForm, YuanField
from services.commissioning.models import CallMode, FundType, ServiceKind
from services.commissioning.queries.projects import ProjectSheet
from services.commissioning.rules.call import CriterionDraft
from services.commissioning.workflow.drafting import CallDraft, Topic

AREA = forms.Textarea(attrs={"rows": 3})
CHOOSE = [("", "请选择")]
ROWS = 8
MOST_ROWS = 20
MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: str, **options: Any) -> forms.DateTimeField:
    """Give a field for a moment in Shanghai time, with the picker of the browser."""
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={"invalid": "时间应写成 2026-11-23 17:00 这样。"},
        **options,
    )


class TopicForm(PageForm):
    """What a project is about, who pays, which needs it answers."""

    union_number = forms.ChoiceField(label="哪个工会的项目")
    needs = forms.MultipleChoiceField(
        label="回应哪些职工需求",
        widget=forms.CheckboxSelectMultiple,
        help_text="按响应人数从多到少排列；立项当天的人数会记下来。",
    )
    title = forms.CharField(label="项目名称", max_length=80)
    kind = forms.ChoiceField(label="服务类别", choices=CHOOSE + list(ServiceKind.choices))
    purpose = forms.CharField(label="要解决什么", max_length=500, widget=AREA)
    fund = forms.ChoiceField(label="用哪一笔经费")
    fund_type = forms.ChoiceField(label="资金性质", choices=FundType.choices)
    budget = YuanField(label="预算（元）")

    def __init__(
        self,
        *args: Any,
        unions: Sequence[tuple[str, str]],
        needs: Sequence[tuple[str, str]],
        funds: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("union_number", unions), ("needs", needs), ("fund", funds)):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Give what the verb that drafts takes."""
        return {"union_number": self.cleaned_data["union_number"], **self.changed()}

    def changed(self) -> dict[str, Any]:
        """Give what the verb that saves takes."""
        words = {name: self.cleaned_data[name] for name in self.cleaned_data}
        words.pop("union_number", None)
        return {"topic": Topic(**{**words, "needs": tuple(words["needs"])})}

    def field_of(self, fault: FieldError) -> str:
        """Name the field meant; the budget is called as people type it."""
        return "budget" if fault.pointer == "/budget_fen" else super().field_of(fault)


class CallForm(PageForm):
    """A call with eight criteria or as many as it has; empty rows are left out."""

    mode = forms.ChoiceField(
        label="征集方式",
        choices=CallMode.choices,
        help_text="公开招标至少 20 天，公开比选至少 5 个工作日（以本会录入的标准为准）。",
    )
    text = forms.CharField(label="公告正文", max_length=8000, widget=forms.Textarea({"rows": 8}))
    planned_persons = forms.IntegerField(label="计划服务人数", min_value=1, max_value=10_000_000)
    planned_sessions = forms.IntegerField(label="计划服务场次", min_value=1, max_value=10_000_000)
    panel_size = forms.IntegerField(
        label="评审组人数", min_value=1, max_value=99, help_text="单数；三分之二以上是专家。"
    )
    deadline = moment_field("申报截止时间")

    def __init__(self, given: Any = None, *, criteria: int = 0, **kwargs: Any) -> None:
        super().__init__(given, **kwargs)
        sent = sum(name.startswith("title_") for name in given or ())
        self.count = min(MOST_ROWS, max(ROWS, criteria, sent))
        for place in range(1, self.count + 1):
            self.fields[f"title_{place}"] = forms.CharField(
                label=f"第 {place} 条标准", max_length=60, required=False
            )
            self.fields[f"weight_{place}"] = forms.IntegerField(
                label=f"第 {place} 条权重", required=False, min_value=0, max_value=1000
            )
            self.fields[f"levels_{place}"] = forms.CharField(
                label=f"第 {place} 条分档说明", max_length=600, required=False
            )
        self.word_fields()

    def field_of(self, fault: FieldError) -> str:
        """Name the field meant; a criterion by its place among the rows that were filled in."""
        where, _, place = fault.pointer.strip("/").partition("/")
        if where != "criteria":
            return super().field_of(fault)
        if not place:  # all of them together
            return "title_1" if fault.code == "twice" else "weight_1"
        return f"{fault.code}_{self._filled()[int(place)]}"

    def plain_fields(self) -> Iterator[BoundField]:
        """Give the fields above the table of criteria."""
        for name in (
            "mode", "text", "planned_persons", "planned_sessions", "panel_size", "deadline"
        ):  # fmt: skip
            yield self[name]

    def rows(self) -> Iterator[tuple[int, BoundField, BoundField, BoundField]]:
        """Give the rows of the table of criteria."""
        for place in range(1, self.count + 1):
            yield (
                place,
                self[f"title_{place}"],
                self[f"weight_{place}"],
                self[f"levels_{place}"],
            )

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        words = self.cleaned_data
        criteria = tuple(
            CriterionDraft(
                words[f"title_{place}"].strip(),
                words[f"weight_{place}"] or 0,
                _levels(words[f"levels_{place}"]),
            )
            for place in self._filled()
        )
        return {
            "draft": CallDraft(
                words["mode"],
                words["text"],
                words["planned_persons"],
                words["planned_sessions"],
                words["panel_size"],
                words["deadline"],
                criteria,
            )
        }

    def _filled(self) -> list[int]:
        """Give the rows in which anything was typed."""
        names = ("title", "weight", "levels")
        return [
            place
            for place in range(1, self.count + 1)
            if any(self.cleaned_data.get(f"{name}_{place}") for name in names)
        ]


def _levels(words: str) -> tuple[str, ...]:
    """Read levels, parted by the semicolon of either keyboard."""
    return tuple(one.strip() for one in words.replace(";", "；").split("；") if one.strip())


class SaidForm(PageForm):
    """Why."""

    reason = forms.CharField(label="原因", max_length=300, widget=AREA)


class AmendForm(PageForm):
    """What is amended, why, and the later deadline."""

    text = forms.CharField(label="更正内容", max_length=2000, widget=AREA)
    reason = forms.CharField(label="更正原因", max_length=300, widget=AREA)
    new_deadline = moment_field("新的截止时间", help_text="必须晚于原来的截止时间。")


class EmptyForm(PageForm):
    """A decision that needs no words."""


def topic_start(sheet: ProjectSheet) -> dict[str, Any]:
    """Give a project as the form begins with it."""
    return {
        "needs": sheet.need_numbers,
        "title": sheet.title,
        "kind": sheet.kind,
        "purpose": sheet.purpose,
        "fund": sheet.fund,
        "fund_type": sheet.fund_type,
        "budget": sheet.budget_fen,
    }


def call_start(
    sheet: ProjectSheet, weights: Sequence[tuple[str, int]], size: int
) -> dict[str, Any]:
    """Give a call as the form begins with it: what was saved, or the shipped criteria."""
    call = sheet.call
    if call is None:
        rows = [(title, weight, "") for title, weight in weights]
        start: dict[str, Any] = {"panel_size": size, "mode": "comparison"}
    else:
        rows = [(one.title, one.weight, "；".join(one.levels)) for one in call.criteria]
        start = {
            "mode": call.mode,
            "text": call.text,
            "planned_persons": call.planned_persons,
            "planned_sessions": call.planned_sessions,
            "panel_size": call.panel_size,
            "deadline": clock.to_local(call.deadline),
        }
    for place, (title, weight, levels) in enumerate(rows, start=1):
        start |= {f"title_{place}": title, f"weight_{place}": weight, f"levels_{place}": levels}
    return start
