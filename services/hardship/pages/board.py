"""The public notices of one's own union: behind sign-in, with the way to object (R8.42)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.access.write import run_once
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from services.hardship import workflow
from services.hardship.pages.forms import ObjectionForm
from services.hardship.pages.portal import actor_of
from services.hardship.queries import mine


@page(permit=MemberOnly())
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices that hang in one's own union now."""
    context = {"notices": mine.notices(actor_of(request))}
    return render(request, "hardship/portal/notices.html", context)


@page(permit=MemberOnly())
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show one notice and take an objection."""
    actor = actor_of(request)
    found = mine.notice(number, actor)
    form = ObjectionForm(request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run_once(workflow.object_to, number, request=request, **form.cleaned_data)
            return redirect("hardship-notice", number)
        except (Conflict, Invalid, Refused) as refusal:
            refused = refusal
    context = {
        "notice": found,
        "objection": mine.my_objection(found, actor),
        "form": form,
        "refused": refused,
    }
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, "hardship/portal/notice.html", context, status=status)
