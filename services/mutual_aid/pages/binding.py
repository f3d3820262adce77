"""Approving the account of a benefit: the list of who verifies accounts, one form for each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.kernel.errors import DomainError
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.queries import binding
from services.mutual_aid.workflow.benefits import accounts

VERIFY = Staff(Permission.ACCOUNTS_PAYEE_VERIFY)


@page(permit=VERIFY)
def to_bind(request: HttpRequest) -> HttpResponse:
    """List the benefits that wait for their account."""
    return _draw(request)


@require_POST
@page(permit=VERIFY)
def bind(request: HttpRequest, number: str) -> HttpResponse:
    """Approve the account that stands verified now, from the list."""
    try:
        run_once(accounts.rebind, number, request=request)
    except DomainError as refusal:
        return _draw(request, refusal)
    return redirect("benefits-to-bind")


def _draw(request: HttpRequest, refused: DomainError | None = None) -> HttpResponse:
    found = binding.to_bind(actor_in(request), request.GET.get("cursor") or None)
    context = {"page": found, "rows": found["items"], "refused": refused}
    status = refused.status if refused else 200
    return render(request, "mutual_aid/console/to_bind.html", context, status=status)
