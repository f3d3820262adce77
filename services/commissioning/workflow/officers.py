"""Who acts for an organization, and who is tied to it (R9.1, R9.7)."""

from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.roles import Role
from backend.access.write import verb
from backend.accounts import people, posts
from backend.accounts.models import Post
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.saying import must_say
from services.commissioning import access
from services.commissioning.models import (
    Organization,
    OrgOfficer,
    Relation,
    RelationEnding,
    RelationKind,
)
from services.commissioning.workflow.filing import keep, open_file

WRITE = Permission.COMMISSIONING_ORG_WRITE
CHECK = Permission.COMMISSIONING_ORG_CHECK


@verb
def appoint_officer(
    number: str, *, actor: Actor, id_number: str, name: str, phone: str
) -> OrgOfficer:
    """Register a person who acts for an organization, with the post that lets her sign in.

    By another person; who acts for one organization acts for no second one. Raises NotFound,
    Refused `not_by_oneself`, Conflict `acts_already`, Invalid for a bad number, name or phone.
    """
    organization = open_file(number, actor=actor, permission=WRITE)
    user = posts.user_for(people.find_or_create(id_number, name, phone))
    if user.pk == actor.user_id:
        raise Refused("not_by_oneself", "不能把自己登记为组织经办人，请由另一位同事办理。")
    acting = OrgOfficer.objects.filter(user=user, until__isnull=True).select_related("organization")
    known = acting.first()
    if known is not None:
        raise Conflict(
            "acts_already",
            f"这个人已经是“{known.organization.name}”的经办人，先在那里结束后再登记。",
        )
    officer = OrgOfficer.objects.create(
        organization=organization, user=user, entered_by_id=access.user_key(actor)
    )
    posts.appoint(user, organization.union, Role.PROJECT_OFFICER, actor=actor)
    keep(organization, "appoint_officer", actor=actor)
    return officer


@verb
def end_officer(number: str, *, actor: Actor, officer: str) -> Organization:
    """End a person's acting for an organization today; her post ends with it.

    Raises NotFound, Refused.
    """
    organization = open_file(number, actor=actor, permission=WRITE)
    found = organization.officers.filter(number=officer, until__isnull=True).first()
    if found is None:
        raise NotFound
    found.until = clock.today()
    found.save(update_fields=["until"])
    held = Post.objects.filter(
        user=found.user_id,
        union=organization.union_id,
        role=Role.PROJECT_OFFICER,
        until__isnull=True,
    ).select_related("user")
    for post in held:
        posts.dismiss(post, actor=actor)
    return keep(organization, "end_officer", actor=actor)


@verb
def enter_relation(
    number: str,
    *,
    actor: Actor,
    id_number: str,
    name: str,
    kind: str,
    since: date,
    until: date | None = None,
) -> Relation:
    """Record that a person is tied to an organization, as known from a register (R9.7).

    Raises NotFound, Refused, Invalid `bad_kind`, `bad_period`, `bad_id_number`, `bad_name`.
    """
    organization = open_file(number, actor=actor, permission=WRITE)
    relation = _relation(organization, kind, since, until)
    relation.person = people.find_or_create(id_number, name)
    relation.entered_by_id = access.user_key(actor)
    relation.save(force_insert=True)
    keep(organization, "enter_relation", actor=actor)
    return relation


@verb
def end_relation(number: str, *, actor: Actor, relation: str, reason: str) -> Organization:
    """End a relation that was entered by mistake, with the reason; it stays on record (R9.7).

    Never by who entered or declared it, nor by who is tied herself. From now on it binds nobody;
    seats that were left while it stood stay left. Raises NotFound, Refused `related`, `four_eyes`,
    Conflict `ended_already`, Invalid `reason_missing`.
    """
    organization = open_file(number, actor=actor, permission=CHECK)
    rows = organization.relations.select_related("person")
    found = rows.filter(pk=int(relation)).first() if relation.isdecimal() else None
    if found is None:
        raise NotFound
    if found.entered_by_id == actor.user_id:
        raise Refused("four_eyes", "这条关联关系由您登记，请交给另一位同事撤销。")
    said = must_say(reason, "请写明撤销的原因。")
    if not organization.relations.standing().filter(pk=found.pk).exists():
        raise Conflict("ended_already", "这条关联关系已经撤销了。")
    RelationEnding.objects.create(relation=found, reason=said[:300], by_id=access.user_key(actor))
    return keep(organization, "end_relation", actor=actor)


def _relation(organization: Organization, kind: str, since: date, until: date | None) -> Relation:
    if kind not in RelationKind.values:
        raise Invalid("bad_kind", "请从列出的关系里选一个。")
    if since > clock.today() or (until is not None and until < since):
        raise Invalid("bad_period", "关系的起止日期不对：起始不晚于今天，结束不早于起始。")
    return Relation(organization=organization, kind=kind, since=since, until=until)
