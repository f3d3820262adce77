"""The pool of panelists: entered by somebody else, resting and back in service (R9.6)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.roles import Role
from backend.access.versions import check_version
from backend.access.write import verb
from backend.accounts.models import Post, User
from backend.audit import trail
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.unions.models import Union
from services.commissioning.access import user_key
from services.commissioning.models import Panelist, PanelKind
from services.commissioning.models.serial import PANELIST_PREFIX, next_number

FIELD_LENGTH = 60


@verb
def enter_panelist(
    *, actor: Actor, union_number: str, user: str, kind: str, field: str
) -> Panelist:
    """Enter somebody who holds the post of a panelist into the pool of a union.

    Raises NotFound for a union or person out of reach, Refused without the permission there and
    for oneself, Invalid `unknown_kind`, `field_missing`, Conflict `in_pool_already`.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(Permission.COMMISSIONING_PROJECT_READ, within=union):
        raise NotFound
    actor.must(Permission.COMMISSIONING_POOL_WRITE, within=union)
    person = _panelist_below(union, user)
    if person.pk == actor.user_id:
        raise Refused("not_by_oneself", "不能把自己登记入库，请由另一位审批人登记。")
    if kind not in PanelKind.values:
        raise Invalid("unknown_kind", "类别只能是专家、工会代表或职工代表。")
    said = field.strip()
    if not said or len(said) > FIELD_LENGTH:
        raise Invalid("field_missing", f"请填写专业领域，最多 {FIELD_LENGTH} 个字。")
    if Panelist.objects.filter(union=union, user=person).exists():
        raise Conflict("in_pool_already", "这个人已经在库里。暂停的，点“恢复”即可。")
    panelist = Panelist(
        number=next_number(PANELIST_PREFIX),
        user=person,
        kind=kind,
        field=said,
        entered_by_id=user_key(actor),
    )
    panelist.place(union)
    panelist.save(force_insert=True)
    _trace(panelist, "enter", actor)
    return panelist


@verb
def rest_panelist(number: str, *, actor: Actor, version: int) -> Panelist:
    """Take a panelist out of service: not drawn from now on; seats that she holds stay.

    Raises NotFound, Refused, StaleVersion, Conflict `resting_already`.
    """
    return _put(number, actor, version, in_service=False)


@verb
def wake_panelist(number: str, *, actor: Actor, version: int) -> Panelist:
    """Put a resting panelist back into service, not by herself.

    Raises NotFound, Refused, StaleVersion, Conflict `in_service_already`.
    """
    return _put(number, actor, version, in_service=True)


def _put(number: str, actor: Actor, version: int, *, in_service: bool) -> Panelist:
    panelist = Panelist.objects.locked(number)
    if not actor.can(Permission.COMMISSIONING_PROJECT_READ, within=panelist):
        raise NotFound
    actor.must(Permission.COMMISSIONING_POOL_WRITE, within=panelist)
    check_version(panelist, version)
    if panelist.user_id == actor.user_id:
        raise Refused("not_by_oneself", "不能办理自己的入库，请由另一位审批人办理。")
    if panelist.is_active is in_service:
        code = "in_service_already" if in_service else "resting_already"
        raise Conflict(code, "已经是这个状态，不用再办。请刷新页面。")
    panelist.is_active = in_service
    panelist.version += 1
    panelist.save(update_fields=["is_active", "version"])
    _trace(panelist, "wake" if in_service else "rest", actor)
    return panelist


def _panelist_below(union: Union, user: str) -> User:
    """Give the user who holds a panelist's post within the union's subtree; raises NotFound."""
    held = Post.objects.filter(
        user__number=user, role=str(Role.PANEL_EXPERT), until__isnull=True
    ).select_related("union", "user")
    for post in held:
        if post.union.is_within(union.pk, union.level):
            return post.user
    raise NotFound


def _trace(panelist: Panelist, act: str, actor: Actor) -> None:
    trail.record(
        actor,
        f"commissioning.panelist.{act}",
        panelist,
        union_id=panelist.union_id,
        fields=["is_active"],
    )
