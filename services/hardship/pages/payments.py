"""The fund keeper's pages: choose, order, hand the file to the bank, take in its reply."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from services.hardship import workflow
from services.hardship.queries import lists, payment

PAY = Staff(Permission.HARDSHIP_GRANT_PAY)
CONFIRM = Staff(Permission.LEDGER_BATCH_CONFIRM)
MOST_REPLY_BYTES = 4 * 1024 * 1024


@page(permit=PAY)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for payment, the returned lines first, and the batches under way."""
    return _draw(request)


@require_POST
@page(permit=PAY)
def order(request: HttpRequest) -> HttpResponse:
    """Order the payments that were ticked."""
    try:
        batch = run_once(
            workflow.order_payments, request=request, grants=request.POST.getlist("grant")[:500]
        )
    except (Conflict, Invalid, Refused) as refusal:
        return _draw(request, refusal)
    return redirect("hardship-batch", batch.number)


@page(permit=CONFIRM)
def batch(request: HttpRequest, number: str) -> HttpResponse:
    """Show one batch with its lines."""
    return _draw_batch(request, number)


@require_POST
@page(permit=CONFIRM)
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the file for the bank."""
    try:
        made = workflow.build_bank_file(number, actor=_actor(request))
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
    wanted, reason = request.POST.get("order", ""), request.POST.get("reason", "")
    try:
        run_once(workflow.take_out, number, request=request, order=wanted, reason=reason)
    except (Conflict, Invalid, Refused) as refusal:
        return _draw_batch(request, number, refusal)
    return redirect("hardship-batch", number)


@require_POST
@page(permit=CONFIRM)
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Take in the bank's reply."""
    given = request.FILES.get("reply")
    if given is None or (given.size or 0) > MOST_REPLY_BYTES:
        refusal = Invalid("file_missing", "请选择银行发回的回单文件，不超过 4 MB。")
        return _draw_batch(request, number, refusal)
    try:
        run_once(workflow.import_bank_reply, number, request=request, content=given.read())
    except (Conflict, Invalid, Refused) as refusal:
        return _draw_batch(request, number, refusal)
    return redirect("hardship-batch", number)


def _draw(request: HttpRequest, refused: DomainError | None = None) -> HttpResponse:
    actor = _actor(request)
    context = {
        "grants": lists.grants_to_pay(actor),
        "batches": payment.batches(actor),
        "refused": refused,
    }
    status = refused.status if refused else 200
    return render(request, "hardship/console/payments.html", context, status=status)


def _draw_batch(
    request: HttpRequest, number: str, refused: DomainError | None = None
) -> HttpResponse:
    found = payment.batch(number, _actor(request))
    context = {"batch": found, "lines": payment.lines(found), "refused": refused}
    status = refused.status if refused else 200
    return render(request, "hardship/console/batch.html", context, status=status)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
