"""The fund keeper's and the auditor's view of the money. Plain forms."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.kernel.errors import Conflict, DomainError, Invalid
from backend.kernel.money import Money
from backend.ledger import counter, queries
from backend.ledger.models import Fund, PaymentBatch
from backend.ledger.pages.desk import TONES
from backend.ledger.pages.forms import FundForm, ReceiptForm
from backend.ledger.states import BatchState, OrderState
from backend.web.parts import Figure

READ = Staff(Permission.LEDGER_FUND_READ)
WRITE = Staff(Permission.LEDGER_FUND_WRITE)
BATCHES = Staff(Permission.LEDGER_BATCH_READ)


@page(permit=READ)
def funds(request: HttpRequest) -> HttpResponse:
    """List the funds with what is left in each."""
    actor = _actor(request)
    context = {
        "funds": queries.funds(actor),
        "may_open": actor.holds(Permission.LEDGER_FUND_WRITE),
        "may_see_batches": actor.holds(Permission.LEDGER_BATCH_READ),
    }
    return render(request, "ledger/console/funds.html", context)


@page(permit=READ)
def fund(request: HttpRequest, number: str) -> HttpResponse:
    """Show one fund: balance, statement, and the form for money that came in."""
    return _sheet(request, number)


@page(permit=WRITE)
def open_fund(request: HttpRequest) -> HttpResponse:
    """Open a fund."""
    unions = [(one.number, one.name) for one in queries.fund_unions(_actor(request))]
    form = FundForm(request.POST or None, unions=unions)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            made = run_once(counter.open_fund, words.pop("union_number"), request=request, **words)
            return HttpResponseRedirect(reverse("ledger-fund", args=[made.number]))
        except (Conflict, Invalid) as fault:
            refused = fault
    context = {"form": form, "refused": refused}
    status = 422 if form.errors or refused else 200
    return render(request, "ledger/console/open.html", context, status=status)


@require_POST
@page(permit=WRITE)
def take_in(request: HttpRequest, number: str) -> HttpResponse:
    """Enter money that came in."""
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return _sheet(request, number, form=form, status=422)
    words = dict(form.cleaned_data)
    try:
        run_once(counter.take_in, number, words.pop("amount"), request=request, **words)
    except (Conflict, Invalid) as fault:
        return _sheet(request, number, form=form, refused=fault, status=fault.status)
    return HttpResponseRedirect(reverse("ledger-fund", args=[number]))


@require_POST
@page(permit=WRITE)
def unfreeze(request: HttpRequest, number: str) -> HttpResponse:
    """Let a frozen fund pay again, after a fresh recount."""
    try:
        run_once(counter.unfreeze, number, request=request)
    except Conflict as fault:
        return _sheet(request, number, refused=fault, status=fault.status)
    return HttpResponseRedirect(reverse("ledger-fund", args=[number]))


@page(permit=BATCHES)
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches, newest first."""
    found = queries.batches(_actor(request), request.GET.get("cursor") or None, 20)
    listed = [(one, _tone(one)) for one in found["items"]]
    return render(request, "ledger/console/batches.html", {"page": found, "batches": listed})


@page(permit=BATCHES)
def batch(request: HttpRequest, number: str) -> HttpResponse:
    """Show one batch with its orders; accounts by their last four digits only."""
    found = queries.batch(_actor(request), number)
    listed = queries.orders_of(found, request.GET.get("cursor") or None)
    context = {
        "batch": found,
        "tone": _tone(found),
        "page": listed,
        "orders": [(one, TONES.get(one.state, "wait")) for one in listed["items"]],
        "returned": found.orders.filter(state=OrderState.RETURNED).count(),
    }
    return render(request, "ledger/console/batch.html", context)


def _tone(batch: PaymentBatch) -> str:
    return "good" if batch.state is BatchState.SETTLED else "wait"


def _sheet(
    request: HttpRequest,
    number: str,
    *,
    form: ReceiptForm | None = None,
    refused: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = _actor(request)
    found = queries.fund(actor, number)
    listed = queries.statement(actor, number, request.GET.get("cursor") or None, 20)
    context: dict[str, Any] = {
        "fund": found,
        "transfers": listed["items"],
        "figures": _figures(found),
        "page": listed,
        "form": form or ReceiptForm(),
        "refused": refused,
        "may_write": actor.can(Permission.LEDGER_FUND_WRITE, within=found),
    }
    return render(request, "ledger/console/fund.html", context, status=status)


def _figures(found: Fund) -> list[Figure]:
    sums = (
        ("可用", found.balance.available_fen),
        ("已预留", found.balance.reserved_fen),
        ("已发放", found.balance.spent_fen),
        ("累计收入", found.balance.received_fen),
    )
    return [Figure(name, Money(fen).yuan(), "元") for name, fen in sums]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
