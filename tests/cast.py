"""The fixed people of every test: the same as in the demo world, made by the same function."""

import time

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from backend.accounts.models import User
from backend.accounts.sessions import AUTHENTICATION_RECORDS, AUTHENTICATION_USER, SessionStore
from backend.config.demo.cast import CAST, FURTHER, Cast, Part, create, load
from tests.support import kept

__all__ = [
    "CAST",
    "FURTHER",
    "Cast",
    "Part",
    "create",
    "fresh",
    "load",
    "part",
    "sign_all_in",
    "sign_in",
]

ALLAUTH_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def fresh() -> Cast:
    """Give the whole cast in an empty database: made once by each worker, then put back."""
    return kept.fresh("cast", create)


def part(key: str) -> Part:
    """Give one part of the cast by key (`li_mei`)."""
    return next(one for one in (*CAST, *FURTHER) if one.key == key)


@kept.step
def sign_all_in(cast: Cast) -> dict[str, str]:
    """Sign everybody in, with the second factor; gives the tokens by key."""
    return {key: sign_in(user) for key, user in cast.users.items()}


def sign_in(user: User, *, second_factor: bool = True) -> str:
    """Make a sign-in session as the phone code (and the second factor) would; gives the token.

    It serves as `X-Session-Token`, as Bearer token and as session cookie.
    """
    methods = ["code", "mfa"] if second_factor else ["code"]
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = ALLAUTH_BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[AUTHENTICATION_USER] = str(user.pk)
    store[AUTHENTICATION_RECORDS] = [{"method": way, "at": time.time()} for way in methods]
    store.save()
    return str(store.session_key)
