"""A panelist's own pages: declare, read, score on a phone, sign, dissent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.kernel.errors import DomainError, NotFound
from backend.web.forms import PageForm
from services.commissioning.pages.acting import act, act_by_form, actor_in, status_of
from services.commissioning.pages.panel_forms import (
    DissentForm,
    ScoresForm,
    StepBackForm,
    first_scores,
)
from services.commissioning.queries import panelist as queries
from services.commissioning.queries.panel_report import tenth
from services.commissioning.queries.panelist import Paper, SeatSheet
from services.commissioning.queries.relations import own_relations
from services.commissioning.workflow import papers as reading
from services.commissioning.workflow import recusal, scoring

SCORE = Staff(Permission.COMMISSIONING_PANEL_SCORE)


@page(permit=SCORE)
def seats(request: HttpRequest) -> HttpResponse:
    """List one's own seats."""
    actor = actor_in(request)
    context = {"lines": queries.seat_lines(actor), "relations": own_relations(actor)}
    return render(request, "commissioning/console/seats.html", context)


@page(permit=SCORE)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one's seat: what is to be done now, first."""
    return _draw(request, number, {}, None)


@require_POST
@page(permit=SCORE)
def declare(request: HttpRequest, number: str) -> HttpResponse:
    """Declare that nothing ties one to any applicant."""
    return act(request, recusal.declare_clear, number, **_ways(request, number))


@require_POST
@page(permit=SCORE)
def step_back(request: HttpRequest, number: str) -> HttpResponse:
    """Step back with a reason."""
    sheet = queries.seat_sheet(number, actor_in(request))
    form = StepBackForm(request.POST, applicants=sheet.applicants, auto_id="id_back_%s")
    return act_by_form(
        request,
        "back",
        form,
        recusal.step_back,
        number,
        **_ways(request, number),
        given=lambda _: form.given(),
    )


@require_POST
@page(permit=SCORE)
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the draft of one's scores, sealed; `next` goes on to the last look."""
    sheet, papers = _opened(request, number)
    form = _form(request, sheet, papers)
    onwards = "panel-seat-check" if request.POST.get("next") == "check" else "panel-seat"
    return act_by_form(
        request,
        "scores",
        form,
        scoring.save_scores,
        number,
        **_ways(request, number) | {"back": reverse(onwards, args=[number])},
        given=lambda _: {"scores": form.scores()},
    )


@page(permit=SCORE)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Show all one's scores once more, with the warning, before the signature."""
    sheet, papers = _opened(request, number)
    given = {(one.bid, one.place): one.tenths for one in sheet.scores}
    lines = [_sums(paper, sheet, given) for paper in papers]
    missing = len(papers) * len(sheet.criteria) - len(given)
    context = {"sheet": sheet, "lines": lines, "missing": missing}
    return render(request, "commissioning/console/seat_sign.html", context)


@require_POST
@page(permit=SCORE)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign; nothing can be changed afterwards."""
    return act(request, scoring.sign_scores, number, **_ways(request, number))


@require_POST
@page(permit=SCORE)
def dissent(request: HttpRequest, number: str) -> HttpResponse:
    """Attach a dissent to the report."""
    form = DissentForm(request.POST)
    return act_by_form(request, "dissent", form, scoring.dissent, number, **_ways(request, number))


@page(permit=SCORE)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show the report that one signed for."""
    found = queries.own_report(number, actor_in(request))
    context = {"report": found, "back": reverse("panel-seat", args=[number])}
    return render(request, "commissioning/console/panel_report.html", context)


def _sums(paper: Paper, sheet: SeatSheet, given: dict[tuple[str, int], int]) -> dict[str, object]:
    """Give one application's scores as the last page before the signature shows them."""
    own = [given.get((paper.number, one.place)) for one in sheet.criteria]
    words = ["" if one is None else tenth(one) for one in own]
    return {
        "paper": paper,
        "points": list(zip(sheet.criteria, words, strict=True)),
        "total": tenth(sum(one or 0 for one in own)),
    }


def _opened(request: HttpRequest, number: str) -> tuple[SeatSheet, list[Paper]]:
    """Read seat and applications while one may score; raises NotFound before and after."""
    actor = actor_in(request)
    sheet = queries.seat_sheet(number, actor)
    if not sheet.can_score:
        raise NotFound
    return sheet, queries.papers(reading.read_papers(number, actor=actor))


def _form(request: HttpRequest, sheet: SeatSheet, papers: list[Paper]) -> ScoresForm:
    given = {(one.bid, one.place): one.tenths for one in sheet.scores}
    return ScoresForm(
        request.POST or None,
        papers=papers,
        criteria=sheet.criteria,
        initial=first_scores(given),
    )


def _ways(request: HttpRequest, number: str) -> dict[str, Any]:
    return {
        "back": reverse("panel-seat", args=[number]),
        "redraw": lambda bound, refused: _draw(request, number, bound, refused),
    }


def _draw(
    request: HttpRequest, number: str, bound: dict[str, PageForm], refused: DomainError | None
) -> HttpResponse:
    actor = actor_in(request)
    sheet = queries.seat_sheet(number, actor)
    form = bound.get("scores")
    if sheet.can_score and form is None:
        papers = queries.papers(reading.read_papers(number, actor=actor))
        given = {(one.bid, one.place): one.tenths for one in sheet.scores}
        form = ScoresForm(papers=papers, criteria=sheet.criteria, initial=first_scores(given))
    context = {
        "sheet": sheet,
        "form": form,
        "back_form": bound.get("back")
        or StepBackForm(applicants=sheet.applicants, auto_id="id_back_%s"),
        "dissent_form": bound.get("dissent") or DissentForm(),
        "is_ranked": sheet.project_state in {"ranked", "notice", "objection", "awarded"}
        and sheet.state == "signed",
        "refused": refused,
    }
    status = status_of(bound, refused)
    return render(request, "commissioning/console/seat.html", context, status=status)
