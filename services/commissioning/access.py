"""How a person stands to a project and to an organization: predicates for verbs and pages."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel.errors import NotFound, Refused
from services.commissioning.models import Organization, OrgOfficer, Project, Relation
from services.commissioning.models.organizations import acted_for


def user_key(actor: Actor) -> int:
    """Give the key of the user who acts; raises Refused for a part of the program."""
    if actor.user_id is None:
        raise Refused("not_a_person", "这一步必须由在岗人员或本人办理。")
    return actor.user_id


def must_see(actor: Actor, project: Project) -> None:
    """Raise NotFound for a project outside one's subtree: absent and foreign read the same."""
    seen = actor.can(Permission.COMMISSIONING_PROJECT_READ, within=project)
    if not (seen or actor.kind == "system"):
        raise NotFound


def own_organization(actor: Actor) -> Organization:
    """Give the organization that one acts for today; raises NotFound `acts_for_nobody`."""
    found = Organization.objects.filter(pk__in=acted_for(actor)).select_related("union").first()
    if found is None:
        raise NotFound("acts_for_nobody", "您还没有登记为任何组织的经办人，请联系工会登记。")
    return found


def acts_for(actor: Actor, organization: Organization) -> bool:
    """Tell whether one acts for this organization today."""
    return acted_for(actor).filter(organization=organization).exists()


def must_act_for(actor: Actor, organization: Organization) -> None:
    """Raise NotFound for an organization that one does not act for."""
    if not acts_for(actor, organization):
        raise NotFound


def is_related(person_id: int | None, user_id: int | None, organization: Organization) -> bool:
    """Tell whether a person is tied to an organization, by register or as its officer (R9.7)."""
    officer = OrgOfficer.objects.filter(organization=organization, user_id=user_id or 0).exists()
    related = Relation.objects.standing().filter(
        organization=organization, person_id=person_id or 0
    )
    return officer or related.exists()


def must_be_unrelated(actor: Actor, organization: Organization) -> None:
    """Raise Refused `related` for who is tied to an organization and would decide on it (R9.7)."""
    if is_related(actor.person_id, actor.user_id, organization):
        raise Refused("related", "您与这个组织有关联关系，请交给另一位同事办理。")
