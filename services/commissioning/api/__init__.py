"""The routes of commissioned services: thin, each says who may enter; one file for each part."""

from backend.access.routers import GuardedRouter
from services.commissioning.api import (
    bids,
    contracts,
    needs,
    organizations,
    projects,
    provider,
    reports,
    services,
    sessions,
    stages,
)

MEMBER: tuple[GuardedRouter, ...] = (needs.member, services.member)
STAFF: tuple[GuardedRouter, ...] = (
    organizations.staff,
    needs.staff,
    projects.staff,
    bids.staff,
    provider.staff,
    contracts.staff,
    stages.staff,
    sessions.staff,
    reports.staff,
    services.staff,
)
PUBLIC: tuple[GuardedRouter, ...] = (projects.public,)

__all__ = ["MEMBER", "PUBLIC", "STAFF"]
