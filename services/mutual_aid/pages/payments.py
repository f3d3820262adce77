"""The fund keeper's pages: choose, order, hand the file to the bank, take in its reply."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from backend.ledger.pages.desk import BankDesk, acted, sheet
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.queries import payments as queries
from services.mutual_aid.workflow.benefits import bank, ordering

READ = Staff(Permission.MUTUAL_AID_BENEFIT_READ)
ORDER = Staff(Permission.MUTUAL_AID_BENEFIT_ORDER)
BATCHES = Staff(Permission.LEDGER_BATCH_READ)
CONFIRM = Staff(Permission.LEDGER_BATCH_CONFIRM)


@page(permit=READ)
def to_pay(request: HttpRequest) -> HttpResponse:
    """Show what waits to be paid, and the way to the batches."""
    return _draw(request)


@require_POST
@page(permit=ORDER)
def order(request: HttpRequest) -> HttpResponse:
    """Order the benefits that were ticked."""
    chosen = request.POST.getlist("benefit")[: ordering.MOST_CHOSEN]
    try:
        batch = run_once(ordering.order, request=request, benefits=chosen)
    except (Conflict, Invalid, Refused) as refusal:
        return _draw(request, refusal)
    return redirect("benefit-batch", batch.number)


@require_POST
@page(permit=ORDER)
def order_all(request: HttpRequest) -> HttpResponse:
    """Order everything of a plan that can be paid now."""
    try:
        batch = run_once(ordering.order_all, request.POST.get("plan", ""), request=request)
    except (Conflict, Invalid, Refused) as refusal:
        return _draw(request, refusal)
    return redirect("benefit-batch", batch.number)


@page(permit=BATCHES)
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches, newest first."""
    found = queries.batches(actor_in(request), request.GET.get("cursor") or None)
    return render(request, "mutual_aid/console/pay_batches.html", {"page": found})


@page(permit=BATCHES)
def batch(request: HttpRequest, number: str) -> HttpResponse:
    """Show one batch with its lines, a page at a time."""
    return _draw_batch(request, number)


@require_POST
@page(permit=CONFIRM)
def take_out_changed(request: HttpRequest, number: str) -> HttpResponse:
    """Take out every payment whose account changed."""
    return acted(DESK, ordering.take_out_changed, request, number)


def _draw(request: HttpRequest, refused: DomainError | None = None) -> HttpResponse:
    actor = actor_in(request)
    found = queries.to_pay(actor, request.GET.get("cursor") or None)
    context = {
        "page": found,
        "rows": found["items"],
        "plans": queries.plans_to_pay(actor),
        "may_order": actor.holds(Permission.MUTUAL_AID_BENEFIT_ORDER),
        "may_batches": actor.holds(Permission.LEDGER_BATCH_READ),
        "may_funds": actor.holds(Permission.LEDGER_FUND_READ),
        "refused": refused,
    }
    status = refused.status if refused else 200
    return render(request, "mutual_aid/console/to_pay.html", context, status=status)


def _draw_batch(
    request: HttpRequest, number: str, refused: DomainError | None = None
) -> HttpResponse:
    actor = actor_in(request)
    found = queries.batch(number, actor)
    listed = queries.lines(found, request.GET.get("cursor") or None)
    return sheet(
        DESK,
        "mutual_aid/console/pay_batch.html",
        found,
        listed["items"],
        request=request,
        refused=refused,
        page=listed,
        may_confirm=actor.can(Permission.LEDGER_BATCH_CONFIRM, within=found.fund),
    )


DESK = BankDesk(
    name="benefit",
    permit=CONFIRM,
    build_file=bank.build_bank_file,
    take_in=bank.import_bank_reply,
    take_out=ordering.take_out,
    draw=_draw_batch,
    subject="给付",
    subject_page="benefit-desk",
    payee="领款人",
)
