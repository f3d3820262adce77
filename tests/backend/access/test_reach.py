"""Where an officer's posts reach is the same for SQL and for the actor."""

import pytest
from django.db import connection

from backend.access import reach, session
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.roles import roles_with
from backend.accounts import tokens
from backend.accounts.models import Post
from tests import cast as people


def reached(token: str, permission: Permission) -> set[tuple[int, int]]:
    """Give what the lane's statement would walk for this token."""
    relations = f"holder AS ({tokens.SQL}), reach AS ({reach.of_holder(permission)})"
    statement = f"WITH {relations} SELECT union_id, level FROM reach"
    with connection.cursor() as cursor:
        cursor.execute(*reach.named(statement, (tokens.digest(token),)))
        return set(cursor.fetchall())


def actor_of(token: str) -> Actor:
    """Give the actor that the guards see."""
    actor = session.actor_from(tokens.find(token), token)
    assert actor is not None
    return actor


def held(actor: Actor, permission: Permission) -> set[tuple[int, int]]:
    """Give where the guards say that the permission is held."""
    return {(post.union_id, post.level) for post in actor.posts_with(permission)}


@pytest.mark.requirement("RX.5")
def test_sql_and_guards_agree_on_every_post_of_the_cast(cast: people.Cast) -> None:
    # One officer of each role, one permission for each set of roles that hold it.
    officers = {part.role: part.key for part in (*people.CAST, *people.FURTHER)}
    permissions = {roles_with(permission): permission for permission in Permission}.values()
    signed = {who: people.sign_in(cast.users[who]) for who in (*officers.values(), "wang_qiang")}
    actors = {who: actor_of(token) for who, token in signed.items()}
    wrong = [
        f"{who}: {permission}"
        for who, token in signed.items()
        for permission in permissions
        if reached(token, permission) != held(actors[who], permission)
    ]
    assert wrong == []
    assert len(signed) * len(permissions) > 300
    chair = signed["wang_qiang"]
    factory = cast.unions["factory"]
    assert reached(chair, Permission.MUTUAL_AID_CLAIM_READ) == {(factory.pk, factory.level)}


@pytest.mark.requirement("RX.5")
def test_no_post_reaches_anywhere_once_it_is_over_or_before_the_second_factor(
    cast: people.Cast,
) -> None:
    permission = Permission.MUTUAL_AID_CLAIM_READ
    early = people.sign_in(cast.users["zhao_min"], second_factor=False)
    token = people.sign_in(cast.users["zhao_min"])
    assert (reached(early, permission), held(actor_of(early), permission)) == (set(), set())
    assert reached(token, permission) == held(actor_of(token), permission) != set()
    Post.objects.filter(user=cast.users["zhao_min"]).update(until="2026-01-01")
    assert (reached(token, permission), held(actor_of(token), permission)) == (set(), set())
    assert reached("unknown", permission) == set()
