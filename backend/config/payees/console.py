"""The officers' pages: what waits for verification, one account, entering one on behalf."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.accounts.states import PayeeState
from backend.config.payees import notice, queries, workflow
from backend.config.payees.forms import ForSomebodyForm, PurposeForm, RefuseForm
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from backend.web.parts import Fact

VERIFY = Staff(Permission.ACCOUNTS_PAYEE_VERIFY)
GROUP = 4


@page(permit=VERIFY)
def waiting(request: HttpRequest) -> HttpResponse:
    """List what this officer can verify, the oldest first."""
    found = queries.waiting_page(_actor(request), request.GET.get("cursor") or None)
    return _private(render(request, "config/payee_waiting.html", {"page": found}))


@page(permit=VERIFY)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one account, masked."""
    return _draw(request, number)


@require_POST
@page(permit=VERIFY)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show holder and number in full once, for a stated purpose; stored nowhere, logged always."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _draw(request, number, purpose_form=form)
    opened = workflow.reveal(number, actor=_actor(request), **form.cleaned_data)
    return _draw(request, number, opened=opened, purpose_form=form)


@require_POST
@page(permit=VERIFY)
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm the account."""
    try:
        run_once(workflow.verify, number, request=request)
    except DomainError as refused:
        return _draw(request, number, refused=refused)
    return HttpResponseRedirect(reverse("console-payee-accounts"))


@require_POST
@page(permit=VERIFY)
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Turn the account down."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _draw(request, number, refuse_form=form)
    try:
        run_once(workflow.refuse, number, request=request, **form.cleaned_data)
    except DomainError as refused:
        return _draw(request, number, refuse_form=form, refused=refused)
    return HttpResponseRedirect(reverse("console-payee-accounts"))


@page(permit=Staff(Permission.ACCOUNTS_PAYEE_PROPOSE))
def propose_for(request: HttpRequest) -> HttpResponse:
    """Enter the account of a worker who cannot; her consent is on paper."""
    form = ForSomebodyForm(request.POST or None)
    refused: DomainError | None = None
    done = None
    if request.method == "POST" and form.is_valid():
        try:
            done = run_once(workflow.propose_for, request=request, **form.cleaned_data)
        except DomainError as error:
            refused = error
    context = {"form": form, "refused": refused, "done": done, "notice": notice.FACTS}
    status = refused.status if refused else 422 if form.errors else 200
    return _private(render(request, "config/payee_propose.html", context, status=status))


def _draw(
    request: HttpRequest,
    number: str,
    *,
    opened: workflow.Revealed | None = None,
    purpose_form: PageForm | None = None,
    refuse_form: PageForm | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    line = queries.one(number, _actor(request))
    value = opened.account if opened else ""
    context = {
        "line": line,
        "tone": queries.TONES[line.state],
        "facts": _facts(line),
        "is_open": line.state is PayeeState.PROPOSED,
        "holder": opened.holder if opened else "",
        "value": " ".join(value[at : at + GROUP] for at in range(0, len(value), GROUP)),
        "purpose_form": purpose_form or PurposeForm(),
        "refuse_form": refuse_form or RefuseForm(),
        "refused": refused,
    }
    wrong = any(form is not None and form.errors for form in (purpose_form, refuse_form))
    status = refused.status if refused else 422 if wrong else 200
    return _private(render(request, "config/payee_verify.html", context, status=status))


def _facts(line: queries.Line) -> list[Fact]:
    facts = [
        Fact("户名", line.holder, line.union_name),
        Fact("开户银行", line.bank),
        Fact("账号", f"尾号 {line.account_last4}"),
        Fact("登记人", _entered_by(line)),
    ]
    return [*facts, Fact("说明", line.reason)] if line.reason else facts


def _entered_by(line: queries.Line) -> str:
    if line.is_organization:
        return "经办人登记"
    return "本人" if line.by_holder else "工会工作人员代为登记"


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
