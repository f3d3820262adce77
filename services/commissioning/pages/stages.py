"""The fund keeper's pages: stages to pay, the order, the batch and the bank."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.kernel.errors import DomainError
from backend.ledger.pages.desk import BankDesk, sheet
from services.commissioning.pages.acting import TOLD, actor_in, told
from services.commissioning.queries import stages as queries
from services.commissioning.workflow import stage_orders

PAY = Staff(Permission.COMMISSIONING_STAGE_PAY)
BATCHES = Staff(Permission.LEDGER_BATCH_READ)
CONFIRM = Staff(Permission.LEDGER_BATCH_CONFIRM)
MOST_CHOSEN = 200


@page(permit=PAY)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits to be paid, and the newest batches."""
    return _draw(request)


@require_POST
@page(permit=PAY)
def order(request: HttpRequest) -> HttpResponse:
    """Order the stages that were ticked."""
    chosen = request.POST.getlist("stage")[: MOST_CHOSEN + 1]
    try:
        batch = run_once(stage_orders.order_stages, request=request, stages=chosen)
    except TOLD as refusal:
        return _draw(request, told(refusal))
    return redirect("commissioning-stage-batch", batch.number)


@page(permit=BATCHES)
def batch(request: HttpRequest, number: str) -> HttpResponse:
    """Show one batch with its lines."""
    return _draw_batch(request, number)


def _draw(request: HttpRequest, refused: DomainError | None = None) -> HttpResponse:
    actor = actor_in(request)
    found = queries.to_pay(actor, request.GET.get("cursor") or None)
    may_read = actor.holds(Permission.LEDGER_BATCH_READ)
    context = {
        "page": found,
        "stages": found["items"],
        "batches": queries.batches(actor)["items"] if may_read else [],
        "refused": refused,
    }
    status = refused.status if refused else 200
    return render(request, "commissioning/console/payments.html", context, status=status)


def _draw_batch(
    request: HttpRequest, number: str, refused: DomainError | None = None
) -> HttpResponse:
    actor = actor_in(request)
    found = queries.batch(number, actor)
    return sheet(
        DESK,
        "commissioning/console/stage_batch.html",
        found,
        queries.lines(found),
        request=request,
        refused=refused,
        may_confirm=actor.can(Permission.LEDGER_BATCH_CONFIRM, within=found.fund),
    )


DESK = BankDesk(
    name="commissioning-stage",
    permit=CONFIRM,
    build_file=stage_orders.build_stage_file,
    take_in=stage_orders.import_stage_reply,
    take_out=stage_orders.take_out_stage,
    draw=_draw_batch,
    subject="项目",
    subject_page="commissioning-contract",
    payee="承接组织",
)
