"""The routes of mutual aid: thin, each says who may enter; one file for each part."""

from backend.access.lane import HotRoute
from backend.access.routers import GuardedRouter
from services.mutual_aid.api import enrolment, fees, periods

MEMBER: tuple[GuardedRouter, ...] = (enrolment.member, periods.member)
STAFF: tuple[GuardedRouter, ...] = (enrolment.staff, periods.staff, fees.staff)
PUBLIC: tuple[GuardedRouter, ...] = (periods.public,)
HOT: tuple[HotRoute, ...] = enrolment.HOT

__all__ = ["HOT", "MEMBER", "PUBLIC", "STAFF"]
