"""The form of a contract's terms: four tables whose empty rows are left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from backend.kernel.errors import FieldError
from backend.kernel.money import Money
from backend.web.forms import PageForm, YuanField, day_field
from services.commissioning.models import (
    MilestoneKind,
    StageCondition,
    TargetKind,
    TargetSource,
)
from services.commissioning.rules.contract import (
    LineTerms,
    MilestoneTerms,
    StageTerms,
    TargetTerms,
    Terms,
)

CHOOSE = [("", "请选择")]
ROWS = {"line": 8, "target": 8, "milestone": 6, "stage": 3}
MOST_ROWS = 20
HUNDRED = 100
KNOWN_ROWS = {str(place) for place in range(1, MOST_ROWS + 1)}
PARTS = 3  # of the name of a field: table, row, column


class HundredthsField(forms.DecimalField):
    """A figure with at most two decimals, kept in hundredths."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=0, **options)

    def clean(self, value: Any) -> Any:
        """Give whole hundredths; None for an empty optional field."""
        figure = super().clean(value)
        return None if figure is None else int(figure * HUNDRED)


@dataclass(frozen=True, slots=True)
class Group:
    """A table of rows in the form of a contract."""

    title: str
    hint: str
    heads: tuple[str, ...]
    rows: list[list[BoundField]]


class TermsForm(PageForm):
    """Everything that a contract says; empty rows are left out."""

    starts_on = day_field("服务开始日期")
    ends_on = day_field("服务结束日期")

    def __init__(self, given: Any = None, **kwargs: Any) -> None:
        super().__init__(given, **kwargs)
        known = given or self.initial
        self.counts = {
            kind: min(MOST_ROWS, max(least, _rows_in(known, kind))) for kind, least in ROWS.items()
        }
        for kind, count in self.counts.items():
            for place in range(1, count + 1):
                for name, make in COLUMNS[kind].items():
                    self.fields[f"{kind}_{place}_{name}"] = make(place)
        self.word_fields()

    def plain_fields(self) -> Iterator[BoundField]:
        """Give the fields above the tables."""
        yield self["starts_on"]
        yield self["ends_on"]

    def groups(self) -> Iterator[Group]:
        """Give the four tables."""
        for kind, (title, hint) in WORDS.items():
            rows = [
                [self[f"{kind}_{place}_{name}"] for name in COLUMNS[kind]]
                for place in range(1, self.counts[kind] + 1)
            ]
            yield Group(title, hint, HEADS[kind], rows)

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        words = self.cleaned_data
        return {
            "terms": Terms(
                words["starts_on"],
                words["ends_on"],
                tuple(
                    LineTerms(row["title"], row["amount"] or Money.zero())
                    for row in self._filled("line", "title")
                ),
                tuple(
                    TargetTerms(
                        row["code"],
                        row["kind"],
                        row["source"],
                        row["title"],
                        row["unit"] or "项",
                        row["planned"] or 0,
                        row["weight"] or 0,
                    )
                    for row in self._filled("target", "title")
                ),
                tuple(
                    MilestoneTerms(row["kind"], row["title"], row["due_on"])
                    for row in self._filled("milestone", "title")
                ),
                tuple(
                    StageTerms(row["percent"], row["condition"])
                    for row in self._filled("stage", "percent")
                ),
            )
        }

    def clean(self) -> dict[str, Any]:
        """Say which row is only half filled in; a row with anything in it is not left out."""
        words = super().clean() or self.cleaned_data
        for kind, needed in NEEDED.items():
            for place in range(1, self.counts[kind] + 1):
                row = {name: words.get(f"{kind}_{place}_{name}") for name in COLUMNS[kind]}
                missing = [name for name in needed if not row.get(name)]
                for name in missing if any(row.values()) else ():
                    field = f"{kind}_{place}_{name}"
                    if field not in self.errors:
                        self.add_error(field, f"请填写“{self.fields[field].label}”。")
        return words

    def field_of(self, fault: FieldError) -> str:
        """Name the field meant; a table that does not add up is named at its first figure."""
        return FIRST.get(fault.pointer.strip("/"), "") or super().field_of(fault)

    def _filled(self, kind: str, lead: str) -> list[dict[str, Any]]:
        rows = [
            {name: self.cleaned_data.get(f"{kind}_{place}_{name}") for name in COLUMNS[kind]}
            for place in range(1, self.counts[kind] + 1)
        ]
        return [row for row in rows if row[lead]]


def _text(label: str, longest: int) -> Any:
    return lambda place: forms.CharField(
        label=f"第 {place} 行{label}", max_length=longest, required=False
    )


def _choice(label: str, choices: Sequence[tuple[str, str]]) -> Any:
    return lambda place: forms.ChoiceField(
        label=f"第 {place} 行{label}", choices=[*CHOOSE, *choices], required=False
    )


def _whole(label: str) -> Any:
    return lambda place: forms.IntegerField(
        label=f"第 {place} 行{label}", min_value=0, max_value=1000, required=False
    )


COLUMNS: dict[str, dict[str, Any]] = {
    "line": {
        "title": _text("科目", 40),
        "amount": lambda place: YuanField(label=f"第 {place} 行金额", required=False),
    },
    "target": {
        "title": _text("指标", 60),
        "code": _text("代码", 32),
        "kind": _choice("类别", TargetKind.choices),
        "source": _choice("数据来源", TargetSource.choices),
        "planned": lambda place: HundredthsField(label=f"第 {place} 行目标值", required=False),
        "unit": _text("单位", 12),
        "weight": _whole("权重"),
    },
    "milestone": {
        "title": _text("节点", 80),
        "kind": _choice("类别", MilestoneKind.choices),
        "due_on": lambda place: day_field(f"第 {place} 行到期日期", required=False),
    },
    "stage": {
        "percent": _whole("比例"),
        "condition": _choice("付款条件", StageCondition.choices),
    },
}
HEADS = {
    "line": ("科目", "金额（元）"),
    "target": ("指标", "代码", "类别", "数据来源", "目标值", "单位", "权重"),
    "milestone": ("节点", "类别", "到期日期"),
    "stage": ("比例（%）", "付款条件"),
}
WORDS = {
    "line": ("预算科目", "合计应等于中选报价。"),
    "target": ("绩效指标", "权重合计 100；数量、质量、时效、成本、效果、满意度都要有。"),
    "milestone": ("履约节点", "日期在服务期内。"),
    "stage": ("付款阶段", "比例合计 100%，最后一期在验收并评价合格以后支付；分的尾数归最后一期。"),
}
NEEDED = {
    "line": ("title", "amount"),
    "target": ("title", "code", "kind", "source", "planned", "weight"),
    "milestone": ("title", "kind", "due_on"),
    "stage": ("percent", "condition"),
}

FIRST = {
    "lines": "line_1_amount",
    "targets": "target_1_weight",
    "milestones": "milestone_1_due_on",
    "stages": "stage_1_percent",
}


def terms_start(terms: Terms) -> dict[str, Any]:
    """Give what the form begins with: what was drafted before, or the usual terms."""
    start: dict[str, Any] = {"starts_on": terms.starts_on, "ends_on": terms.ends_on}
    for place, line in enumerate(terms.lines, start=1):
        start |= {f"line_{place}_title": line.title, f"line_{place}_amount": line.amount.fen}
    for place, one in enumerate(terms.targets, start=1):
        whole, part = divmod(one.planned, HUNDRED)
        start |= {
            f"target_{place}_title": one.title,
            f"target_{place}_code": one.code,
            f"target_{place}_kind": one.kind,
            f"target_{place}_source": one.source,
            f"target_{place}_planned": f"{whole}.{part:02d}" if part else str(whole),
            f"target_{place}_unit": one.unit,
            f"target_{place}_weight": one.weight,
        }
    for place, node in enumerate(terms.milestones, start=1):
        start |= {
            f"milestone_{place}_title": node.title,
            f"milestone_{place}_kind": node.kind,
            f"milestone_{place}_due_on": node.due_on,
        }
    for place, stage in enumerate(terms.stages, start=1):
        start |= {
            f"stage_{place}_percent": stage.percent,
            f"stage_{place}_condition": stage.condition,
        }
    return start


def _rows_in(known: Any, kind: str) -> int:
    """Count the rows of a table that were sent or that the form begins with."""
    names = [name.split("_", PARTS - 1) for name in known if isinstance(name, str)]
    rows = [
        int(parts[1])
        for parts in names
        if len(parts) == PARTS and parts[0] == kind and parts[1] in KNOWN_ROWS
    ]
    return max(rows, default=0)
