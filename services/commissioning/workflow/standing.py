"""Who may judge a delivery: nobody who had a hand in buying it (R9.17)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.kernel.errors import Conflict, Refused
from services.commissioning import access
from services.commissioning.models import Contract, Project
from services.commissioning.queries import measuring
from services.commissioning.states.projects import PROJECT, ProjectAct

JUDGE = Permission.COMMISSIONING_ACCEPTANCE_WRITE


def open_to_judge(number: str, act: ProjectAct | None, *, actor: Actor, version: int) -> Contract:
    """Lock project and contract for who accepts or evaluates, by the project's number.

    Raises NotFound outside her subtree, Refused without the permission, `bought` for who had a hand
    in buying, paying or accounting for it, `related` for who is tied to the organization,
    StaleVersion of the project, Conflict `wrong_state`, `no_contract`.
    """
    project = Project.objects.locked(number)
    access.must_see(actor, project)
    actor.must(JUDGE, within=project)
    check_version(project, version)
    if act is not None:
        PROJECT.move(project.state, act)
    contract = contract_of(project)
    must_not_have_bought(actor, contract)
    if access.is_related(actor.person_id, actor.user_id, contract.organization):
        raise Refused("related", "您与承接组织有关联，按规定应回避，请交给另一位验收人办理。")
    return contract


def contract_of(project: Project) -> Contract:
    """Lock the signed contract of a locked project; raises Conflict `no_contract`."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related("organization", "bid")
    contract = rows.filter(project=project, signed_on__isnull=False).first()
    if contract is None:
        raise Conflict("no_contract", "这个项目还没有签署协议，签署并服务结束以后才能验收和评价。")
    contract.project = project
    return contract


def must_not_have_bought(actor: Actor, contract: Contract) -> None:
    """Refuse who had a hand in the purchase; raises Refused `bought`."""
    if actor.user_id in measuring.buyers(contract):
        raise Refused(
            "bought",
            "您经办过这个项目的采购、付款或报告，按规定不能验收和评价，请交给另一位验收人办理。",
        )
