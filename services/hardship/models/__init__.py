"""Nouns of hardship assistance. No verbs here: `workflow` alone writes state and money."""

from services.hardship.models.application import Application, NumberYear, OpenFile
from services.hardship.models.grant import Grant
from services.hardship.models.household import Authorisation, Evidence, HouseholdMember
from services.hardship.models.notice import Objection, PublicNotice
from services.hardship.models.review import Decision, EconomicCheck, HomeVisit, Refusal

__all__ = [
    "Application",
    "Authorisation",
    "Decision",
    "EconomicCheck",
    "Evidence",
    "Grant",
    "HomeVisit",
    "HouseholdMember",
    "NumberYear",
    "Objection",
    "OpenFile",
    "PublicNotice",
    "Refusal",
]
