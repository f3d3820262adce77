"""The commissioning world of the tests: organizations, their officers, a pool, a fund.

Rows are set up as their verbs would leave them; projects are walked by the real verbs.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from backend.access.actor import Actor
from backend.config.demo.actors import actor_of
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.ledger.models import Fund
from services.commissioning.models import Organization, OrgOfficer, Panelist, Proof, ProofKind
from services.commissioning.states.organizations import OrgState, ProofState
from tests import cast

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
