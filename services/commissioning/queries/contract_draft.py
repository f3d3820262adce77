"""What the draft of an awarded project's contract begins from (R9.12)."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.money import Money, round_half_up
from backend.unions import standards
from services.commissioning.models import Bid, Contract, Project
from services.commissioning.rules.contract import (
    CONDITIONS,
    LineTerms,
    MilestoneTerms,
    StageTerms,
    TargetTerms,
    Terms,
)
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectState

CONTRACT_DAYS = "commissioning.contract_days"
STAGES_PERCENT = "commissioning.payment_stages_percent"
WEIGHTS = "commissioning.evaluation_weights"
USUAL_MONTHS_DAYS = 180
GOOD_STARS = 450
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Blank:
    """What a draft begins from: the winning amount, the day by which to sign, the usual terms."""

    project_number: str
    version: int
    project_title: str
    organization: str
    amount_fen: int
    last_day: date
    is_late: bool
    terms: Terms


def blank(actor: Actor, project_number: str) -> Blank:
    """Give what the draft of an awarded project begins from; raises NotFound."""
    project = (
        Project.objects.visible_to(actor)
        .filter(number=project_number, state=ProjectState.AWARDED)
        .select_related("union")
        .first()
    )
    if project is None:
        raise NotFound
    won = Bid.objects.filter(call__project=project, state=BidState.WON)
    bid = won.select_related("organization").get()
    today = clock.today()
    last_day = sign_by(project)
    drafted = Contract.objects.filter(project=project).first()
    return Blank(
        project_number=project.number,
        version=project.version,
        project_title=project.title,
        organization=bid.organization.name,
        amount_fen=bid.amount_fen or 0,
        last_day=last_day,
        is_late=today > last_day,
        terms=terms_of(drafted) if drafted else _usual(project, bid, today),
    )


def sign_by(project: Project) -> date:
    """Give the last day on which the contract of an awarded project may be signed."""
    days = standards.whole(CONTRACT_DAYS, project.union, clock.today())
    return clock.to_local(project.state_since).date() + timedelta(days=days)


def terms_of(contract: Contract) -> Terms:
    """Give the terms of a contract as they were drafted."""
    return Terms(
        contract.starts_on,
        contract.ends_on,
        tuple(LineTerms(one.title, Money(one.agreed_fen)) for one in contract.lines.all()),
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
            for one in contract.targets.all()
        ),
        tuple(MilestoneTerms(one.kind, one.title, one.due_on) for one in contract.milestones.all()),
        tuple(StageTerms(one.percent, one.condition) for one in contract.stages.all()),
    )


def _usual(project: Project, bid: Bid, today: date) -> Terms:
    percents: list[int] = standards.value(STAGES_PERCENT, project.union, today)
    weights: dict[str, int] = standards.value(WEIGHTS, project.union, today)
    ends_on = today + timedelta(days=USUAL_MONTHS_DAYS)
    return Terms(
        today,
        ends_on,
        (LineTerms("服务费用", Money(bid.amount_fen or 0)),),
        _targets(bid, weights),
        (
            MilestoneTerms(
                "assessment", "中期评估", today + timedelta(days=USUAL_MONTHS_DAYS // 2)
            ),
            MilestoneTerms("reporting", "提交终期报告", ends_on),
        ),
        tuple(
            StageTerms(percent, CONDITIONS[min(place, len(CONDITIONS) - 1)])
            for place, percent in enumerate(percents)
        ),
    )


def _targets(bid: Bid, weights: dict[str, int]) -> tuple[TargetTerms, ...]:
    """Spread the shipped weights over the six kinds that every contract covers (R9.18)."""
    persons, sessions = bid.persons or 1, bid.sessions or 1
    cost = round_half_up(bid.amount_fen or 0, persons)
    output = [one.fen for one in Money(weights["output"]).allocate([2, 1, 1, 1])]
    whole, percent = HUNDRED, HUNDRED * HUNDRED
    rows = (
        ("persons", "quantity", "persons", "服务职工人数", "人", persons * whole, output[0]),
        ("sessions", "quantity", "sessions", "完成场次", "场", sessions * whole, output[1]),
        ("quality", "quality", "stated", "服务记录完整率", "%", percent, output[2]),
        ("unit-cost", "cost", "unit_cost", "每人成本", "元", cost or 1, output[3]),
        ("on-time", "timeliness", "on_time", "按期完成节点", "%", percent, weights["execution"]),
        (
            "effect",
            "effect",
            "stated",
            "认为有帮助的人数",
            "人",
            persons * whole,
            weights["effect"],
        ),
        (
            "satisfaction",
            "satisfaction",
            "satisfaction",
            "职工评价均分",
            "分",
            GOOD_STARS,
            weights["satisfaction"],
        ),
    )
    return tuple(TargetTerms(*row) for row in rows)
