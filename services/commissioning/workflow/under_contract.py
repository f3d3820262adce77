"""What every verb under a contract does alike: open it for one of the two sides, touch, tell."""

from collections.abc import Sequence

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.kernel.errors import Conflict, Refused
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Contract
from services.commissioning.queries import measuring
from services.commissioning.queries.officers import officers_above
from services.commissioning.states.projects import DELIVERING, PROJECT
from services.commissioning.workflow.advance import note, tell, trace


def open_bought(
    number: str, *, actor: Actor, permission: Permission, version: int | None = None
) -> Contract:
    """Lock project and contract for an officer of the union.

    Raises NotFound outside her subtree, Refused without the permission or `related` where a
    relation ties her to the organization, StaleVersion.
    """
    contract = Contract.objects.locked(number)
    must_buy(contract, actor, permission)
    if version is not None:
        check_version(contract, version)
    return contract


def open_provided(number: str, *, actor: Actor, version: int | None = None) -> Contract:
    """Lock project and contract for who acts for the organization.

    Raises NotFound for everybody else, StaleVersion.
    """
    contract = Contract.objects.locked(number)
    must_provide(contract, actor)
    if version is not None:
        check_version(contract, version)
    return contract


def must_buy(contract: Contract, actor: Actor, permission: Permission) -> None:
    """Refuse everybody but an officer who holds the permission there and may still buy.

    Raises NotFound, Refused, `related`, and `judged` for who accepted or evaluated it: she who
    judges a delivery neither pays for it nor changes what was agreed (R9.17).
    """
    access.must_see(actor, contract.project)
    actor.must(permission, within=contract.project)
    if access.is_related(actor.person_id, actor.user_id, contract.organization):
        raise Refused("related", "您与承接组织有关联，按规定应回避，请交给另一位经办人办理。")
    if measuring.has_judged(contract, actor.user_id):
        raise Refused(
            "judged",
            "您验收或评价过这个项目，按规定不能再经办它的付款、变更和报告，请交给另一位经办人办理。",
        )


def must_provide(contract: Contract, actor: Actor) -> None:
    """Raise NotFound unless one acts for the organization, Refused without the post."""
    access.must_act_for(actor, contract.organization)
    actor.must_hold(Permission.COMMISSIONING_PROVIDER_ACT)


def must_be_delivering(contract: Contract) -> None:
    """Refuse an act of delivery while none is possible; raises Conflict `project_closed`."""
    state = contract.project.state
    if state not in DELIVERING:
        words = PROJECT.labels[state]
        raise Conflict("project_closed", f"项目现在是“{words}”，不能再登记服务和报告。")


def touch(
    contract: Contract, act: str, *, actor: Actor, words: str = "", changed: Sequence[str] = ()
) -> None:
    """Save changed columns as a new version of the contract and leave step and trace."""
    contract.version += 1
    contract.save(update_fields=["version", *changed])
    note(contract.project, act, actor=actor, words=words)
    trace(contract, act, project=contract.project, actor=actor, fields=changed)


def tell_holders(topic: Topic, permission: Permission, contract: Contract, once: str = "") -> None:
    """Tell the officers on whose desk the project now lies; `once` as in `tell`."""
    tell(topic, officers_above(contract.project, permission), contract.project, once)
