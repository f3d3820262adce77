"""The fund keeper's pages: choose, order, hand the file to the bank, take in its reply."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from backend.ledger.states import OrderState
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.queries import payments as queries
from services.mutual_aid.workflow.benefits import bank, ordering

READ = Staff(Permission.MUTUAL_AID_BENEFIT_READ)
ORDER = Staff(Permission.MUTUAL_AID_BENEFIT_ORDER)
BATCHES = Staff(Permission.LEDGER_BATCH_READ)
CONFIRM = Staff(Permission.LEDGER_BATCH_CONFIRM)
MOST_REPLY_BYTES = 16 * 1024 * 1024
TONES = {OrderState.CONFIRMED: "good", OrderState.RETURNED: "stop", OrderState.CANCELLED: "plain"}


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
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the file for the bank."""
    try:
        made = bank.build_bank_file(number, actor=actor_in(request))
    except (Conflict, Invalid, Refused) as refusal:
        return _draw_batch(request, number, refusal)
    return HttpResponse(
        made.content,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
@page(permit=CONFIRM)
def take_out(request: HttpRequest, number: str) -> HttpResponse:
    """Take one payment out of a batch that has not gone to the bank."""
    wanted, reason = request.POST.get("order", "").strip(), request.POST.get("reason", "")
    try:
        run_once(ordering.take_out, number, request=request, order=wanted, reason=reason)
    except (Conflict, Invalid, Refused) as refusal:
        return _draw_batch(request, number, refusal)
    return redirect("benefit-batch", number)


@require_POST
@page(permit=CONFIRM)
def take_out_changed(request: HttpRequest, number: str) -> HttpResponse:
    """Take out every payment whose account changed."""
    try:
        run_once(ordering.take_out_changed, number, request=request)
    except (Conflict, Invalid, Refused) as refusal:
        return _draw_batch(request, number, refusal)
    return redirect("benefit-batch", number)


@require_POST
@page(permit=CONFIRM)
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Take in the bank's reply."""
    given = request.FILES.get("reply")
    if given is None or (given.size or 0) > MOST_REPLY_BYTES:
        refusal = Invalid("file_missing", "请选择银行发回的回单文件，不超过 16 MB。")
        return _draw_batch(request, number, refusal)
    try:
        run_once(bank.import_bank_reply, number, request=request, content=given.read())
    except (Conflict, Invalid, Refused) as refusal:
        return _draw_batch(request, number, refusal)
    return redirect("benefit-batch", number)


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
    context = {
        "batch": found,
        "page": listed,
        "lines": [(one, TONES.get(OrderState(one.state), "wait")) for one in listed["items"]],
        "may_confirm": actor.can(Permission.LEDGER_BATCH_CONFIRM, within=found.fund),
        "refused": refused,
    }
    status = refused.status if refused else 200
    return render(request, "mutual_aid/console/pay_batch.html", context, status=status)
