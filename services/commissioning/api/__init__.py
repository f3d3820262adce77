"""The routes of commissioned services: thin, each says who may enter; one file for each part."""

from backend.access.routers import GuardedRouter
from services.commissioning.api import (
    bids,
    needs,
    organizations,
    panel,
    panel_seats,
    projects,
    provider,
)

MEMBER: tuple[GuardedRouter, ...] = (needs.member, panel_seats.member)
STAFF: tuple[GuardedRouter, ...] = (
    organizations.staff,
    needs.staff,
    projects.staff,
    bids.staff,
    provider.staff,
    panel.staff,
    panel_seats.staff,
)
PUBLIC: tuple[GuardedRouter, ...] = (projects.public, panel.public)

__all__ = ["MEMBER", "PUBLIC", "STAFF"]
