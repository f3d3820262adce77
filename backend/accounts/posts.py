"""Giving and ending posts 任职; both take effect with the next request of the holder."""

from collections.abc import Sequence

from backend.accounts import second_factor
from backend.accounts.models import Person, Post, User
from backend.accounts.people import phone_index
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.unions.models import Union


def user_for(person: Person) -> User:
    """Give the user of a person, made from the person's phone where there is none yet."""
    user = User.objects.filter(person=person).first()
    if user:
        return user
    phone = person.unseal("phone_sealed")
    return User.objects.create_for(person, phone_index(phone) if phone else None)


def users_for(people: Sequence[Person]) -> list[User]:
    """Make the users of many persons who have none yet, in one statement, in the same order."""
    users = []
    for person in people:
        phone = person.unseal("phone_sealed")
        user = User(person=person, phone_index=phone_index(phone) if phone else None)
        user.set_unusable_password()
        users.append(user)
    return User.objects.bulk_create(users, batch_size=2000)


def appoint_all(held: Sequence[tuple[User, Union, str]], *, actor: ActorLike) -> list[Post]:
    """Give many posts at once, none of them held before."""
    given = Post.objects.bulk_create(
        [Post(user=user, union=union, role=role) for user, union, role in held]
    )
    second_factor.open_for([user for user, _, _ in held])
    trail.record_all(
        actor,
        "post.appoint",
        [(post, post.user.person_id, post.union_id) for post in given],
    )
    return given


def appoint(user: User, union: Union, role: str, *, actor: ActorLike) -> Post:
    """Give a user a role in a union; a post already held stays as it is."""
    post, is_new = Post.objects.get_or_create(user=user, union=union, role=role, until=None)
    if is_new:
        second_factor.open_for([user])
        trail.record(actor, "post.appoint", post, person_id=user.person_id, union_id=union.pk)
    return post


def dismiss(post: Post, *, actor: ActorLike) -> None:
    """End a post today; its powers end with the next request."""
    post.until = clock.today()
    post.save(update_fields=["until"])
    trail.record(actor, "post.dismiss", post, person_id=post.user.person_id, union_id=post.union_id)
