"""The routes of mutual aid: thin, each says who may enter; one file for each part."""

from backend.access.lane import HotRoute
from backend.access.routers import GuardedRouter
from services.mutual_aid.api import claims_staff, enrolment, plans

MEMBER: tuple[GuardedRouter, ...] = (enrolment.member,)
STAFF: tuple[GuardedRouter, ...] = (enrolment.staff, claims_staff.staff, plans.staff)
PUBLIC: tuple[GuardedRouter, ...] = ()
HOT: tuple[HotRoute, ...] = enrolment.HOT

__all__ = ["HOT", "MEMBER", "PUBLIC", "STAFF"]
