"""The buyer's and the approver's pages of a project, from topic to checked applications."""

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
from services.commissioning.pages.call_forms import (
    AmendForm,
    CallForm,
    SaidForm,
    TopicForm,
    call_start,
    topic_start,
)
from services.commissioning.queries import drafting as choices
from services.commissioning.queries import projects as queries
from services.commissioning.states.projects import STAFF_LABELS
from services.commissioning.workflow import calls, cancelling, drafting

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_CALL_WRITE)
OPEN = Staff(Permission.COMMISSIONING_CALL_OPEN)


@page(permit=READ)
def desk(request: HttpRequest) -> HttpResponse:
    """List the projects of one's subtree."""
    actor, state = actor_in(request), request.GET.get("state", "")[:20]
    context = {
        "page": queries.desk_page(actor, request.GET.get("cursor") or None, state=state),
        "state": state,
        "states": list(STAFF_LABELS.items()),
        "may_draft": actor.holds(Permission.COMMISSIONING_CALL_WRITE),
        "sees_organizations": actor.holds(Permission.COMMISSIONING_ORG_READ),
        "answers": actor.holds(Permission.COMMISSIONING_OBJECTION_ANSWER),
    }
    return render(request, "commissioning/console/projects.html", context)


@page(permit=WRITE)
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a project; the needs that most workers share stand first."""
    form = _topic_form(request, request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = run_once(drafting.draft_project, request=request, **form.given())
            return redirect("commissioning-call", made.number)
        except TOLD as refusal:
            refused = told(refusal, form)
    context = {"form": form, "refused": refused}
    status = status_of({"draft": form} if request.method == "POST" else {}, refused)
    return render(request, "commissioning/console/project_new.html", context, status=status)


@page(permit=READ)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one project with what can be done."""
    return _draw(request, number)


@page(permit=WRITE)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a project that is still a topic."""
    sheet = queries.sheet(actor_in(request), number)
    form = _topic_form(request, request.POST or None, initial=topic_start(sheet))
    form.fields.pop("union_number")
    given = form.changed if request.method == "POST" else dict
    return _screen(request, sheet, form, drafting.save_project, given)


@page(permit=WRITE)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Write the call and its criteria."""
    sheet = queries.sheet(actor_in(request), number)
    weights, size = choices.shipped(number)
    start = call_start(sheet, weights, size)
    criteria = len(sheet.call.criteria) if sheet.call else len(weights)
    form = CallForm(request.POST or None, criteria=criteria, initial=start)
    given = form.given if request.method == "POST" else dict
    return _screen(request, sheet, form, drafting.save_call, given)


@require_POST
@page(permit=WRITE)
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Send the call to the second person."""
    return _act(request, number, calls.submit_call)


@require_POST
@page(permit=OPEN)
def open_it(request: HttpRequest, number: str) -> HttpResponse:
    """Open the call as the second person."""
    return _act(request, number, calls.open_call)


@require_POST
@page(permit=OPEN)
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """Give the call back to its drafter."""
    return _form(request, number, "return", calls.return_call)


@require_POST
@page(permit=OPEN)
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Publish an amendment."""
    return _form(request, number, "amend", calls.amend_call)


@require_POST
@page(permit=READ)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel the project; the verb asks for the right of the stage."""
    return _form(request, number, "cancel", cancelling.cancel_project)


@require_POST
@page(permit=WRITE)
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Draft a cancelled project anew and go to the new one."""
    try:
        made = run_once(cancelling.draft_again, number, request=request)
    except TOLD as refusal:
        return _draw(request, number, refused=told(refusal))
    return redirect("commissioning-project", made.number)


def _topic_form(request: HttpRequest, given: Any, **options: Any) -> TopicForm:
    actor = actor_in(request)
    return TopicForm(
        given,
        unions=choices.drafting_unions(actor),
        needs=choices.open_needs(actor),
        funds=choices.funds_for(actor),
        **options,
    )


def _screen(
    request: HttpRequest,
    sheet: queries.ProjectSheet,
    form: PageForm,
    verb: Verb[..., Any],
    given: Any,
) -> HttpResponse:
    """Draw a form of its own page, and save it."""
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run_once(verb, sheet.number, request=request, **given())
            return redirect("commissioning-project", sheet.number)
        except TOLD as refusal:
            refused = told(refusal, form)
    title = "征集公告和评审标准" if isinstance(form, CallForm) else "修改立项内容"
    context = {"sheet": sheet, "form": form, "refused": refused, "title": title}
    status = status_of({"screen": form} if request.method == "POST" else {}, refused)
    return render(request, "commissioning/console/project_screen.html", context, status=status)


def _act(request: HttpRequest, number: str, verb: Verb[..., Any]) -> HttpResponse:
    return act(
        request,
        verb,
        number,
        back=reverse("commissioning-project", args=[number]),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
    )


def _form(request: HttpRequest, number: str, name: str, verb: Verb[..., Any]) -> HttpResponse:
    return act_by_form(
        request,
        name,
        FORMS[name](request.POST, auto_id=f"id_{name}_%s"),
        verb,
        number,
        back=reverse("commissioning-project", args=[number]),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
    )


FORMS: dict[str, type[PageForm]] = {"return": SaidForm, "amend": AmendForm, "cancel": SaidForm}


def _draw(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    """Draw one project, with what was typed where something is wrong."""
    sheet = queries.sheet(actor_in(request), number)
    forms = {
        **{
            name: make(auto_id=f"id_{name}_%s") for name, make in FORMS.items() if name in sheet.may
        },
        **(bound or {}),
    }
    context = {"sheet": sheet, "forms": forms, "refused": refused}
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/project.html", context, status=status)
