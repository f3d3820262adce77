"""The officers' desk: batches, plans, and each step of a batch as a plain form."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.mutual_aid.models import Batch
from services.mutual_aid.pages.forms import (
    BatchForm,
    FeeForm,
    HeadcountForm,
    ReasonForm,
    RosterForm,
)
from services.mutual_aid.queries import batches as queries
from services.mutual_aid.queries import plans as plan_queries
from services.mutual_aid.workflow import batches, cover, opening

READ = Staff(Permission.MUTUAL_AID_BATCH_READ)
WRITE = Staff(Permission.MUTUAL_AID_BATCH_WRITE)
CONFIRM = Staff(Permission.MUTUAL_AID_BATCH_CONFIRM)


@page(permit=READ)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the batches of my subtree, newest first."""
    actor = actor_in(request)
    found = queries.batch_page(actor, request.GET.get("cursor") or None)
    context = {
        "page": found,
        "rows": found["items"],
        "waiting": len(queries.queue_items(actor)),
        "may_open": actor.holds(Permission.MUTUAL_AID_BATCH_WRITE),
        "may_plans": actor.holds(Permission.MUTUAL_AID_PLAN_READ),
        "may_pay": actor.holds(Permission.MUTUAL_AID_BENEFIT_READ),
        "may_funds": actor.holds(Permission.LEDGER_FUND_READ),
        "may_groups": actor.holds(Permission.MUTUAL_AID_GROUP_READ),
        "may_fees": actor.holds(Permission.MUTUAL_AID_FEE_RECORD),
    }
    return render(request, "mutual_aid/console/desk.html", context)


@page(permit=WRITE)
def open_batch(request: HttpRequest) -> HttpResponse:
    """Open a batch for a union of mine."""
    unions = queries.writing_unions(actor_in(request))
    choices = [
        (one.number, f"{one.title}（{one.number}）") for one in plan_queries.open_for_units()
    ]
    first = unions[0] if unions else None
    start = {
        "headcount": first.staff_count if first else None,
        "female_headcount": first.female_staff_count if first else None,
    }
    form = BatchForm(
        request.POST or None,
        initial=start,
        plans=choices,
        unions=[(one.number, one.name) for one in unions],
    )
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            batch = run_once(opening.open_batch, words.pop("plan"), request=request, **words)
            return to_batch(batch.number)
        except DomainError as refusal:
            refused = refusal
    status = refused.status if refused else 422 if form.errors else 200
    context = {"form": form, "refused": refused}
    return render(request, "mutual_aid/console/open.html", context, status=status)


@page(permit=READ)
def batch(request: HttpRequest, number: str) -> HttpResponse:
    """Show one batch: people, participation, fee, and what may be done now."""
    return sheet(request, number)


@require_POST
@page(permit=WRITE)
def headcount(request: HttpRequest, number: str) -> HttpResponse:
    """Correct the headcount."""
    return act(request, number, batches.set_headcount, HeadcountForm(request.POST))


@require_POST
@page(permit=CONFIRM)
def confirm_unit(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm for the unit."""
    return act(request, number, batches.confirm_unit)


@require_POST
@page(permit=CONFIRM)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Return to the unit."""
    return act(request, number, batches.send_back, ReasonForm(request.POST))


@require_POST
@page(permit=Staff(Permission.MUTUAL_AID_FEE_RECORD))
def record_fee(request: HttpRequest, number: str) -> HttpResponse:
    """Record money that arrived."""
    return act(request, number, batches.record_fee, FeeForm(request.POST))


@require_POST
@page(permit=CONFIRM)
def confirm_upper(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm for the upper union."""
    return act(request, number, batches.confirm_upper)


@require_POST
@page(permit=CONFIRM)
def put_in_force(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the cover."""
    return act(request, number, cover.put_in_force)


@require_POST
@page(permit=WRITE)
def make_void(request: HttpRequest, number: str) -> HttpResponse:
    """Void a batch."""
    return act(request, number, batches.make_void, ReasonForm(request.POST))


def act(
    request: HttpRequest, number: str, verb: Verb[..., Batch], form: PageForm | None = None
) -> HttpResponse:
    """Run a verb on a batch; a refusal shows the batch again with the reason."""
    if form is not None and not form.is_valid():
        return sheet(request, number, form=form, status=422)
    try:
        run_once(verb, number, request=request, **(form.cleaned_data if form else {}))
    except DomainError as refusal:
        return sheet(request, number, refused=refusal, form=form, status=refusal.status)
    return to_batch(number)


def sheet(
    request: HttpRequest,
    number: str,
    *,
    refused: DomainError | None = None,
    form: PageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a batch, with what was typed where something is wrong."""
    found = queries.sheet_of(actor_in(request), number)
    row = found.batch
    counts = {"headcount": row.headcount, "female_headcount": row.female_headcount}
    forms: dict[str, PageForm] = {
        "headcount_form": HeadcountForm(initial=counts),
        "roster_form": RosterForm(),
        "fee_form": FeeForm(initial={"amount": found.fee_left.yuan()}),
        "reason_form": ReasonForm(),
    }
    for name, blank in forms.items():
        if form is not None and type(form) is type(blank):
            forms[name] = form
    context: dict[str, Any] = {"sheet": found, "batch": row, "refused": refused, "wrong": form}
    context |= forms
    return render(request, "mutual_aid/console/batch.html", context, status=status)


def to_batch(number: str) -> HttpResponseRedirect:
    """Lead to the page of a batch."""
    return HttpResponseRedirect(reverse("mutual-aid-batch", args=[number]))


def actor_in(request: HttpRequest) -> Actor:
    """Give who asks."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
