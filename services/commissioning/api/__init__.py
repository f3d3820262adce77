"""The routes of commissioned services: thin, each says who may enter; one file for each part."""

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
    verdicts,
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
    verdicts.staff,
)
PUBLIC: tuple[GuardedRouter, ...] = (projects.public, panel.public, verdicts.public)

__all__ = ["MEMBER", "PUBLIC", "STAFF"]
