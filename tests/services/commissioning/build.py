"""The commissioning world of the tests: organizations, their officers, a pool, a fund.

Rows are set up as their verbs would leave them; projects are walked by the real verbs.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction

from backend.access.actor import Actor
from backend.config.demo.actors import actor_of
from backend.fields.models import DataKey
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.ledger.models import Fund
from services.commissioning.models import (
    Bid,
    Call,
    Criterion,
    Organization,
    OrgOfficer,
    Panelist,
    Project,
    Proof,
    ProofKind,
)
from services.commissioning.models.serial import BID_PREFIX, PROJECT_PREFIX, next_number
from services.commissioning.states.bids import BidState
from services.commissioning.states.organizations import OrgState, ProofState
from services.commissioning.states.projects import ProjectState
from tests import cast
from tests.support import kept

CRITERIA = (
    ("需求契合", 20), ("服务方案", 25), ("团队与资质", 20), ("过往业绩", 15), ("预算合理", 20),
)  # fmt: skip
"""The shipped award weights (domain.md 3)."""

ORGANIZATIONS = (
    ("heart", "51990100MJ00000015", "示范市心桥社会工作服务中心", "feng_xue"),
    ("lamp", "51990100MJ00000028", "示范市明灯职工成长促进会", "second_officer"),
    ("tree", "51990100MJ0000003B", "示范市大树家庭服务社", "third_officer"),
)
"""Key, credit code, name, officer."""

POOL = (
    ("zheng_he", "expert", "心理学"),
    ("second_expert", "expert", "社会工作"),
    ("third_expert", "expert", "财务"),
    ("fourth_expert", "expert", "职业教育"),
    ("fifth_expert", "expert", "法律"),
    ("sixth_expert", "expert", "公共管理"),
    ("union_panelist", "union", "工会工作"),
    ("worker_panelist", "worker", "职工代表"),
)
"""Key, kind, field."""


@dataclass(frozen=True)
class World:
    """The cast with organizations by key and the federation's service fund."""

    cast: cast.Cast
    organizations: dict[str, Organization]
    fund: Fund

    def actor(self, key: str) -> Actor:
        """Give a part of the cast as she acts, with all posts in force."""
        return actor_of(self.cast.users[key])


def world() -> World:
    """Make the world in an empty database: three checked organizations, eight panelists, money."""
    made = cast.create()
    federation = made.unions["federation"]
    with transaction.atomic():
        fund = book.open_fund(
            "FW", "职工服务委托专项", federation, FundKind.UNION, actor=Actor.system("test")
        )
        book.receive(
            fund, Money.from_yuan("1000000"), fund, actor=Actor.system("test"), reason="年初拨入"
        )
        organizations = {key: _organization(made, *rest) for key, *rest in ORGANIZATIONS}
        for place, (key, kind, field) in enumerate(POOL, start=1):
            entry = Panelist(
                number=f"PS-{place:04d}",
                user=made.users[key],
                kind=kind,
                field=field,
                entered_by=made.users["project_approver"],
            )
            entry.place(federation)
            entry.save()
    return World(made, organizations, fund)


def _organization(made: cast.Cast, credit_code: str, name: str, officer: str) -> Organization:
    entered = made.users["project_buyer"]
    made_org = Organization(
        number=f"ZZ-2026-{credit_code[-3:].zfill(6)}",
        credit_code=credit_code,
        name=name,
        kind="social",
        registered_with="示范市民政局",
        registered_on=date(2015, 6, 1),
        entered_by=entered,
    )
    made_org.place(made.unions["federation"])
    made_org.save()
    made_org.state = OrgState.CHECKED
    made_org.checked_on = clock.today()
    made_org.checked_by = made.users["project_approver"]
    made_org.save()
    OrgOfficer.objects.create(
        organization=made_org, user=made.users[officer], since=date(2025, 1, 1), entered_by=entered
    )
    for kind in ProofKind:
        proof = Proof.objects.create(
            organization=made_org,
            kind=kind,
            valid_from=date(2026, 1, 1),
            valid_to=date(2027, 12, 31),
            submitted_by=made.users[officer],
        )
        proof.state = ProofState.ACCEPTED
        proof.checked_by = made.users["project_approver"]
        proof.save()
    return made_org


PATH_TO_AWARD = (
    ProjectState.CALL_OPEN, ProjectState.QUALIFICATION, ProjectState.PANEL_DRAWN,
    ProjectState.RECUSAL_CLEARED, ProjectState.SCORING, ProjectState.RANKED,
    ProjectState.NOTICE, ProjectState.AWARDED,
)  # fmt: skip


@kept.step
def awarded(
    world: World, title: str = "一线职工心理关爱服务", kind: str = "counselling"
) -> Project:
    """Give a project with a winner and a loser, its rows as the verbs would have left them.

    It was awarded eighty days ago, so that its contract can have run for some weeks.

    For rooms that begin where the award ends; the walk by the real verbs is the journey's.
    """
    users, now = world.cast.users, clock.now()
    project = Project(
        number=next_number(PROJECT_PREFIX),
        title=title,
        kind=kind,
        purpose="一线职工压力大，需要就近、保密的心理咨询。",
        fund=world.fund,
        budget_fen=20_000_000,
        drafted_by=users["project_buyer"],
    )
    project.place(world.cast.unions["federation"])
    project.save()
    project.opened_by, project.opened_at = users["project_approver"], now - timedelta(days=120)
    project.state_since = now - timedelta(days=80)
    call = Call.objects.create(
        project=project,
        mode="comparison",
        text="面向全市一线职工提供心理咨询服务。",
        planned_persons=600,
        planned_sessions=60,
        deadline=now - timedelta(days=99),
        opened_at=now - timedelta(days=120),
        seed_commitment=sha256(b"seed").digest(),
    )
    for place, (name, weight) in enumerate(CRITERIA, start=1):
        Criterion.objects.create(call=call, place=place, title=name, weight=weight)
    _bid(world, call, "heart", 18_000_000, BidState.WON)
    _bid(world, call, "lamp", 19_500_000, BidState.LOST)
    for state in PATH_TO_AWARD:
        project.state = state
        if state is ProjectState.AWARDED:
            project.awarded_by = users["project_approver"]
        project.save()
    return project


def _bid(world: World, call: Call, key: str, amount_fen: int, end: BidState) -> None:
    bid = Bid.objects.create(
        number=next_number(BID_PREFIX),
        key=DataKey.make(),
        call=call,
        organization=world.organizations[key],
        receipt=sha256(key.encode()).digest(),
        submitted_at=clock.now() - timedelta(days=20),
    )
    for state in (BidState.SUBMITTED, BidState.OPENED, BidState.QUALIFIED, end):
        bid.state = state
        if state is BidState.OPENED:
            bid.amount_fen, bid.persons, bid.sessions = amount_fen, 600, 60
        bid.save()
