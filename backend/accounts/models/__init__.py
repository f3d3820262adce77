"""Nouns of the accounts room."""

from backend.accounts.models.guard import SignInGuard
from backend.accounts.models.member import Membership, Post
from backend.accounts.models.payee import PayeeAccount, PayeeOrganization
from backend.accounts.models.person import Consent, ConsentPurpose, Person
from backend.accounts.models.user import SignInSession, User

__all__ = [
    "Consent",
    "ConsentPurpose",
    "Membership",
    "PayeeAccount",
    "PayeeOrganization",
    "Person",
    "Post",
    "SignInGuard",
    "SignInSession",
    "User",
]
