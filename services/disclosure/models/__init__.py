"""The nouns of open union affairs; no verbs."""

from services.disclosure.models.catalogue import CatalogueItem
from services.disclosure.models.disclosure import Disclosure, Version, Withdrawal
from services.disclosure.models.draft import Draft, Review
from services.disclosure.models.feed import FeedWork
from services.disclosure.models.form import FormVersion
from services.disclosure.models.serial import Serial

__all__ = [
    "CatalogueItem",
    "Disclosure",
    "Draft",
    "FeedWork",
    "FormVersion",
    "Review",
    "Serial",
    "Version",
    "Withdrawal",
]
