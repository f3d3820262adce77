"""Actor: who acts, as a small frozen value; never a lazily loading row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from backend.access.permissions import Permission
from backend.access.roles import GRANTS, LABELS, Role, roles_with
from backend.kernel.errors import Refused

Kind = Literal["member", "staff", "system", "anonymous"]


class HasPlace(Protocol):
    """Anything with a place in the tree: a union, or a row that carries its ancestors' keys."""

    d1: int | None
    d2: int | None
    d3: int | None
    d4: int | None
    d5: int | None


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post 任职 in force: reaches the union `union_id` (on `level` 1-5) and all below it."""

    union_id: int
    level: int
    role: Role

    def reaches(self, place: HasPlace) -> bool:
        """Tell whether the place is this post's union or stands below it."""
        return bool(getattr(place, f"d{self.level}") == self.union_id)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts 办理人: user, person and the posts in force in this session.

    `label` names the post for the trail, never the person. `session` identifies the sign-in for
    what is bound to it; `membership_place` holds the ancestors d1..d5 of the union whose member
    the person is. `waiting_second_factor` is true while posts exist but do not count yet.
    """

    user_id: int | None
    person_id: int | None
    label: str
    kind: Kind
    posts: tuple[HeldPost, ...] = ()
    membership_union_id: int | None = None
    membership_place: tuple[int | None, ...] = ()
    session: str = ""
    waiting_second_factor: bool = False

    @classmethod
    def anonymous(cls) -> "Actor":
        """Somebody who is not signed in."""
        return cls(None, None, "未登录", "anonymous")

    @classmethod
    def system(cls, part: str) -> "Actor":
        """A part of the program itself (`relay`, `schedule`), which may do everything."""
        return cls(None, None, f"系统:{part}", "system")

    @property
    def signed_in(self) -> bool:
        """Tell whether a person stands behind this actor."""
        return self.user_id is not None

    @property
    def own_person_id(self) -> int:
        """Key of the natural person; raises Refused for an account without one."""
        if self.person_id is None:
            raise unconfirmed()
        return self.person_id

    def holds(self, permission: Permission) -> bool:
        """Tell whether the permission is held anywhere at all."""
        return self.kind == "system" or bool(self.posts_with(permission))

    def posts_with(self, permission: Permission) -> tuple[HeldPost, ...]:
        """Give the posts that carry the permission."""
        return tuple(post for post in self.posts if permission in GRANTS[post.role])

    def unions_for(self, permission: Permission) -> tuple[int, ...]:
        """Give the keys of the unions in whose subtrees the permission is held."""
        return tuple(post.union_id for post in self.posts_with(permission))

    def can(self, permission: Permission, *, within: HasPlace) -> bool:
        """Tell whether the permission reaches this place."""
        if self.kind == "system":
            return True
        return any(post.reaches(within) for post in self.posts_with(permission))

    def must(self, permission: Permission, *, within: HasPlace) -> None:
        """Raise Refused unless the permission reaches this place."""
        if not self.can(permission, within=within):
            raise refusal(permission, self)

    def must_hold(self, permission: Permission) -> None:
        """Raise Refused unless the permission is held somewhere."""
        if not self.holds(permission):
            raise refusal(permission, self)

    def post_label(self) -> str:
        """Name the posts for the reader of a page."""
        return "、".join(dict.fromkeys(LABELS[post.role] for post in self.posts))


def unconfirmed() -> Refused:
    """Say how somebody who signed in by a phone alone proves who she is."""
    return Refused(
        "identity_unconfirmed",
        "请先核对身份：在“核对身份”页填写身份证号后六位；填不对的，本人带身份证到工会服务站办理。",
    )


def refusal(permission: Permission, actor: Actor) -> Refused:
    """Say whose business it is, so that the reader knows whom to ask."""
    if actor.kind == "member" and actor.person_id is None:
        return unconfirmed()
    if actor.waiting_second_factor:
        return Refused(
            "second_factor_required", "办理公务前请先完成动态口令验证，再重新打开这一页。"
        )
    owners = "、".join(_role_labels(roles_with(permission)))
    return Refused(
        "not_permitted", f"这件事由{owners}办理，您的岗位不能办。如有疑问请联系上级工会。"
    )


def _role_labels(roles: Iterable[Role]) -> list[str]:
    return [LABELS[role] for role in LABELS if role in set(roles)]
