"""Routes of commissioned services."""

from backend.access.routers import GuardedRouter
from services.commissioning.api import (
    bids,
    contracts,
    needs,
    organizations,
    panel,
    panel_seats,
    projects,
    provider,
    reports,
    services,
    sessions,
    stages,
)

MEMBER: tuple[GuardedRouter, ...] = (needs.member, panel_seats.member, services.member)
STAFF: tuple[GuardedRouter, ...] = (
    organizations.staff,
    needs.staff,
    projects.staff,
    bids.staff,
    provider.staff,
    panel.staff,
    panel_seats.staff,
    contracts.staff,
    stages.staff,
    sessions.staff,
    reports.staff,
    services.staff,
)
PUBLIC: tuple[GuardedRouter, ...] = (projects.public, panel.public)

__all__ = ["MEMBER", "PUBLIC", "STAFF"]
