"""The buyer's panel page: draw, recusal, scoring, result, objections, award; and the report."""

from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Public, Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.commissioning.pages.acting import act, act_by_form, actor_in, status_of
from services.commissioning.pages.panel_forms import AnswerForm, FewBidsForm
from services.commissioning.queries import objections as lists
from services.commissioning.queries import panel_desk
from services.commissioning.workflow import drawing, few_bids, objections, recusal, result

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
DRAW = Staff(Permission.COMMISSIONING_PANEL_DRAW)
ANSWER = Staff(Permission.COMMISSIONING_OBJECTION_ANSWER)
OPEN = Public(reason="评审由任何人复算，复算程序不需要登录（R9.6）")
VERIFIER = Path(__file__).parents[3] / "docs" / "verifier" / "zhijia_recompute_panel.py"


@page(permit=READ)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show the panel of a project and what can be done now."""
    return _draw(request, number, {}, None)


@page(permit=READ)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show the report of the panel."""
    found = panel_desk.desk_report(number, actor_in(request))
    context = {"report": found, "back": reverse("commissioning-panel", args=[number])}
    return render(request, "commissioning/console/panel_report.html", context)


@require_POST
@page(permit=DRAW)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the panel."""
    return _act(request, number, drawing.draw_panel)


@require_POST
@page(permit=DRAW)
def redraw(request: HttpRequest, number: str) -> HttpResponse:
    """Give up a panel that can not be filled."""
    return _act(request, number, drawing.redraw)


@require_POST
@page(permit=Staff(Permission.COMMISSIONING_CALL_OPEN))
def go_on_with_few(request: HttpRequest, number: str) -> HttpResponse:
    """Let few qualified applications go before the panel."""
    form = FewBidsForm(request.POST, auto_id="id_few_%s")
    verb = few_bids.go_on_with_few
    return act_by_form(request, "few", form, verb, number, **_ways(request, number))


@require_POST
@page(permit=DRAW)
def clear(request: HttpRequest, number: str) -> HttpResponse:
    """Find that every seat is filled, declared and undisputed."""
    return _act(request, number, recusal.clear_recusal)


@require_POST
@page(permit=DRAW)
def open_scoring(request: HttpRequest, number: str) -> HttpResponse:
    """Open the applications to the panel."""
    return _act(request, number, recusal.open_scoring)


@require_POST
@page(permit=DRAW)
def open_notice(request: HttpRequest, number: str) -> HttpResponse:
    """Hang out the result."""
    return _act(request, number, result.open_notice)


@require_POST
@page(permit=Staff(Permission.COMMISSIONING_AWARD_DECIDE))
def award(request: HttpRequest, number: str) -> HttpResponse:
    """Award to the organization that the notice names."""
    return _act(request, number, result.award)


@page(permit=ANSWER)
def waiting(request: HttpRequest) -> HttpResponse:
    """List the objections that wait for an answer, overdue ones first."""
    lines = lists.waiting(actor_in(request))
    context = {"lines": lines, "overdue": sum(one.is_overdue for one in lines)}
    return render(request, "commissioning/console/objections.html", context)


@require_POST
@page(permit=ANSWER)
def dismiss(request: HttpRequest, number: str, objection: str) -> HttpResponse:
    """Find that an objection does not hold."""
    return _answer(request, number, objection, objections.dismiss_objection)


@require_POST
@page(permit=ANSWER)
def uphold(request: HttpRequest, number: str, objection: str) -> HttpResponse:
    """Find that an objection holds."""
    return _answer(request, number, objection, objections.uphold_objection)


@page(permit=OPEN)
def verifier(_request: HttpRequest) -> HttpResponse:
    """Hand out the program that recomputes a panel, one file."""
    answer = HttpResponse(_program(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    return answer


@cache
def _program() -> bytes:
    return VERIFIER.read_bytes()


def _act(request: HttpRequest, number: str, verb: Verb[..., Any]) -> HttpResponse:
    return act(request, verb, number, **_ways(request, number))


def _answer(
    request: HttpRequest, number: str, objection: str, verb: Verb[..., Any]
) -> HttpResponse:
    form = AnswerForm(request.POST, auto_id=f"id_{objection}_%s")
    return act_by_form(
        request,
        objection,
        form,
        verb,
        number,
        **_ways(request, number),
        given=lambda said: {**said, "objection": objection},
    )


def _ways(request: HttpRequest, number: str) -> dict[str, Any]:
    return {
        "back": reverse("commissioning-panel", args=[number]),
        "redraw": lambda bound, refused: _draw(request, number, bound, refused),
    }


def _draw(
    request: HttpRequest, number: str, bound: dict[str, PageForm], refused: DomainError | None
) -> HttpResponse:
    desk = panel_desk.desk_of(number, actor_in(request))
    ready = {one.act for one in desk.acts if not one.reason}
    few = bound.get("few") or FewBidsForm(auto_id="id_few_%s")
    answering = [
        (one, bound.get(one.number) or AnswerForm(auto_id=f"id_{one.number}_%s"))
        for one in desk.objections
        if one.text and one.state == "open"
    ]
    context = {
        "desk": desk,
        "ready": ready,
        "few_form": few if "go_on_with_few" in ready else None,
        "waits": [one.reason for one in desk.acts if one.reason],
        "answering": answering,
        "sitting": [one for one in desk.seats if one.state != "recused"],
        "left": [one for one in desk.seats if one.state == "recused"],
        "refused": refused,
    }
    status = status_of(bound, refused)
    return render(request, "commissioning/console/panel.html", context, status=status)
