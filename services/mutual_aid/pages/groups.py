"""Rate-group standings on the console: record one or a list, confirm, end."""

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
from services.mutual_aid.models import GroupStanding
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.pages.group_forms import EndForm, ListForm, RecordForm
from services.mutual_aid.queries import groups as queries
from services.mutual_aid.workflow.groups import deciding, recording

READ = Staff(Permission.MUTUAL_AID_GROUP_READ)
RECORD = Staff(Permission.MUTUAL_AID_GROUP_RECORD)
CONFIRM = Staff(Permission.MUTUAL_AID_GROUP_CONFIRM)


@page(permit=READ)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the standings in reach, and the forms for new ones."""
    return _draw(request)


@require_POST
@page(permit=RECORD)
def record(request: HttpRequest) -> HttpResponse:
    """Record one person."""
    form = RecordForm(request.POST, groups=queries.known_groups())
    if not form.is_valid():
        return _draw(request, record_form=form, status=422)
    try:
        run_once(recording.record, request=request, **form.cleaned_data)
    except DomainError as refusal:
        return _draw(request, record_form=form, refused=refusal, status=refusal.status)
    return redirect("mutual-aid-groups")


@require_POST
@page(permit=RECORD)
def record_list(request: HttpRequest) -> HttpResponse:
    """Record a list; the rows that were not taken are named by their place."""
    form = ListForm(request.POST, groups=queries.known_groups())
    if not form.is_valid():
        return _draw(request, list_form=form, status=422)
    words = dict(form.cleaned_data)
    entries = words.pop("people")
    try:
        wrong = run_once(recording.record_list, request=request, entries=entries, **words)
    except DomainError as refusal:
        return _draw(request, list_form=form, refused=refusal, status=refusal.status)
    return _draw(request, taken=len(entries) - len(wrong), not_taken=wrong)


@require_POST
@page(permit=CONFIRM)
def confirm_chosen(request: HttpRequest) -> HttpResponse:
    """Confirm those that were ticked."""
    chosen = request.POST.getlist("standing")[: deciding.MOST_CHOSEN]
    try:
        run_once(deciding.confirm_chosen, chosen, request=request)
    except DomainError as refusal:
        return _draw(request, refused=refusal, status=refusal.status)
    return redirect("mutual-aid-groups")


@page(permit=READ)
def standing(request: HttpRequest, number: str) -> HttpResponse:
    """Show one standing and what may be done with it now."""
    return _draw_one(request, number)


@require_POST
@page(permit=CONFIRM)
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm one."""
    return _act(request, number, deciding.confirm)


@require_POST
@page(permit=CONFIRM)
def drop(request: HttpRequest, number: str) -> HttpResponse:
    """Turn one down."""
    return _act(request, number, deciding.drop)


@require_POST
@page(permit=RECORD)
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Propose its last day."""
    return _act(request, number, deciding.end, EndForm(request.POST))


@require_POST
@page(permit=CONFIRM)
def confirm_end(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm its end."""
    return _act(request, number, deciding.confirm_end)


@require_POST
@page(permit=CONFIRM)
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """Let it go on."""
    return _act(request, number, deciding.keep)


def _act(
    request: HttpRequest,
    number: str,
    act: Verb[..., GroupStanding],
    form: PageForm | None = None,
) -> HttpResponse:
    if form is not None and not form.is_valid():
        return _draw_one(request, number, form=form, status=422)
    try:
        run_once(act, number, request=request, **(form.cleaned_data if form else {}))
    except DomainError as refusal:
        return _draw_one(request, number, form=form, refused=refusal, status=refusal.status)
    return redirect("mutual-aid-group", number)


def _draw(
    request: HttpRequest,
    *,
    record_form: RecordForm | None = None,
    list_form: ListForm | None = None,
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    actor = actor_in(request)
    groups = queries.known_groups()
    found = queries.standings(actor, request.GET.get("cursor") or None)
    context = {
        "page": found,
        "rows": found["items"],
        "may_record": actor.holds(Permission.MUTUAL_AID_GROUP_RECORD) and bool(groups),
        "may_confirm": any("confirm" in one.may for one in found["items"]),
        "record_form": record_form or RecordForm(groups=groups),
        "list_form": list_form or ListForm(groups=groups),
        "wrong": record_form or list_form,
        **told,
    }
    return render(request, "mutual_aid/console/groups.html", context, status=status)


def _draw_one(
    request: HttpRequest,
    number: str,
    *,
    form: PageForm | None = None,
    refused: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "standing": queries.standing(actor_in(request), number),
        "end_form": form or EndForm(),
        "wrong": form,
        "refused": refused,
    }
    return render(request, "mutual_aid/console/group.html", context, status=status)
