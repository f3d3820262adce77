"""The pages of an organization's officers: their file, the open calls, their applications."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.files import attachments
from backend.files import forms as uploads
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.commissioning.pages.acting import (
    TOLD,
    act,
    act_by_form,
    actor_in,
    status_of,
    told,
)
from services.commissioning.pages.bid_forms import BidForm, start_of
from services.commissioning.pages.org_forms import ActivityForm, ProofForm
from services.commissioning.queries import bids as queries
from services.commissioning.queries import calls, organizations
from services.commissioning.workflow import bids, proofs, support
from services.commissioning.workflow.proofs import Handed

ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@page(permit=ACT)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what is open, and one's own applications."""
    return _draw_desk(request)


@page(permit=ACT)
def organization(request: HttpRequest) -> HttpResponse:
    """Show one's own file with its proofs."""
    return _draw_file(request)


@require_POST
@page(permit=ACT)
def submit_proof(request: HttpRequest) -> HttpResponse:
    """Hand in a proof with the photograph of its paper."""
    form = ProofForm(request.POST, request.FILES, auto_id="id_proof_%s")
    if not form.is_valid():
        return _draw_file(request, {"proof": form})
    try:
        upload = uploads.receive(request.FILES.get("file"), actor=actor_in(request))
        words = {name: one for name, one in form.cleaned_data.items() if name != "file"}
        handed = Handed(upload=upload.number, **words)
        run_once(proofs.submit_proof, request=request, handed=handed)
    except DomainError as refusal:
        return _draw_file(request, {"proof": form}, refusal)
    return redirect("provider-organization")


@page(permit=ACT)
def proof_photo(request: HttpRequest, proof: str, variant: str) -> HttpResponse:
    """Send the paper of one's own proof; the reading is recorded."""
    actor = actor_in(request)
    found = proofs.proof_for(proof, actor=actor).attachment
    return attachments.send(found, variant, actor=actor, purpose="本组织查看")  # type: ignore[arg-type]


@require_POST
@page(permit=ACT)
def report_activity(request: HttpRequest) -> HttpResponse:
    """Record an activity of one's organization."""
    form = ActivityForm(request.POST, auto_id="id_activity_%s")
    return act_by_form(
        request,
        "activity",
        form,
        support.report_activity,
        back=reverse("provider-organization"),
        redraw=lambda bound, refused: _draw_file(request, bound, refused),
        given=lambda _: form.given(),
    )


@page(permit=ACT)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Show a call with the way to apply."""
    return _draw_call(request, number)


@require_POST
@page(permit=ACT)
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Begin an application, or go on with the one that is there."""
    known = next(
        (one for one in queries.own_bids(actor_in(request)) if one.project == number), None
    )
    if known is not None:
        return redirect("provider-bid", known.number)
    try:
        made = run_once(bids.start_bid, number, request=request)
    except TOLD as refusal:
        return _draw_call(request, number, told(refusal))
    return redirect("provider-bid", made.number)


@page(permit=ACT)
def bid(request: HttpRequest, number: str) -> HttpResponse:
    """Show one's own application: a form until it is submitted, then with its receipt."""
    return _draw_bid(request, number)


@require_POST
@page(permit=ACT)
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Save a draft."""
    return _write(request, number, bids.save_bid)


@require_POST
@page(permit=ACT)
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Submit, or replace what was submitted."""
    return _write(request, number, bids.submit_bid)


@require_POST
@page(permit=ACT)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the application back."""
    return act(
        request,
        bids.withdraw_bid,
        number,
        back=reverse("provider-bid", args=[number]),
        redraw=lambda bound, refused: _draw_bid(request, number, bound, refused),
    )


def _write(request: HttpRequest, number: str, verb: Verb[..., Any]) -> HttpResponse:
    form = BidForm(request.POST)
    return act_by_form(
        request,
        "bid",
        form,
        verb,
        number,
        back=reverse("provider-bid", args=[number]),
        redraw=lambda bound, refused: _draw_bid(request, number, bound, refused),
        given=lambda _: form.given(),
    )


def _draw_desk(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    file = organizations.own_file(actor)
    context = {"file": file, "calls": calls.open_calls(), "bids": queries.own_bids(actor)}
    return render(request, "commissioning/console/provider.html", context)


def _draw_file(
    request: HttpRequest,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    file = organizations.own_file(actor_in(request))
    forms: dict[str, PageForm] = {"proof": ProofForm(auto_id="id_proof_%s")}
    if file.has_support_file:
        forms["activity"] = ActivityForm(auto_id="id_activity_%s")
    context = {"file": file, "forms": {**forms, **(bound or {})}, "refused": refused}
    status = status_of(bound or {}, refused)
    return render(
        request, "commissioning/console/provider_organization.html", context, status=status
    )


def _draw_call(
    request: HttpRequest, number: str, refused: DomainError | None = None
) -> HttpResponse:
    actor = actor_in(request)
    found = calls.public_call(number)
    own = next((one for one in queries.own_bids(actor) if one.project == number), None)
    context = {"project": found, "own": own, "refused": refused}
    status = refused.status if refused else 200
    return render(request, "commissioning/console/provider_call.html", context, status=status)


def _draw_bid(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    found = queries.own_bid(actor_in(request), number)
    lines = len(found.content.lines)
    form = (bound or {}).get("bid") or BidForm(lines=lines, initial=start_of(found.content))
    context = {
        "bid": found,
        "form": form,
        "refused": refused,
        "is_draft": found.state in ("draft", "withdrawn"),
        "may_write": not found.is_over,
    }
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/provider_bid.html", context, status=status)
