"""The auditor's page of a project: every step, rows beside the ledger, recomputed now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from services.commissioning.pages.acting import actor_in
from services.commissioning.queries.audit_view import audit_view


@page(permit=Staff(Permission.COMMISSIONING_PROJECT_READ))
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one project under audit."""
    context = {"it": audit_view(actor_in(request), number)}
    return render(request, "commissioning/console/audit.html", context)
