"""One benefit on the desk: its account, giving it up, getting it back; and the funds of plans."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.kernel.money import Money
from backend.web.forms import PageForm
from backend.web.parts import Figure
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.pages.money_forms import DemandForm, GroundForm, RepaymentForm
from services.mutual_aid.queries import benefit_desk, fund_figures
from services.mutual_aid.workflow.benefits import accounts, giving_up, recovery

READ = Staff(Permission.MUTUAL_AID_BENEFIT_READ)
RECOVER = Staff(Permission.MUTUAL_AID_BENEFIT_RECOVER)
FUNDS = Staff(Permission.LEDGER_FUND_READ)


@page(permit=READ)
def desk(request: HttpRequest, number: str) -> HttpResponse:
    """Show one benefit and what may be done with it now."""
    return _draw(request, number)


@page(permit=READ)
def recoveries(request: HttpRequest) -> HttpResponse:
    """List the open recoveries, newest first."""
    found = benefit_desk.recoveries(actor_in(request), request.GET.get("cursor") or None)
    return render(request, "mutual_aid/console/recoveries.html", {"page": found})


@require_POST
@page(permit=Staff(Permission.ACCOUNTS_PAYEE_VERIFY))
def rebind(request: HttpRequest, number: str) -> HttpResponse:
    """Approve the account that stands verified now."""
    return _act(request, number, accounts.rebind, number)


@require_POST
@page(permit=RECOVER)
def give_up(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel a benefit that was never paid."""
    return _act(request, number, giving_up.give_up, number, GroundForm(request.POST))


@require_POST
@page(permit=RECOVER)
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for money back."""
    return _act(request, number, recovery.demand_back, number, DemandForm(request.POST))


@require_POST
@page(permit=RECOVER)
def confirm(request: HttpRequest, number: str, serial: int) -> HttpResponse:
    """Confirm a demand as the second person."""
    return _act(request, number, recovery.confirm_demand, f"{number}-{serial}")


@require_POST
@page(permit=RECOVER)
def drop(request: HttpRequest, number: str, serial: int) -> HttpResponse:
    """Drop a demand that nobody has confirmed."""
    asked = f"{number}-{serial}"
    return _act(request, number, recovery.drop_demand, asked, GroundForm(request.POST))


@require_POST
@page(permit=RECOVER)
def forgive(request: HttpRequest, number: str, serial: int) -> HttpResponse:
    """Give up what has not come back."""
    return _act(request, number, recovery.forgive, f"{number}-{serial}", GroundForm(request.POST))


@require_POST
@page(permit=Staff(Permission.MUTUAL_AID_BENEFIT_ORDER))
def repay(request: HttpRequest, number: str, serial: int) -> HttpResponse:
    """Enter money that came back."""
    asked = f"{number}-{serial}"
    return _act(request, number, recovery.record_recovery, asked, RepaymentForm(request.POST))


@page(permit=FUNDS)
def funds(request: HttpRequest) -> HttpResponse:
    """List the plans with their funds."""
    context = {"plans": fund_figures.plans(actor_in(request)), "year": clock.today().year}
    return render(request, "mutual_aid/console/plan_funds.html", context)


@page(permit=FUNDS)
def fund(request: HttpRequest, code: str) -> HttpResponse:
    """Show the figures of one plan in a year or quarter."""
    plan = fund_figures.plan(actor_in(request), code)
    wanted = request.GET.get("period", "").strip().upper() or str(clock.today().year)
    refused: DomainError | None = None
    found = None
    try:
        found = fund_figures.of_plan(plan, wanted)
    except DomainError as refusal:
        refused = refusal
    context = {
        "plan": plan,
        "period": wanted[:6],
        "found": found,
        "figures": _figures(found) if found else [],
        "refused": refused,
    }
    status = refused.status if refused else 200
    return render(request, "mutual_aid/console/plan_fund.html", context, status=status)


def _figures(found: fund_figures.FundFigures) -> list[Figure]:
    sums = (
        ("期末结余", found.closing_fen),
        ("会费收入", found.fees_fen),
        ("给付支出", found.benefits_fen),
    )
    return [Figure(name, Money(fen).yuan(), "元") for name, fen in sums]


def _act(
    request: HttpRequest,
    number: str,
    act: Verb[..., Any],
    subject: str,
    form: PageForm | None = None,
) -> HttpResponse:
    """Run a verb; a refusal shows the page of the benefit again with the reason."""
    if form is not None and not form.is_valid():
        return _draw(request, number, form=form, status=422)
    try:
        run_once(act, subject, request=request, **(form.cleaned_data if form else {}))
    except DomainError as refusal:
        return _draw(request, number, refused=refusal, form=form, status=refusal.status)
    return redirect("benefit-desk", number)


def _draw(
    request: HttpRequest,
    number: str,
    *,
    refused: DomainError | None = None,
    form: PageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = benefit_desk.desk_of(actor_in(request), number)
    forms: dict[str, PageForm] = {
        "ground_form": GroundForm(),
        "demand_form": DemandForm(initial={"amount": found.benefit.net.yuan()}),
        "repayment_form": RepaymentForm(),
    }
    for name, blank in forms.items():
        if form is not None and type(form) is type(blank):
            forms[name] = form
    context = {"desk": found, "benefit": found.benefit, "refused": refused, "wrong": form, **forms}
    return render(request, "mutual_aid/console/benefit.html", context, status=status)
