"""What a settlement overpaid, as a page to work through."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.kernel.errors import DomainError
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.pages.money_forms import GroundForm
from services.mutual_aid.queries import overpaid as queries
from services.mutual_aid.queries.settlements import settlement
from services.mutual_aid.workflow.settlements.overpayment import demand_overpaid

RECOVER = Staff(Permission.MUTUAL_AID_BENEFIT_RECOVER)


@page(permit=RECOVER)
def overpaid(request: HttpRequest, number: str) -> HttpResponse:
    """List to whom more was paid than is due."""
    return _draw(request, number)


@require_POST
@page(permit=RECOVER)
def demand(request: HttpRequest, number: str, serial: int) -> HttpResponse:
    """Ask one person's overpayment back."""
    form = GroundForm(request.POST)
    if not form.is_valid():
        return _draw(request, number, form=form, status=422)
    try:
        run_once(demand_overpaid, number, request=request, serial=serial, **form.cleaned_data)
    except DomainError as refusal:
        return _draw(request, number, refused=refusal, status=refusal.status)
    return redirect("settlement-overpaid", number)


def _draw(
    request: HttpRequest,
    number: str,
    *,
    refused: DomainError | None = None,
    form: GroundForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_in(request)
    found = queries.overpaid(actor, number, request.GET.get("cursor") or None)
    context = {
        "settlement": settlement(actor, number),
        "page": found,
        "rows": found["items"],
        "wrong": form,
        "refused": refused,
    }
    return render(request, "mutual_aid/console/overpaid.html", context, status=status)
