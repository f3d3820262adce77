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
from backend.ledger.pages.desk import BankDesk, sheet
from services.hardship import workflow
from services.hardship.queries import lists, payment

PAY = Staff(Permission.HARDSHIP_GRANT_PAY)
CONFIRM = Staff(Permission.LEDGER_BATCH_CONFIRM)


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
    return sheet(
        DESK,
        "hardship/console/batch.html",
        found,
        payment.lines(found),
        request=request,
        refused=refused,
        may_confirm=True,
    )


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


DESK = BankDesk(
    name="hardship",
    permit=CONFIRM,
    build_file=workflow.build_bank_file,
    take_in=workflow.import_bank_reply,
    take_out=workflow.take_out,
    draw=_draw_batch,
    subject="申请",
    most_reply_megabytes=4,
)
