"""The worker's page of her bank account: agree, enter, follow, change, take back."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.access.write import Verb, run_once
from backend.accounts import payees
from backend.accounts.models import PayeeAccount, Person
from backend.accounts.states import PAYEE, PayeeState
from backend.config.payees import notice, queries, workflow
from backend.config.payees.forms import AccountForm, AgreeForm
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.web.parts import Tone

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One account on the page."""

    account: PayeeAccount
    state: str
    tone: Tone


@page(permit=MemberOnly())
def show(request: HttpRequest) -> HttpResponse:
    """Show one's account; POST enters one."""
    form = AccountForm(request.POST or None)
    if request.method != "POST":
        return _draw(request)
    if not form.is_valid():
        return _draw(request, form=form)
    return _act(request, workflow.propose, form, **form.cleaned_data)


@require_POST
@page(permit=MemberOnly())
def agree(request: HttpRequest) -> HttpResponse:
    """Take the separate consent."""
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _draw(request, consent_form=form)
    given = form.cleaned_data["notice_version"]
    return _act(request, workflow.agree, None, notice_version=given)


@require_POST
@page(permit=MemberOnly())
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the consent back."""
    return _act(request, workflow.withdraw, None)


def _act(
    request: HttpRequest, act: Verb[..., Any], form: AccountForm | None, **given: Any
) -> HttpResponse:
    try:
        run_once(act, request=request, **given)
    except DomainError as refused:
        return _draw(request, form=form, refused=refused)
    return HttpResponseRedirect(reverse("me-account"))


def _draw(
    request: HttpRequest,
    *,
    form: AccountForm | None = None,
    consent_form: AgreeForm | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    rows = list(queries.mine(actor).order_by(*queries.MINE_ORDER)[:SHOWN])
    verified = next((row for row in rows if row.state is PayeeState.VERIFIED), None)
    waiting = next((row for row in rows if row.state is PayeeState.PROPOSED), None)
    newest = rows[0] if rows else None
    context = {
        "consent": queries.my_consent(actor),
        "notice": notice.FACTS,
        "verified": verified,
        "cooling": verified is not None and _is_cooling(verified),
        "waiting": waiting,
        "refusal": newest if newest and newest.state is PayeeState.REFUSED else None,
        "rows": [Row(row, PAYEE.labels[row.state], queries.TONES[row.state]) for row in rows],
        "is_change": any(row.verified_at for row in rows),
        "hours": _hours(actor),
        "form": form or AccountForm(),
        "consent_form": consent_form or AgreeForm(),
        "errors": _wrong(form, consent_form),
        "refused": refused,
        "open": bool(form) or bool(refused),
    }
    wrong = any(one is not None and one.errors for one in (form, consent_form))
    status = refused.status if refused else 422 if wrong else 200
    response = render(request, "config/payee_mine.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _hours(actor: Actor) -> int:
    """Give the cool-off of a changed account in whole hours."""
    wait = payees.cool_off(Person.objects.get(pk=actor.own_person_id))
    return int(wait.total_seconds()) // 3600


def _is_cooling(account: PayeeAccount) -> bool:
    return account.usable_from is not None and account.usable_from > clock.now()


def _wrong(*given: forms.Form | None) -> forms.Form | None:
    """Give the form that came back with errors."""
    return next((form for form in given if form is not None and form.errors), None)
