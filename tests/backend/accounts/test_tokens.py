import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts import posts, tokens
from backend.accounts.models import Post, SignInSession
from backend.accounts.sessions import SessionStore, second_factor_at
from backend.config.demo.cast import Cast, DemoActor
from tests.cast import sign_in


def test_one_statement_turns_a_token_into_a_user_with_posts(cast: Cast) -> None:
    token = sign_in(cast.users["zhao_min"])
    with CaptureQueriesContext(connection) as queries:
        holder = tokens.find(token)
    assert len(queries) == 1
    assert holder == tokens.Holder(
        user_id=cast.users["zhao_min"].pk,
        person_id=cast.people["zhao_min"].pk,
        second_factor=True,
        membership_union_id=cast.unions["district"].pk,
        membership_place=cast.unions["district"].ancestors,
        posts=(tokens.PostHeld(cast.unions["district"].pk, 2, "district_reviewer"),),
    )


def test_posts_given_and_ended_count_from_the_next_request(cast: Cast) -> None:
    token = sign_in(cast.users["li_mei"])
    post = posts.appoint(
        cast.users["li_mei"], cast.unions["factory"], "union_chair", actor=DemoActor()
    )
    assert [one.role for one in getattr(tokens.find(token), "posts", ())] == ["union_chair"]
    posts.dismiss(post, actor=DemoActor())
    assert getattr(tokens.find(token), "posts", None) == ()
    assert Post.objects.get(pk=post.pk).until is not None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_signinsession SET expire_date = now() - interval '1 second'",
        "UPDATE accounts_user SET is_active = false",
        "DELETE FROM accounts_signinsession",
    ],
)
def test_an_expired_revoked_or_closed_account_opens_nothing(cast: Cast, change: str) -> None:
    token = sign_in(cast.users["li_mei"])
    assert tokens.find(token) is not None
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert tokens.find(token) is None


def test_an_unknown_token_and_the_digest_itself_open_nothing(cast: Cast) -> None:
    token = sign_in(cast.users["li_mei"])
    assert tokens.find("") is None
    assert tokens.find("x" * 32) is None
    assert tokens.find(tokens.digest(token)) is None


def test_revoking_ends_one_session_and_leaves_the_others(cast: Cast) -> None:
    first, second = sign_in(cast.users["li_mei"]), sign_in(cast.users["li_mei"])
    tokens.revoke(first)
    assert tokens.find(first) is None
    assert tokens.find(second) is not None


def test_a_session_keeps_its_content_and_a_revoked_one_is_not_revived(cast: Cast) -> None:
    store = SessionStore()
    store["step"] = "code"
    store.save()
    key = store.session_key
    assert SessionStore(key)["step"] == "code"
    store.delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not SessionStore(key).exists(str(key))
    assert SessionStore(key).load() == {}


def test_a_fresh_key_on_sign_in_leaves_the_old_one_worthless(cast: Cast) -> None:
    store = SessionStore()
    store["step"] = "code"
    store.save()
    old = store.session_key
    store.cycle_key()
    assert store.session_key != old
    assert SessionStore(store.session_key)["step"] == "code"
    assert SessionStore(old).load() == {}


def test_the_engine_serves_asynchronous_callers_alike(db: None) -> None:
    async def story() -> bool:
        store = SessionStore()
        await store.aset("step", "code")
        await store.asave()
        found = await SessionStore(store.session_key).aload()
        stood = await store.aexists(str(store.session_key))
        await store.adelete()
        return found == {"step": "code"} and stood

    assert async_to_sync(story)()
    assert SignInSession.objects.count() == 0


def test_the_second_factor_counts_for_the_user_who_passed_it(cast: Cast) -> None:
    records = [{"method": "code", "at": 1.0}, {"method": "mfa", "at": 2.0}]
    mine = {
        "_auth_user_id": "7",
        "account_authentication_methods_user": "7",
        "account_authentication_methods": records,
    }
    assert second_factor_at(mine) is not None
    assert second_factor_at({**mine, "_auth_user_id": "8"}) is None
    assert second_factor_at({**mine, "account_authentication_methods": records[:1]}) is None


def test_a_broken_session_counts_as_empty(db: None) -> None:
    assert SessionStore().decode("nonsense") == {}
    assert SessionStore().decode(SessionStore().encode({"a": 1})) == {"a": 1}
