"""The forms under a contract: the midterm, milestones, changes, and words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from backend.web.forms import PageForm, YuanField, day_field
from services.commissioning.models import ChangeKind
from services.commissioning.pages.terms_form import HundredthsField
from services.commissioning.queries.contract_lines import MilestoneLine
from services.commissioning.states.contracts import MilestoneAct
from services.commissioning.workflow.changes import Asked
from services.commissioning.workflow.milestones import Judgement

AREA = forms.Textarea(attrs={"rows": 3})
OUTCOMES = [
    ("", "现在不认定"),
    (str(MilestoneAct.MEET), "已完成"),
    (str(MilestoneAct.MEET_PARTLY), "部分完成"),
    (str(MilestoneAct.MISS), "未完成"),
]


class JudgeForm(PageForm):
    """What is found of each milestone that is not met yet."""

    def __init__(
        self, given: Any = None, *, milestones: Sequence[MilestoneLine], **kwargs: Any
    ) -> None:
        super().__init__(given, **kwargs)
        self.milestones = [one for one in milestones if one.state != "met"]
        for one in self.milestones:
            self.fields[f"act_{one.place}"] = forms.ChoiceField(
                label=f"节点“{one.title}”", choices=OUTCOMES, required=False
            )
            self.fields[f"met_on_{one.place}"] = day_field("完成日期", required=False)
            self.fields[f"said_{one.place}"] = forms.CharField(
                label="认定说明", max_length=300, required=False
            )
        self.word_fields()

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        words = self.cleaned_data
        return {
            "judgements": [
                Judgement(
                    one.number,
                    MilestoneAct(words[f"act_{one.place}"]),
                    words[f"said_{one.place}"],
                    words[f"met_on_{one.place}"],
                )
                for one in self.milestones
                if words[f"act_{one.place}"]
            ]
        }


class MidtermForm(JudgeForm):
    """The opinion of the midterm, with the milestones judged along."""

    words = forms.CharField(label="中期评估意见", max_length=500, widget=AREA)

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        return {"words": self.cleaned_data["words"], **super().given()}


class ChangeForm(PageForm):
    """A change that is asked; which fields count depends on its kind."""

    kind = forms.ChoiceField(label="变更什么", choices=ChangeKind.choices)
    from_place = forms.ChoiceField(label="调出科目", required=False)
    to_place = forms.ChoiceField(label="调入科目", required=False)
    amount = YuanField(label="调整金额（元）", required=False)
    new_day = day_field("新的结束日期", required=False)
    target = forms.ChoiceField(label="指标", required=False)
    new_hundredths = HundredthsField(label="新的目标值", required=False)
    reason = forms.CharField(label="原因", max_length=300, widget=AREA)

    def __init__(
        self,
        given: Any = None,
        *,
        lines: Sequence[tuple[int, str]],
        targets: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(given, **kwargs)
        chosen: list[tuple[Any, str]] = [("", "不涉及")]
        for name in ("from_place", "to_place"):
            self.fields[name].choices = [*chosen, *lines]  # type: ignore[attr-defined]
        self.fields["target"].choices = [*chosen, *targets]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        words = self.cleaned_data
        day: date | None = words["new_day"]
        return {
            "asked": Asked(
                ChangeKind(words["kind"]),
                words["reason"],
                int(words["from_place"] or 0),
                int(words["to_place"] or 0),
                words["amount"],
                day,
                words["target"],
                words["new_hundredths"] or 0,
            )
        }


class ReasonForm(PageForm):
    """Why."""

    reason = forms.CharField(label="原因", max_length=300, widget=AREA)


class AnswerForm(PageForm):
    """What is answered; may be left empty to agree."""

    answer = forms.CharField(label="审批意见", max_length=300, required=False, widget=AREA)
