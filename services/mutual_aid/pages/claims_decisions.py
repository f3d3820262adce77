"""The decision bar: one address for each act, each with its form, all back to the claim."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.kernel.errors import Conflict, Invalid, Refused
from services.mutual_aid.pages.claims_screen import draw_claim, form_for
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.workflow.claims import (
    adjusting,
    approval,
    mandates,
    reading,
    rejection,
    returning,
    review,
    sampling,
    suspension,
)

# Which level decides is the claim's business, so that the verb asks for the level's permission.
READ = Staff(Permission.MUTUAL_AID_CLAIM_READ)
SUSPEND = Staff(Permission.MUTUAL_AID_CLAIM_SUSPEND)


@require_POST
@page(permit=READ)
def pass_on(request: HttpRequest, number: str) -> HttpResponse:
    """Pass a claim on to the next level."""
    return _act(request, number, "review", review.review)


@require_POST
@page(permit=READ)
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Approve as the last level."""
    return _act(request, number, "approve", approval.approve)


@require_POST
@page(permit=READ)
def return_incomplete(request: HttpRequest, number: str) -> HttpResponse:
    """Return with the full list of what is missing."""
    return _act(request, number, "return", returning.return_incomplete)


@require_POST
@page(permit=READ)
def adjust(request: HttpRequest, number: str) -> HttpResponse:
    """Raise or cut the computed amount."""
    return _act(request, number, "adjust", adjusting.adjust)


@require_POST
@page(permit=READ)
def override(request: HttpRequest, number: str) -> HttpResponse:
    """Decide that an exclusion does not apply."""
    return _act(request, number, "override", adjusting.override_exclusion)


@require_POST
@page(permit=READ)
def reject(request: HttpRequest, number: str) -> HttpResponse:
    """Reject with clause, fact and remedy."""
    return _act(request, number, "reject", rejection.reject)


@require_POST
@page(permit=SUSPEND)
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Suspend for an investigation."""
    return _act(request, number, "suspend", suspension.suspend)


@require_POST
@page(permit=SUSPEND)
def resume(request: HttpRequest, number: str) -> HttpResponse:
    """Take the review up again."""
    return _act(request, number, "resume", suspension.resume, says="finding")


@require_POST
@page(permit=READ)
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Record what the comparison showed."""
    return _act(request, number, "look", review.look, says="finding")


@require_POST
@page(permit=READ)
def confirm_mandate(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm that the person signed the relative's paper."""
    return _act(request, number, "confirm_mandate", mandates.confirm)


@require_POST
@page(permit=READ)
def second_look(request: HttpRequest, number: str) -> HttpResponse:
    """Give the extra opinion on a drawn claim."""
    return _act(request, number, "second_look", sampling.second_look, says="opinion")


def _act(
    request: HttpRequest, number: str, act: str, verb: Verb[..., Any], *, says: str = "reason"
) -> HttpResponse:
    """Run a verb with its form; `says` is what the verb calls the form's reason."""
    form = form_for(act, reading.read_claim(number, actor=actor_in(request)), request.POST)
    if not form.is_valid():
        return draw_claim(request, number, bound={act: form})
    given = {says if name == "reason" else name: form.cleaned_data[name] for name in form.fields}
    try:
        run_once(verb, number, request=request, **given)
    except (Conflict, Invalid, Refused) as refusal:
        return draw_claim(request, number, refused=refusal)
    return redirect("mutual-aid-claim", number)
