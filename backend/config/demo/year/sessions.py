"""Sign-in of the fictitious people of the year: the session that code and second factor give."""

import time

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from backend.accounts.models import User
from backend.accounts.sessions import AUTHENTICATION_RECORDS, AUTHENTICATION_USER, SessionStore

ALLAUTH_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(user: User, *, second_factor: bool) -> str:
    """Open a session and give its token; demo only: nobody proves anything here."""
    methods = ["code", "mfa"] if second_factor else ["code"]
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = ALLAUTH_BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[AUTHENTICATION_USER] = str(user.pk)
    store[AUTHENTICATION_RECORDS] = [{"method": way, "at": time.time()} for way in methods]
    store.save()
    return str(store.session_key)
