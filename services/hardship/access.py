"""How a person stands to an application: predicates used by verbs and pages."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.accounts.models import Person
from backend.kernel.errors import NotFound, Refused
from services.hardship.models import Application, Decision
from services.hardship.models.application import ApplicantKind
from services.hardship.states import EDITABLE_STATES, State


def owns(actor: Actor, application: Application) -> bool:
    """Tell whether it is the actor's own application, or one she writes on behalf."""
    if actor.person_id is not None and actor.person_id == application.person_id:
        return True
    on_behalf = application.applicant_kind != ApplicantKind.WORKER
    return on_behalf and actor.user_id is not None and actor.user_id == application.filed_by_id


def sees(actor: Actor, application: Application) -> bool:
    """Tell whether an officer's subtree holds the application; drafts stay with who writes them."""
    if application.state is State.DRAFT:
        return False
    return actor.can(Permission.HARDSHIP_APPLICATION_READ, within=application)


def must_see(actor: Actor, application: Application) -> None:
    """Raise NotFound for everybody else's application: absent and foreign read the same."""
    if not (sees(actor, application) or actor.kind == "system"):
        raise NotFound


def must_own(actor: Actor, application: Application) -> None:
    """Raise NotFound unless the application is the actor's to write."""
    if not owns(actor, application):
        raise NotFound


def editable(application: Application) -> tuple[bool, str]:
    """Tell whether answers may still change, and why not."""
    if application.state in EDITABLE_STATES:
        return True, ""
    return False, "申请已经提交，内容不能再改。需要补充时，可以上传材料，或撤回后重新申请。"


def relation_to(actor: Actor, application: Application) -> str:
    """Say what ties an officer to the household: empty when nothing does (threat 4)."""
    if actor.person_id is not None and actor.person_id == application.person_id:
        return "这是您本人的申请，请交给另一位经办人办理。"
    if _is_family(actor, application):
        return "申请家庭里有您本人，按规定应回避，请交给另一位经办人办理。"
    return ""


def why_not_decide(actor: Actor, application: Application) -> str:
    """Say what keeps an officer from a step of the approval chain (R8.44); empty: nothing."""
    reason = relation_to(actor, application)
    if reason:
        return reason
    if actor.user_id == application.filed_by_id:
        return "这份申请由您代为填报，请交给另一位经办人办理。"
    taken = Decision.objects.filter(application=application, by_id=actor.user_id, in_chain=True)
    if taken.exists():
        return "您已经办过这份申请的前一道审批，后一道请交给另一位经办人办理。"
    return ""


def must_be_unrelated(actor: Actor, application: Application) -> None:
    """Refuse the subject herself, her family, and whoever is no person at all."""
    _refuse(actor, relation_to(actor, application))


def must_be_independent(actor: Actor, application: Application) -> None:
    """Refuse who is related, who filed it, or who took another step of the chain."""
    _refuse(actor, why_not_decide(actor, application))


def user_key(actor: Actor) -> int:
    """Give the key of the user who acts; raises Refused for a part of the program."""
    if actor.user_id is None:
        raise Refused("not_a_person", "这一步必须由在岗人员或本人办理。")
    return actor.user_id


def _refuse(actor: Actor, reason: str) -> None:
    user_key(actor)
    if reason:
        raise Refused("not_independent", reason)


def _is_family(actor: Actor, application: Application) -> bool:
    if actor.person_id is None:
        return False
    people = application.members.filter(id_index__in=_index_of(actor.person_id))
    return people.exists()


def _index_of(person_id: int) -> list[bytes]:
    indexes = Person.objects.filter(pk=person_id).values_list("id_index", flat=True)
    return [bytes(index) for index in indexes if index is not None]
