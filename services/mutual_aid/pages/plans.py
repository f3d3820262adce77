"""Plans on the desk: list, one version, load a file, compare, try, propose and approve."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.pages.plan_forms import FORMS, PackForm, form_for
from services.mutual_aid.queries import comparison, dry_runs, plan_sheets
from services.mutual_aid.queries import plans as queries
from services.mutual_aid.workflow import dry_runs as trials
from services.mutual_aid.workflow import plan_life, plan_withdrawal, plans

READ = Staff(Permission.MUTUAL_AID_PLAN_READ)
ADOPT = Staff(Permission.MUTUAL_AID_PLAN_ADOPT)
APPROVE = Staff(Permission.MUTUAL_AID_PLAN_APPROVE)


@page(permit=READ)
def plan_list(request: HttpRequest) -> HttpResponse:
    """List every plan version with its state."""
    actor = actor_in(request)
    context = {
        "versions": queries.all_versions(),
        "waiting": len(plan_sheets.queue_items(actor)),
        "may_load": actor.holds(Permission.MUTUAL_AID_PLAN_ADOPT),
    }
    return render(request, "mutual_aid/console/plans.html", context)


@page(permit=ADOPT)
def load(request: HttpRequest) -> HttpResponse:
    """Load a rule file; a file that does not fit is refused whole, with place and reason."""
    unions = plan_sheets.loading_unions(actor_in(request))
    form = PackForm(
        request.POST or None,
        request.FILES or None,
        unions=[(one.number, f"{one.name}（{one.number}）") for one in unions],
    )
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["pack"].read()
        sponsor = form.cleaned_data["sponsor"]
        try:
            version = run_once(plans.load, content, request=request, sponsor_number=sponsor)
            return redirect("mutual-aid-plan", version.number)
        except DomainError as refusal:
            refused = refusal
    status = refused.status if refused else 422 if form.errors else 200
    context = {"form": form, "refused": refused}
    return render(request, "mutual_aid/console/plan_load.html", context, status=status)


@page(permit=READ)
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Read one version with source, vectors, history and the next steps."""
    return _sheet(request, number)


@page(permit=READ)
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """Set an older version beside this one; `?with=` names it, `?all=1` shows every line."""
    other = request.GET.get("with", "")
    found = comparison.compare_versions(other, number, is_whole=request.GET.get("all") == "1")
    return render(request, "mutual_aid/console/plan_compare.html", {"found": found})


@require_POST
@page(permit=ADOPT)
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a version to a second person."""
    return _act(request, number, "propose", plan_life.propose)


@require_POST
@page(permit=APPROVE)
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Put a version in force as the second person."""
    return _act(request, number, "approve", plan_life.approve)


@require_POST
@page(permit=APPROVE)
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Decline a proposed version."""
    return _act(request, number, "decline", plan_life.decline)


@require_POST
@page(permit=ADOPT)
def ask_withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a second person to withdraw a version that has begun."""
    return _act(request, number, "ask_withdrawal", plan_withdrawal.ask_withdrawal)


@require_POST
@page(permit=READ)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw a version that nobody used; the verb asks for the right permission."""
    return _act(request, number, "withdraw", plan_withdrawal.withdraw)


@require_POST
@page(permit=READ)
def try_out(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a trial over decided claims."""
    form = form_for("try", request.POST)
    if not form.is_valid():
        return _sheet(request, number, bound={"try": form}, status=422)
    try:
        row = run_once(trials.ask, number, request=request, **form.cleaned_data)
    except DomainError as refusal:
        return _sheet(request, number, bound={"try": form}, refused=refusal, status=refusal.status)
    return redirect("mutual-aid-trial", row.number)


@page(permit=READ)
def trial(request: HttpRequest, number: str) -> HttpResponse:
    """Show a trial: how far it is, then who gains, who loses and what it costs."""
    found = dry_runs.read_run(actor_in(request), number)
    context = {"found": found, "run": found.run, "result": found.result}
    return render(request, "mutual_aid/console/plan_trial.html", context)


def _act(request: HttpRequest, number: str, act: str, verb: Verb[..., PlanVersion]) -> HttpResponse:
    """Run a verb on a version; a refusal shows the version again with the reason."""
    form = form_for(act, request.POST)
    if not form.is_valid():
        return _sheet(request, number, bound={act: form}, status=422)
    try:
        run_once(verb, number, request=request, **form.cleaned_data)
    except DomainError as refusal:
        return _sheet(request, number, bound={act: form}, refused=refusal, status=refusal.status)
    return redirect("mutual-aid-plan", number)


def _sheet(
    request: HttpRequest,
    number: str,
    *,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a version, with what was typed where something is wrong."""
    sheet = plan_sheets.sheet_of(actor_in(request), number)
    shown = {act: form_for(act) for act in FORMS if act in sheet.may} | (bound or {})
    context: dict[str, Any] = {
        "sheet": sheet,
        "reading": sheet.reading,
        "version": sheet.version,
        "refused": refused,
        "forms": shown,
    }
    return render(request, "mutual_aid/console/plan.html", context, status=status)
