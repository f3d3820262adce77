"""The lines of a contract as its reader sees them: targets, stages, milestones, changes."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.kernel.money import Money
from services.commissioning.models import (
    Contract,
    ContractChange,
    Milestone,
    Project,
    Stage,
    Target,
)
from services.commissioning.rules.delivered import Delivered
from services.commissioning.rules.figures import YUAN
from services.commissioning.states.contracts import (
    CHANGE,
    STAGE,
    ChangeState,
    StageAct,
    StageState,
    milestone_label,
)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target with what was delivered so far, both in hundredths of the unit."""

    code: str
    kind: str
    kind_label: str
    source: str
    source_label: str
    title: str
    unit: str
    planned: int
    delivered: int | None
    weight: int

    @property
    def planned_words(self) -> str:
        """The planned figure with its unit."""
        return figure_words(self.planned, self.unit)

    @property
    def delivered_words(self) -> str:
        """What was delivered so far, with its unit."""
        return "还没有" if self.delivered is None else figure_words(self.delivered, self.unit)


@dataclass(frozen=True, slots=True)
class StageLine:
    """A payment stage; `may` names what the reader can do with it now."""

    number: str
    version: int
    place: int
    percent: int
    amount_fen: int
    condition: str
    condition_label: str
    state: str
    state_label: str
    account: str
    paid_on: date | None
    words: str
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone and how it was judged."""

    number: str
    place: int
    kind: str
    title: str
    due_on: date
    state: str
    state_label: str
    met_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change: old, new and reason; `may_decide` for another officer while it waits."""

    number: str
    version: int
    kind: str
    what: str
    old: str
    new: str
    reason: str
    needs_approval: bool
    state: str
    state_label: str
    asked_at: datetime
    answer: str
    may_decide: bool


def figure_words(hundredths: int, unit: str) -> str:
    """Write a figure in hundredths of its unit: 600 人, 4.53 分, 270.00 元."""
    if unit == YUAN:
        return f"{Money(hundredths)} {unit}"
    whole, part = divmod(hundredths, 100)
    return f"{whole:,}.{part:02d} {unit}" if part else f"{whole:,} {unit}"


def target_line(one: Target, so_far: Delivered) -> TargetLine:
    """Give a target with what was delivered of it."""
    return TargetLine(
        one.code,
        one.kind,
        one.get_kind_display(),
        one.source,
        one.get_source_display(),
        one.title,
        one.unit,
        one.planned_hundredths,
        so_far.of_target(one.source, one.code),
        one.weight,
    )


def stage_line(one: Stage, contract: Contract, actor: Actor) -> StageLine:
    """Give a stage with what this reader can do with it."""
    approves = (
        actor.can(Permission.COMMISSIONING_STAGE_APPROVE, within=contract.project)
        and contract.drafted_by_id != actor.user_id
    )
    acts = {
        "approve": StageAct.APPROVE,
        "reapprove": StageAct.REAPPROVE,
        "withhold": StageAct.WITHHOLD,
    }
    may = [name for name, act in acts.items() if approves and STAGE.allows(one.state, act)]
    if one.state is StageState.PLANNED and contract.signed_on is None:
        may = []
    return StageLine(
        number=one.number,
        version=one.version,
        place=one.place,
        percent=one.percent,
        amount_fen=one.amount_fen,
        condition=one.condition,
        condition_label=one.get_condition_display(),
        state=str(one.state),
        state_label=STAGE.labels[one.state],
        account=str(one.payee) if one.payee else "",
        paid_on=one.paid_on,
        words=one.words,
        may=tuple(may),
    )


def milestone_line(one: Milestone) -> MilestoneLine:
    """Give a milestone."""
    return MilestoneLine(
        one.number,
        one.place,
        one.kind,
        one.title,
        one.due_on,
        str(one.state),
        milestone_label(one.state, is_due=one.due_on <= clock.today()),
        one.met_on,
        one.words,
    )


def change_line(one: ContractChange, project: Project, actor: Actor) -> ChangeLine:
    """Give a change with whether this reader decides it."""
    decides = actor.can(Permission.COMMISSIONING_CONTRACT_SIGN, within=project)
    waits = one.state is ChangeState.ASKED
    return ChangeLine(
        number=one.number,
        version=one.version,
        kind=one.kind,
        what=one.what,
        old=one.old,
        new=one.new,
        reason=one.reason,
        needs_approval=one.needs_approval,
        state=str(one.state),
        state_label=CHANGE.labels[one.state],
        asked_at=one.asked_at,
        answer=one.answer,
        may_decide=waits and decides and one.asked_by_id != actor.user_id,
    )
