"""The forms of pool, panel and result."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from backend.kernel.errors import FieldError
from backend.web.forms import PageForm, day_field
from services.commissioning.models import PanelKind, RelationKind
from services.commissioning.queries.panelist import Applicant, Paper, SheetCriterion
from services.commissioning.rules.declaring import DeclaredTie
from services.commissioning.rules.scoring import TENTHS

AREA = forms.Textarea(attrs={"rows": 3})
CHOOSE = [("", "请选择")]


class PanelistForm(PageForm):
    """Somebody for the pool of a union."""

    union_number = forms.ChoiceField(label="哪个工会的评审人库")
    user = forms.ChoiceField(label="谁", help_text="只列出有评审岗位、还没有入库的人。")
    kind = forms.ChoiceField(label="类别", choices=CHOOSE + list(PanelKind.choices))
    field = forms.CharField(label="专业领域", max_length=60)

    def __init__(
        self,
        *args: Any,
        unions: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union_number"].choices = list(unions)  # type: ignore[attr-defined]
        self.fields["user"].choices = [*CHOOSE, *people]  # type: ignore[attr-defined]


class PanelReasonForm(PageForm):
    """A reason that may not be left out."""

    reason = forms.CharField(label="原因", max_length=1000, widget=AREA)


class StepBackForm(PageForm):
    """Why one steps back; with the relation to an applicant, where that is the reason."""

    reason = forms.CharField(label="原因", max_length=1000, widget=AREA)
    organization = forms.ChoiceField(
        label="与哪一家申报组织有关联",
        required=False,
        help_text="因关联关系回避的请填，以后评审这家组织时系统会先请您回避。其他原因不用填。",
    )
    kind = forms.ChoiceField(
        label="什么关系", required=False, choices=CHOOSE + list(RelationKind.choices)
    )
    since = day_field("开始日期", required=False)
    until = day_field("结束日期", required=False, help_text="还没有结束的留空。")

    def __init__(self, *args: Any, applicants: Sequence[Applicant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.credit_code, one.name) for one in applicants]
        self.fields["organization"].choices = [*CHOOSE, *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Want the kind and the first day with the organization."""
        said = super().clean() or {}
        if said.get("organization"):
            if not said.get("kind"):
                self.add_error("kind", "请选择是什么关系。")
            if not said.get("since") and "since" not in self.errors:
                self.add_error("since", "请填写关系从哪一天开始，记不清的填大约的日期。")
        return said

    def field_of(self, fault: FieldError) -> str:
        """Name the field meant; those of the relation stand beside the reason."""
        name = fault.pointer.removeprefix("/relation/")
        return name if name in self.fields else super().field_of(fault)

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        said = self.cleaned_data
        tie = None
        if said.get("organization"):
            tie = DeclaredTie(said["organization"], said["kind"], said["since"], said["until"])
        return {"reason": said["reason"], "relation": tie}


class FewBidsForm(PageForm):
    """Why few qualified applications go before the panel; published."""

    reason = forms.CharField(label="继续评审的理由（对外公布）", max_length=300, widget=AREA)


class AnswerForm(PageForm):
    """The answer to an objection."""

    reason = forms.CharField(label="核查结果和理由", max_length=1000, widget=AREA)


class PanelObjectionForm(PageForm):
    """The words of an objection."""

    text = forms.CharField(label="异议的理由", max_length=1000, widget=AREA)


class DissentForm(PageForm):
    """The words of a dissent."""

    text = forms.CharField(label="不同意见和理由", max_length=1000, widget=AREA)


@dataclass(frozen=True, slots=True)
class ScoreBlock:
    """The fields of one application, each with its criterion."""

    paper: Paper
    fields: Sequence[tuple[SheetCriterion, BoundField]]


class ScoresForm(PageForm):
    """One field for each application and criterion; what is left empty is not scored yet."""

    def __init__(
        self,
        *args: Any,
        papers: Sequence[Paper],
        criteria: Sequence[SheetCriterion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.papers, self.criteria = papers, criteria
        for paper in papers:
            for one in criteria:
                self.fields[_name(paper.number, one.place)] = _points(one)
        self.word_fields()

    def blocks(self) -> Iterator[ScoreBlock]:
        """Give the fields application by application."""
        for paper in self.papers:
            bound = [(one, self[_name(paper.number, one.place)]) for one in self.criteria]
            yield ScoreBlock(paper, bound)

    def scores(self) -> dict[tuple[str, int], int]:
        """Give what was filled in, in tenths of a point."""
        return {
            (paper.number, one.place): int(points * TENTHS)
            for paper in self.papers
            for one in self.criteria
            if (points := self.cleaned_data.get(_name(paper.number, one.place))) is not None
        }


def first_scores(tenths: Mapping[tuple[str, int], int]) -> dict[str, str]:
    """Give the draft as the form shows it."""
    return {
        _name(bid, place): f"{value // TENTHS}.{value % TENTHS}"
        for (bid, place), value in tenths.items()
    }


def _name(bid: str, place: int) -> str:
    return f"{bid}_{place}"


class PointsField(forms.DecimalField):
    """Points that are asked for, but may still be missing in a draft."""

    def clean(self, value: Any) -> Decimal | None:
        """Give the points; None where nothing was filled in yet."""
        return super().clean(value) if value not in self.empty_values else None


def _points(criterion: SheetCriterion) -> PointsField:
    top = criterion.weight
    wrong = f"“{criterion.title}”请填 0 到 {top} 的分数，最多一位小数。"
    return PointsField(
        label=f"{criterion.title}（0 到 {top} 分）",
        min_value=Decimal(0),
        max_value=Decimal(top),
        max_digits=5,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 6}),
        error_messages=dict.fromkeys(
            (
                "invalid", "min_value", "max_value", "max_digits", "max_decimal_places",
                "max_whole_digits",
            ),
            wrong,
        ),
    )  # fmt: skip
