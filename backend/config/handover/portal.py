"""The page of the offer: the figures, what would be carried over, the consents, one click."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backend.access.actor import Actor
from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.access.write import run_once
from backend.accounts.models import Person
from backend.config.handover import offers, workflow
from backend.kernel.errors import Conflict, DomainError, Invalid
from services.hardship import queries as hardship
from services.hardship.pages.forms import ConsentForm


@page(permit=MemberOnly())
def offer(request: HttpRequest) -> HttpResponse:
    """Show the offer; POST takes it and leads to the application."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    form = ConsentForm(request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            number = run_once(workflow.accept, request=request, purposes=form.purposes())
            return redirect("hardship-application", number)
        except (Conflict, Invalid) as refusal:
            refused = refusal
    person = Person.objects.select_related("key").get(pk=actor.own_person_id)
    found = offers.figures_of(person)
    context = {
        "figures": found,
        "stands": found is not None and found.exceeds and not hardship.is_open(person),
        "form": form,
        "refused": refused,
    }
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, "config/handover.html", context, status=status)
