"""Going before the panel with few qualified applications: an approver's decision, published."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Refused
from services.commissioning import access
from services.commissioning.models import Bid, FewBidsDecision, FundType, Project
from services.commissioning.queries.standards import least_bids, may_go_on
from services.commissioning.rules.call import too_few
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow.advance import note, trace
from services.commissioning.workflow.calls import WRITING_ACTS
from services.commissioning.workflow.public_words import said_publicly

CHECKING_ACTS = ("qualify_bid", "disqualify_bid")
LONGEST_REASON = 300


@verb
def go_on_with_few(number: str, *, actor: Actor, version: int, reason: str) -> Project:
    """Let a project of union money go before the panel with fewer applications than usual.

    By an approver who neither wrote the call nor checked the applications. Raises NotFound, Refused
    `own_draft`, `related`, StaleVersion, Conflict `wrong_state`, `qualification_open`,
    `enough_bids`, `too_few_qualified` for public money or too few even for a decision,
    `decided_already`, Invalid `reason_missing`, `personal_number`.
    """
    project = Project.objects.locked(number)
    access.must_see(actor, project)
    actor.must(Permission.COMMISSIONING_CALL_OPEN, within=project)
    check_version(project, version)
    qualified, least = _must_be_few(project)
    _must_be_apart(project, actor)
    said = said_publicly(
        reason,
        "请写明为什么家数不足也继续评审。",
        pointer="/reason",
        longest=LONGEST_REASON,
    )
    FewBidsDecision.objects.create(
        project=project,
        qualified=qualified,
        least=least,
        reason=said,
        drafted_by_id=project.drafted_by_id,
        decided_by_id=access.user_key(actor),
    )
    project.version += 1
    project.save(update_fields=["version"])
    note(project, "go_on_with_few", actor=actor, words=said)
    trace(project, "go_on_with_few", project=project, actor=actor)
    return project


def _must_be_few(project: Project) -> tuple[int, int]:
    if project.state is not ProjectState.QUALIFICATION:
        raise Conflict("wrong_state", "只有在资格审查阶段才能批准家数不足继续评审。")
    bids = Bid.objects.filter(call__project=project)
    if bids.filter(state=BidState.OPENED).exists():
        raise Conflict("qualification_open", "还有申报没有做完资格审查，审完以后才知道够不够家数。")
    if FewBidsDecision.objects.filter(project=project).exists():
        raise Conflict("decided_already", "已经批准继续评审，请经办人抽取评审组。")
    qualified = bids.filter(state=BidState.QUALIFIED).count()
    least = least_bids(project.union, clock.today())
    if qualified >= least:
        raise Conflict("enough_bids", f"合格申报有 {qualified} 家，家数够，请直接抽取评审组。")
    if not may_go_on(project, qualified):
        why = "财政资金项目不能批准继续评审。" if project.fund_type == FundType.FISCAL else ""
        raise Conflict("too_few_qualified", too_few(qualified, least, may_go_on=False) + why)
    return qualified, least


def _must_be_apart(project: Project, actor: Actor) -> None:
    acts = project.steps.filter(by_id=actor.user_id, act__in=(*WRITING_ACTS, *CHECKING_ACTS))
    if project.drafted_by_id == actor.user_id or acts.exists():
        raise Refused("own_draft", "这个项目的公告由您起草或申报由您审查，请交给另一位审批人决定。")
    bids = Bid.objects.filter(call__project=project).select_related("organization")
    if any(access.is_related(actor.person_id, actor.user_id, bid.organization) for bid in bids):
        raise Refused("related", "您与一家申报组织有关联，请交给另一位审批人决定。")
