"""The provider's project page: the contract's other side, sessions, reports, changes, account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
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
from services.commissioning.pages.contracts import change_form
from services.commissioning.pages.report_forms import AccountForm, PeriodForm, SessionForm
from services.commissioning.queries import contract_sheet, provided, verdict_desk
from services.commissioning.workflow import (
    changes,
    contracts,
    payee_accounts,
    reports,
    sessions,
)

ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@page(permit=ACT)
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects that one's organization carries out."""
    context = {"projects": provided.projects(actor_in(request))}
    return render(request, "commissioning/console/provided_projects.html", context)


@page(permit=ACT)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one's own project."""
    return _draw(request, number)


@require_POST
@page(permit=ACT)
def agree(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to the contract."""
    contract = contract_sheet.own(actor_in(request), number)
    return act(
        request,
        contracts.agree_contract,
        contract.number,
        back=_here(number),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
    )


@require_POST
@page(permit=ACT)
def account(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the bank account of one's organization."""
    form = AccountForm(request.POST, auto_id="id_account_%s")
    return _form(request, number, "account", form, payee_accounts.propose_account)


@require_POST
@page(permit=ACT)
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Plan a session."""
    contract = contract_sheet.own(actor_in(request), number)
    form = SessionForm(request.POST, auto_id="id_session_%s")
    return _form(request, number, "session", form, sessions.plan_session, contract.number)


@require_POST
@page(permit=ACT)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a change."""
    sheet = contract_sheet.own_sheet(actor_in(request), number)
    form = change_form(sheet, request.POST)
    return act_by_form(
        request,
        "change",
        form,
        changes.ask_change,
        sheet.number,
        back=_here(number),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
        given=lambda _: form.given(),
    )


@require_POST
@page(permit=ACT)
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the report of a period and go on to its screen."""
    contract = contract_sheet.own(actor_in(request), number)
    form = PeriodForm(request.POST, auto_id="id_period_%s")
    if not form.is_valid():
        return _draw(request, number, {"period": form})
    try:
        made = run_once(reports.begin_report, contract.number, request=request, **form.cleaned_data)
    except TOLD as refusal:
        return _draw(request, number, {"period": form}, told(refusal, form))
    return redirect("provider-report", made.number)


def _form(
    request: HttpRequest,
    number: str,
    name: str,
    form: PageForm,
    verb: Verb[..., Any],
    *subject: str,
) -> HttpResponse:
    return act_by_form(
        request,
        name,
        form,
        verb,
        *subject,
        back=_here(number),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
    )


def _here(number: str) -> str:
    return reverse("provider-project", args=[number])


def _draw(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    actor = actor_in(request)
    contract = contract_sheet.own(actor, number)
    sheet = contract_sheet.sheet_of(contract, actor)
    forms: dict[str, PageForm] = {"account": AccountForm(auto_id="id_account_%s")}
    if "deliver" in sheet.may:
        forms["session"] = SessionForm(auto_id="id_session_%s")
        forms["period"] = PeriodForm(auto_id="id_period_%s")
    if "change" in sheet.may:
        forms["change"] = change_form(sheet)
    context = {
        "sheet": sheet,
        "forms": {**forms, **(bound or {})},
        "sessions": provided.sessions(contract),
        "reports": provided.reports(contract),
        "opinions": provided.opinions(contract),
        "verdict": verdict_desk.own_verdict(contract),
        "refused": refused,
    }
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/provided_project.html", context, status=status)
