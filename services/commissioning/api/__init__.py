"""The routes of commissioned services: thin, each says who may enter; one file for each part."""

from backend.access.routers import GuardedRouter
from services.commissioning.api import bids, needs, organizations, projects, provider

MEMBER: tuple[GuardedRouter, ...] = (needs.member,)
STAFF: tuple[GuardedRouter, ...] = (
    organizations.staff,
    needs.staff,
    projects.staff,
    bids.staff,
    provider.staff,
)
PUBLIC: tuple[GuardedRouter, ...] = (projects.public,)

__all__ = ["MEMBER", "PUBLIC", "STAFF"]
