"""The work list under contracts: agree, sign, approve, pay, decide, check."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.web.parts import QueueItem
from services.commissioning.models import (
    Acceptance,
    Contract,
    ContractChange,
    OrgOfficer,
    Project,
    Report,
    Stage,
)
from services.commissioning.models.organizations import acted_for
from services.commissioning.queries.contract_draft import sign_by
from services.commissioning.queries.stages import TO_PAY
from services.commissioning.states.contracts import ChangeState, StageState
from services.commissioning.states.delivery import REPORT, ReportState
from services.commissioning.states.projects import DELIVERING, ProjectState

PAGE = 20
CATEGORY = "委托服务"
CONSOLE = "/console/commissioning/"
PROVIDER = "/console/provider/"
NEEDED = ("contract__project__union", "contract__organization")


def items(actor: Actor, limit: int = PAGE) -> list[QueueItem]:
    """List what waits for this reader under contracts, on either side."""
    return [
        *_to_draft(actor, limit),
        *_to_sign(actor, limit),
        *_to_approve(actor, limit),
        *_to_pay(actor, limit),
        *_to_decide(actor, limit),
        *_to_check(actor, limit),
        *_of_provider(actor, limit),
    ]


def _to_draft(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_CONTRACT_WRITE)
    rows = Project.objects.filter(reach, state=ProjectState.AWARDED, contract__isnull=True)
    for one in rows.select_related("union").order_by("state_since", "id")[:limit]:
        url = f"{CONSOLE}projects/{one.number}/contract/draft/"
        yield _item(one, one.title, "待起草协议", url, sign_by(one))


def _to_sign(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_CONTRACT_SIGN, "project__")
    rows = Contract.objects.filter(
        reach,
        project__state=ProjectState.AWARDED,
        signed_on__isnull=True,
        agreed_by__isnull=False,
    ).exclude(drafted_by_id=actor.user_id)
    for one in rows.select_related("project__union", "organization").order_by("id")[:limit]:
        yield _of(one, "协议待签署", due=sign_by(one.project))


def _to_approve(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_STAGE_APPROVE, "contract__project__")
    rows = Stage.objects.filter(reach, state=StageState.DUE).exclude(drafted_by_id=actor.user_id)
    for one in rows.select_related(*NEEDED).order_by("id")[:limit]:
        yield _of(one.contract, f"第{one.place}期付款待核准")


def _to_pay(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_STAGE_PAY, "contract__project__")
    rows = Stage.objects.filter(reach, state__in=[str(state) for state in TO_PAY])
    for one in rows.select_related(*NEEDED).order_by("id")[:limit]:
        yield _of(one.contract, f"第{one.place}期待付款", f"{CONSOLE}payments/")


def _to_decide(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_CONTRACT_SIGN, "contract__project__")
    rows = ContractChange.objects.filter(
        reach, state=ChangeState.ASKED, contract__project__state__in=[str(s) for s in DELIVERING]
    ).exclude(asked_by_id=actor.user_id)
    for one in rows.select_related(*NEEDED).order_by("id")[:limit]:
        yield _of(one.contract, "协议变更待审批")


def _to_check(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_REPORT_CHECK, "contract__project__")
    rows = Report.objects.filter(reach, state=ReportState.SUBMITTED)
    for one in rows.select_related(*NEEDED).order_by("submitted_at", "id")[:limit]:
        words = "终期报告待核对" if one.is_final else "进展报告待核对"
        yield _of(one.contract, words, f"{CONSOLE}reports/{one.number}/")


def _of_provider(actor: Actor, limit: int) -> Iterator[QueueItem]:
    """What waits for the organization that one acts for: contract, reports, what to put right."""
    if not actor.holds(Permission.COMMISSIONING_PROVIDER_ACT):
        return
    own = acted_for(actor)
    contracts = Contract.objects.filter(
        organization_id__in=own, project__state=ProjectState.AWARDED, agreed_by__isnull=True
    )
    for one in contracts.select_related("project__union", "organization")[:limit]:
        yield _own(one, "协议待确认", f"projects/{one.project.number}/", sign_by(one.project))
    yield from _to_rectify(own, limit)
    waiting = Q(state=str(ReportState.DRAFT)) | Q(state=str(ReportState.RETURNED))
    reports = Report.objects.filter(
        waiting,
        contract__organization_id__in=own,
        contract__project__state__in=[str(state) for state in DELIVERING],
    )
    for report in reports.select_related(*NEEDED).order_by("period_end", "id")[:limit]:
        name = "终期报告" if report.is_final else "进展报告"
        words = f"{name}：{REPORT.labels[report.state]}"
        yield _own(report.contract, words, f"reports/{report.number}/")


def _to_rectify(own: QuerySet[OrgOfficer, int], limit: int) -> Iterator[QueueItem]:
    """Deliveries that one's organization is to put right, by the day that was set."""
    rows = Acceptance.objects.filter(
        contract__organization_id__in=own, contract__project__state=ProjectState.RECTIFYING
    )
    last = rows.order_by("contract_id", "-id").distinct("contract_id")
    for one in last.select_related(*NEEDED)[:limit]:
        yield _own(
            one.contract, "整改中", f"projects/{one.contract.project.number}/", one.rectify_by
        )


def _own(contract: Contract, words: str, path: str, due: date | None = None) -> QueueItem:
    """Name an item of one's own by the project: the organization is known."""
    project = contract.project
    return _item(project, project.title, words, f"{PROVIDER}{path}", due)


def _of(contract: Contract, words: str, url: str = "", due: date | None = None) -> QueueItem:
    project = contract.project
    usual = f"{CONSOLE}projects/{project.number}/contract/"
    return _item(project, contract.organization.name, words, url or usual, due)


def _item(project: Project, who: str, words: str, url: str, due: date | None = None) -> QueueItem:
    return QueueItem(
        due=due,
        category=CATEGORY,
        number=project.number,
        who=who,
        union=project.union.name,
        state=words,
        url=url,
    )
