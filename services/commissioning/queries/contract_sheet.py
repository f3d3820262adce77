"""The contract as its two sides see it: terms, stages, changes, what was delivered so far."""

from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.accounts import payees
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.kernel.errors import NotFound
from services.commissioning import access
from services.commissioning.models import Contract, Organization
from services.commissioning.models.organizations import acted_for
from services.commissioning.queries import delivered
from services.commissioning.queries.contract_lines import (
    ChangeLine,
    MilestoneLine,
    StageLine,
    TargetLine,
    change_line,
    figure_words,
    milestone_line,
    stage_line,
    target_line,
)
from services.commissioning.rules.delivered import Delivered
from services.commissioning.states.projects import (
    DELIVERING,
    STAFF_LABELS,
    UNDER_CONTRACT,
    ProjectState,
)

NEEDED = ("project__union", "project__fund", "organization")


@dataclass(frozen=True, slots=True)
class ContractSheet:
    """One contract for one reader."""

    number: str
    version: int
    project_number: str
    project_version: int
    project_title: str
    project_state: str
    project_state_label: str
    organization: str
    credit_code: str
    amount_fen: int
    starts_on: date
    ends_on: date
    is_agreed: bool
    signed_on: date | None
    account: str
    account_label: str
    delivered: Delivered
    targets: list[TargetLine]
    stages: list[StageLine]
    milestones: list[MilestoneLine]
    changes: list[ChangeLine]
    may: tuple[str, ...]

    @property
    def stars(self) -> str:
        """The mean rating in words; a dash without one."""
        mean = self.delivered.stars_hundredths
        return "—" if mean is None else figure_words(mean, "分")


def visible(actor: Actor, project_number: str) -> Contract:
    """Give the contract of a project to who may read it; raises NotFound."""
    rows = Contract.objects.visible_to(actor).select_related(*NEEDED)
    found = rows.filter(project__number=project_number).first()
    if found is None:
        raise NotFound
    return found


def own(actor: Actor, project_number: str) -> Contract:
    """Give the contract of a project to who acts for its organization; raises NotFound."""
    rows = Contract.objects.filter(organization_id__in=acted_for(actor))
    found = rows.select_related(*NEEDED).filter(project__number=project_number).first()
    if found is None:
        raise NotFound
    return found


def sheet(actor: Actor, project_number: str) -> ContractSheet:
    """Give the contract of a project as this reader sees it; raises NotFound."""
    return sheet_of(visible(actor, project_number), actor)


def own_sheet(actor: Actor, project_number: str) -> ContractSheet:
    """Give the contract of a project to its provider; raises NotFound for everybody else."""
    return sheet_of(own(actor, project_number), actor)


def sheet_of(found: Contract, actor: Actor) -> ContractSheet:
    """Give a contract as this reader sees it."""
    project, so_far = found.project, delivered.figures(found)
    account = newest_account(found.organization)
    return ContractSheet(
        number=found.number,
        version=found.version,
        project_number=project.number,
        project_version=project.version,
        project_title=project.title,
        project_state=str(project.state),
        project_state_label=STAFF_LABELS[project.state],
        organization=found.organization.name,
        credit_code=found.organization.credit_code,
        amount_fen=found.amount_fen,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        is_agreed=found.agreed_by_id is not None,
        signed_on=found.signed_on,
        account=str(account) if account else "",
        account_label=_account_label(account),
        delivered=so_far,
        targets=[target_line(one, so_far) for one in found.targets.all()],
        stages=[stage_line(one, found, actor) for one in found.stages.select_related("payee")],
        milestones=[milestone_line(one) for one in found.milestones.all()],
        changes=[change_line(one, project, actor) for one in found.changes.order_by("-id")[:100]],
        may=_may(found, actor),
    )


def newest_account(organization: Organization) -> PayeeAccount | None:
    """Give the account that was entered last, whatever became of it."""
    holder = organization.payee
    return payees.accounts_of(holder).order_by("-id").first() if holder else None


def _account_label(account: PayeeAccount | None) -> str:
    if account is None:
        return "还没有登记收款账户"
    return {
        PayeeState.PROPOSED: "待另一人核实",
        PayeeState.VERIFIED: "已核实",
    }.get(account.state, "没有通过核实或已停用，请重新登记")


def _may(contract: Contract, actor: Actor) -> tuple[str, ...]:
    """Name the acts that this reader can do now; the verbs check them again."""
    project, drafted = contract.project, contract.drafted_by_id == actor.user_id
    writes, signs, approves = (
        actor.can(permission, within=project)
        for permission in (
            Permission.COMMISSIONING_CONTRACT_WRITE,
            Permission.COMMISSIONING_CONTRACT_SIGN,
            Permission.COMMISSIONING_STAGE_APPROVE,
        )
    )
    provides = access.acts_for(actor, contract.organization)
    delivering = project.state in DELIVERING
    awarded, agreed = project.state is ProjectState.AWARDED, contract.agreed_by_id is not None
    acts = {
        "draft": writes and awarded,
        "agree": provides and awarded and not agreed,
        "sign": signs and awarded and agreed and not drafted,
        "terminate": signs and (awarded or project.state in UNDER_CONTRACT),
        "judge": approves and not drafted and project.state in UNDER_CONTRACT,
        "midterm": approves and not drafted and project.state is ProjectState.IN_PROGRESS,
        "change": (writes or provides) and delivering,
        "deliver": provides and delivering,
    }
    return tuple(act for act, is_possible in acts.items() if is_possible)
