"""Nouns of the accounts room."""

from backend.accounts.models.guard import SignInGuard
from backend.accounts.models.member import Membership, Post
from backend.accounts.models.person import Consent, ConsentPurpose, PayeeAccount, Person
from backend.accounts.models.user import SignInSession, User

__all__ = [
    "Consent",
    "ConsentPurpose",
    "Membership",
    "PayeeAccount",
    "Person",
    "Post",
    "SignInGuard",
    "SignInSession",
    "User",
]
