"""The routes of mutual aid: thin, each says who may enter; one file for each part."""

from backend.access.lane import HotRoute
from backend.access.routers import GuardedRouter
from services.mutual_aid.api import (
    benefits,
    binding,
    claims_compared,
    claims_decided,
    claims_member,
    claims_staff,
    enrolment,
    fees,
    groups,
    overpaid,
    periods,
    plans,
    recoveries,
    settlements,
)

MEMBER: tuple[GuardedRouter, ...] = (
    enrolment.member,
    periods.member,
    claims_member.member,
    groups.member,
)
STAFF: tuple[GuardedRouter, ...] = (
    enrolment.staff,
    periods.staff,
    fees.staff,
    claims_member.staff,
    claims_staff.staff,
    claims_compared.staff,
    claims_decided.staff,
    benefits.staff,
    binding.staff,
    recoveries.staff,
    plans.staff,
    settlements.staff,
    groups.staff,
    overpaid.staff,
)
PUBLIC: tuple[GuardedRouter, ...] = (periods.public,)
HOT: tuple[HotRoute, ...] = (*enrolment.HOT, *claims_member.HOT, *claims_staff.HOT)

__all__ = ["HOT", "MEMBER", "PUBLIC", "STAFF"]
