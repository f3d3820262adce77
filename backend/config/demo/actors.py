"""Who acts in the demo world: the people of the cast with the posts that they hold."""

from backend.access.actor import Actor, HeldPost
from backend.access.roles import Role
from backend.accounts.models import Membership, Post, User
from backend.accounts.models.member import STANDING
from backend.config.demo.cast import Cast

SYSTEM = Actor.system("demo")


def actor_of(user: User) -> Actor:
    """Give the actor that a signed-in session of this user would have, second factor passed."""
    posts = tuple(
        HeldPost(post.union_id, post.union.level, Role(post.role))
        for post in Post.objects.filter(user=user, until__isnull=True).select_related("union")
    )
    membership = Membership.objects.filter(person=user.person, state__in=STANDING).first()
    return Actor(
        user_id=user.pk,
        person_id=user.person_id,
        label="、".join(sorted({post.role.value for post in posts})) or "member",
        kind="staff" if posts else "member",
        posts=posts,
        membership_union_id=membership.union_id if membership else None,
        membership_place=membership.ancestors if membership else (),
    )


def acting(cast: Cast, key: str) -> Actor:
    """Give a part of the cast as she acts, looked up once: in the stories nobody's posts change."""
    if key not in cast.known_actors:
        cast.known_actors[key] = actor_of(cast.users[key])
    return cast.known_actors[key]
