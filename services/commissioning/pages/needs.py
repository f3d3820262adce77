"""Needs: the member's list with one tap to join in, the officer's ranked list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import MemberOnly, Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.kernel.errors import DomainError, NotFound
from backend.web.forms import PageForm
from services.commissioning.pages.acting import (
    TOLD,
    act,
    act_by_form,
    actor_in,
    status_of,
    told,
)
from services.commissioning.pages.need_forms import CloseForm, EnterNeedForm, SuggestForm
from services.commissioning.queries import drafting as choices
from services.commissioning.queries import needs as queries
from services.commissioning.workflow import needs

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_NEED_WRITE)


@page(permit=MemberOnly())
def mine(request: HttpRequest) -> HttpResponse:
    """List the needs of one's city and take in a new one."""
    if request.method != "POST":
        return _draw_mine(request, {}, None)
    form = SuggestForm(request.POST)
    return act_by_form(
        request,
        "suggest",
        form,
        needs.suggest_need,
        back=reverse("me-needs"),
        redraw=lambda bound, refused: _draw_mine(request, bound, refused),
    )


@require_POST
@page(permit=MemberOnly())
def voice(request: HttpRequest, number: str) -> HttpResponse:
    """Join in a need."""
    return act(
        request,
        needs.add_voice,
        number,
        back=reverse("me-needs"),
        redraw=lambda bound, refused: _draw_mine(request, bound, refused),
    )


@require_POST
@page(permit=MemberOnly())
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take one's voice back."""
    return act(
        request,
        needs.take_back_voice,
        number,
        back=reverse("me-needs"),
        redraw=lambda bound, refused: _draw_mine(request, bound, refused),
    )


@page(permit=READ)
def ranked(request: HttpRequest) -> HttpResponse:
    """List the needs by their voices; who may, enters one that was collected elsewhere."""
    actor = actor_in(request)
    may_write = queries.may_write(actor)
    form = EnterNeedForm(request.POST or None, unions=choices.need_unions(actor))
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        if not may_write:
            raise NotFound
        try:
            run_once(needs.enter_need, request=request, **form.cleaned_data)
            return redirect("commissioning-needs")
        except TOLD as refusal:
            refused = told(refusal, form)
    context = {
        "needs": queries.ranked(actor),
        "form": form,
        "may_write": may_write,
        "refused": refused,
    }
    status = status_of({"enter": form} if request.method == "POST" else {}, refused)
    return render(request, "commissioning/console/needs.html", context, status=status)


@page(permit=WRITE)
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close a need to further voices, with the reason."""
    found = next((one for one in queries.ranked(actor_in(request)) if one.number == number), None)
    if found is None:
        raise NotFound
    form = CloseForm(request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run_once(needs.close_need, number, request=request, **form.cleaned_data)
            return redirect("commissioning-needs")
        except TOLD as refusal:
            refused = told(refusal, form)
    context = {"need": found, "form": form, "refused": refused}
    status = status_of({"close": form} if request.method == "POST" else {}, refused)
    return render(request, "commissioning/console/need_close.html", context, status=status)


def _draw_mine(
    request: HttpRequest, bound: dict[str, PageForm], refused: DomainError | None
) -> HttpResponse:
    actor = actor_in(request)
    context = {
        "needs": queries.of_member(actor),
        "is_member": bool(actor.membership_place),
        "form": bound.get("suggest", SuggestForm()),
        "refused": refused,
    }
    status = status_of(bound, refused)
    return render(request, "commissioning/portal/needs.html", context, status=status)
