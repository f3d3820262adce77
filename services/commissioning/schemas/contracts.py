"""Acts on contracts, milestones and changes over the API (R9.12, R9.15)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from backend.access.schemas import Count, Fen, In, Number, Out
from backend.kernel.money import Money
from services.commissioning.models import ChangeKind
from services.commissioning.rules.contract import (
    LineTerms,
    MilestoneTerms,
    StageTerms,
    TargetTerms,
    Terms,
)
from services.commissioning.states.contracts import MilestoneAct
from services.commissioning.workflow.changes import Asked
from services.commissioning.workflow.milestones import Judgement

Named = Annotated[str, Field(min_length=1, max_length=60)]
Said = Annotated[str, Field(min_length=1, max_length=300)]
Optional = Annotated[str, Field(max_length=300)]
Hundredths = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000_000)]
Place = Annotated[int, Field(strict=True, ge=1, le=100)]
Code = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[a-z0-9-]+$")]


class BudgetLineIn(In):
    """A budget line."""

    title: Annotated[str, Field(title="科目", min_length=1, max_length=40)]
    amount_fen: Fen = Field(title="金额（分）")


class TargetIn(In):
    """A target; the planned figure in hundredths of its unit."""

    code: Code = Field(title="代码")
    kind: Literal["quantity", "quality", "timeliness", "cost", "effect", "satisfaction"] = Field(
        title="类别"
    )
    source: Literal["persons", "sessions", "satisfaction", "on_time", "unit_cost", "stated"] = (
        Field(title="数据来源")
    )
    title: Named = Field(title="指标名称")
    unit: Annotated[str, Field(title="单位", min_length=1, max_length=12)]
    planned_hundredths: Hundredths = Field(title="目标值（乘以 100）")
    weight: Count = Field(title="权重")


class MilestoneIn(In):
    """A milestone with its day."""

    kind: Literal["delivery", "reporting", "assessment"] = Field(title="类别")
    title: Annotated[str, Field(title="节点名称", min_length=1, max_length=80)]
    due_on: date = Field(title="到期日期")


class StageIn(In):
    """A payment stage: whole percents of the contract."""

    percent: Count = Field(title="比例（%）")
    condition: Literal["signed", "midterm", "accepted"] = Field(title="付款条件")


class TermsIn(In):
    """Everything that a contract says; the amount is that of the winning application."""

    starts_on: date = Field(title="服务开始日期")
    ends_on: date = Field(title="服务结束日期")
    lines: Annotated[list[BudgetLineIn], Field(title="预算科目", min_length=1, max_length=30)]
    targets: Annotated[list[TargetIn], Field(title="绩效指标", min_length=1, max_length=20)]
    milestones: Annotated[list[MilestoneIn], Field(title="履约节点", min_length=1, max_length=20)]
    stages: Annotated[list[StageIn], Field(title="付款阶段", min_length=1, max_length=6)]

    def terms(self) -> Terms:
        """Give the terms as the verb takes them."""
        return Terms(
            self.starts_on,
            self.ends_on,
            tuple(LineTerms(one.title, Money(one.amount_fen)) for one in self.lines),
            tuple(
                TargetTerms(
                    one.code,
                    one.kind,
                    one.source,
                    one.title,
                    one.unit,
                    one.planned_hundredths,
                    one.weight,
                )
                for one in self.targets
            ),
            tuple(MilestoneTerms(one.kind, one.title, one.due_on) for one in self.milestones),
            tuple(StageTerms(one.percent, one.condition) for one in self.stages),
        )


class JudgementIn(In):
    """What is found of one milestone."""

    milestone: Number = Field(title="节点编号")
    act: Literal["meet", "meet_partly", "miss"] = Field(title="认定结果")
    words: Said = Field(title="认定说明")
    met_on: date | None = Field(None, title="完成日期")

    def judgement(self) -> Judgement:
        """Give the judgement as the verb takes it."""
        return Judgement(self.milestone, MilestoneAct(self.act), self.words, self.met_on)


class JudgementsIn(In):
    """Milestones judged together."""

    judgements: Annotated[list[JudgementIn], Field(title="节点认定", min_length=1, max_length=20)]


class MidtermIn(In):
    """The opinion of the midterm, with the milestones that are judged along."""

    words: Annotated[str, Field(title="中期评估意见", min_length=1, max_length=500)]
    judgements: Annotated[list[JudgementIn], Field(title="节点认定", max_length=20)] = []


class ChangeIn(In):
    """A change that is asked; which fields count depends on its kind."""

    kind: Literal["line_transfer", "end_date", "target"] = Field(title="变更类别")
    reason: Said = Field(title="理由")
    from_place: Place | None = Field(None, title="调出科目的序号")
    to_place: Place | None = Field(None, title="调入科目的序号")
    amount_fen: Fen | None = Field(None, title="调整金额（分）")
    new_day: date | None = Field(None, title="新的结束日期")
    target: Code | None = Field(None, title="指标代码")
    new_hundredths: Hundredths | None = Field(None, title="新的目标值（乘以 100）")

    def asked(self) -> Asked:
        """Give what is asked as the verb takes it."""
        return Asked(
            ChangeKind(self.kind),
            self.reason,
            self.from_place or 0,
            self.to_place or 0,
            Money(self.amount_fen or 0),
            self.new_day,
            self.target or "",
            self.new_hundredths or 0,
        )


class ContractReasonIn(In):
    """A reason that may not be missing."""

    reason: Said = Field(title="理由")


class ChangeAnswerIn(In):
    """An answer that may be left empty."""

    answer: Optional = Field("", title="审批意见")


class ContractOut(Out):
    """A contract after an act."""

    number: str
    version: int
    amount_fen: int
    paid_fen: int
    starts_on: date
    ends_on: date
    signed_on: date | None


class ContractChangeOut(Out):
    """A change after an act."""

    number: str
    version: int
    state: str
    what: str
    old: str
    new: str
    needs_approval: bool
