"""What a contract must say before it can stand, and how it is paid (R9.12, R9.13, R9.18). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.kernel.errors import FieldError, Invalid
from backend.kernel.money import Money

WHOLE = 100
"""Weights of the targets and percents of the stages sum to this."""

MOST_LINES, MOST_TARGETS, MOST_MILESTONES, MOST_STAGES = 30, 20, 20, 6
CONDITIONS = ("signed", "midterm", "accepted")
"""Conditions of the stages in the order in which they are met."""

KINDS = {
    "quantity": "数量",
    "quality": "质量",
    "timeliness": "时效",
    "cost": "成本",
    "effect": "效果",
    "satisfaction": "满意度",
}
"""Kinds that the targets of a contract must cover (R9.18)."""

REPEATABLE_SOURCE = "stated"
COUNTED = frozenset({"人", "人次", "场", "场次", "次"})
"""Units of what is counted one by one: half a person is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class LineTerms:
    """A budget line 预算科目 as drafted."""

    title: str
    amount: Money


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """A target 绩效指标 as drafted; `planned` in hundredths of its unit."""

    code: str
    kind: str
    source: str
    title: str
    unit: str
    planned: int
    weight: int


@dataclass(frozen=True, slots=True)
class MilestoneTerms:
    """A milestone 履约节点 as drafted."""

    kind: str
    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class StageTerms:
    """A payment stage 付款阶段 as drafted: whole percents of the contract and its condition."""

    percent: int
    condition: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that a contract says."""

    starts_on: date
    ends_on: date
    lines: Sequence[LineTerms]
    targets: Sequence[TargetTerms]
    milestones: Sequence[MilestoneTerms]
    stages: Sequence[StageTerms]


def split(amount: Money, percents: Sequence[int]) -> list[Money]:
    """Split a contract by whole percents that sum to 100; the fen that remain go to the last.

    Each but the last is rounded down, so that nothing is paid early by rounding.
    """
    if sum(percents) != WHOLE or min(percents, default=0) < 1:
        message = "percents are whole, above zero and sum to 100"
        raise ValueError(message)
    parts = [Money(amount.fen * percent // WHOLE) for percent in percents[:-1]]
    return [*parts, amount - Money.sum(parts)]


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the term of a contract is measured by: today, and that of the award."""

    today: date
    awarded_on: date


def is_broken(hundredths: int, unit: str) -> bool:
    """Tell whether a figure of something that is counted is not a whole number."""
    return unit in COUNTED and hundredths % WHOLE != 0


def check(terms: Terms, amount: Money, days: Days) -> None:
    """Refuse terms that do not add up, each fault named; raises Invalid `terms`."""
    faults = [
        *_term(terms, days),
        *_lines(terms.lines, amount),
        *_targets(terms.targets),
        *_milestones(terms),
        *_stages(terms.stages),
    ]
    if faults:
        raise Invalid("terms", "；".join(one.message for one in faults) + "。", faults)


def is_over(ends_on: date, today: date) -> bool:
    """Tell whether a term lies wholly in the past: nothing could be delivered under it."""
    return ends_on < today


def _term(terms: Terms, days: Days) -> list[FieldError]:
    faults = []
    if terms.starts_on < days.awarded_on:
        words = f"服务开始日期不能早于确定承接组织的日期，请填 {days.awarded_on:%Y-%m-%d} 或以后"
        faults.append(FieldError("/starts_on", "before_award", words))
    if terms.ends_on <= terms.starts_on:
        faults.append(FieldError("/ends_on", "term", "服务结束日期要晚于开始日期"))
    elif is_over(terms.ends_on, days.today):
        words = f"服务结束日期已经过了，请填 {days.today:%Y-%m-%d} 或以后"
        faults.append(FieldError("/ends_on", "term_over", words))
    return faults


def _lines(lines: Sequence[LineTerms], amount: Money) -> list[FieldError]:
    faults = _count(lines, MOST_LINES, "lines", "预算科目")
    if any(line.amount.fen <= 0 for line in lines):
        faults.append(FieldError("/lines", "line_amount", "每个预算科目的金额都要大于零"))
    total = Money.sum(line.amount for line in lines)
    if lines and total != amount:
        words = f"预算科目合计 {total} 元，与中选报价 {amount} 元不一致"
        faults.append(FieldError("/lines", "lines_sum", words))
    return faults + _twice([line.title for line in lines], "lines", "预算科目")


def _targets(targets: Sequence[TargetTerms]) -> list[FieldError]:
    faults = _count(targets, MOST_TARGETS, "targets", "绩效指标")
    total = sum(target.weight for target in targets)
    if targets and (total != WHOLE or any(target.weight < 1 for target in targets)):
        words = f"绩效指标的权重合计应为 100，现在是 {total}"
        faults.append(FieldError("/targets", "weights_sum", words))
    if any(target.planned < 1 for target in targets):
        faults.append(FieldError("/targets", "planned", "每个指标的目标值都要大于零"))
    broken = [one.title for one in targets if is_broken(one.planned, one.unit)]
    if broken:
        words = f"按人或场计的目标值要填整数：{'、'.join(broken)}"
        faults.append(FieldError("/targets", "planned_whole", words))
    missing = [words for kind, words in KINDS.items() if kind not in {one.kind for one in targets}]
    if missing:
        words = f"绩效指标还缺：{'、'.join(missing)}"
        faults.append(FieldError("/targets", "kinds_missing", words))
    faults += _twice([target.code for target in targets], "targets", "指标代码")
    counted = [one.source for one in targets if one.source != REPEATABLE_SOURCE]
    return faults + _twice(counted, "targets", "系统统计的数据来源")


def _milestones(terms: Terms) -> list[FieldError]:
    faults = _count(terms.milestones, MOST_MILESTONES, "milestones", "履约节点")
    outside = [
        one.title for one in terms.milestones if not terms.starts_on <= one.due_on <= terms.ends_on
    ]
    if outside:
        words = f"节点日期不在服务期内：{'、'.join(outside)}"
        faults.append(FieldError("/milestones", "milestone_day", words))
    return faults


def _stages(stages: Sequence[StageTerms]) -> list[FieldError]:
    faults = _count(stages, MOST_STAGES, "stages", "付款阶段")
    if not stages:
        return faults
    total = sum(stage.percent for stage in stages)
    if total != WHOLE or any(stage.percent < 1 for stage in stages):
        words = f"付款阶段的比例合计应为 100%，现在是 {total}%"
        faults.append(FieldError("/stages", "percents_sum", words))
    places = [CONDITIONS.index(stage.condition) for stage in stages]
    if places != sorted(places):
        faults.append(
            FieldError("/stages", "conditions_order", "付款条件应按签署、中期、验收的先后排列")
        )
    if stages[-1].condition != CONDITIONS[-1]:
        faults.append(FieldError("/stages", "last_stage", "最后一期应在验收并评价合格以后支付"))
    return faults


def _count(rows: Sequence[object], most: int, field: str, words: str) -> list[FieldError]:
    if rows and len(rows) <= most:
        return []
    return [FieldError(f"/{field}", f"{field}_count", f"{words}应有 1 到 {most} 项")]


def _twice(names: Sequence[str], field: str, words: str) -> list[FieldError]:
    again = sorted({name for name in names if names.count(name) > 1})
    if not again:
        return []
    return [FieldError(f"/{field}", f"{field}_twice", f"{words}重复：{'、'.join(again)}")]
