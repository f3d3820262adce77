"""The judge's page of a delivery: figures, points that follow, the verdict (R9.16-R9.19)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.commissioning.pages.acting import act, act_by_form, actor_in, status_of
from services.commissioning.pages.verdict_forms import (
    EvaluateForm,
    OpinionForm,
    RectifiedForm,
    RectifyForm,
)
from services.commissioning.queries import measuring, verdict_desk
from services.commissioning.workflow import acceptance, archiving, evaluation

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
JUDGE = Staff(Permission.COMMISSIONING_ACCEPTANCE_WRITE)
FILE = Staff(Permission.COMMISSIONING_CONTRACT_WRITE)
FORMS: dict[str, type[PageForm]] = {
    "accept": OpinionForm,
    "rectify": RectifyForm,
    "evaluate": EvaluateForm,
    "reevaluate": EvaluateForm,
    "close_rectification": RectifiedForm,
}


@page(permit=READ)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was delivered, the points that follow, and what can be done."""
    return _draw(request, number)


@require_POST
@page(permit=JUDGE)
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept the delivery."""
    return _form(request, number, "accept", acceptance.accept_delivery)


@require_POST
@page(permit=JUDGE)
def rectify(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the delivery to be put right."""
    return _form(request, number, "rectify", acceptance.ask_rectification)


@require_POST
@page(permit=JUDGE)
def evaluate(request: HttpRequest, number: str) -> HttpResponse:
    """Evaluate the delivery."""
    return _form(request, number, "evaluate", evaluation.evaluate)


@require_POST
@page(permit=JUDGE)
def reevaluate(request: HttpRequest, number: str) -> HttpResponse:
    """Evaluate again after an upheld dispute."""
    return _form(request, number, "reevaluate", evaluation.reevaluate)


@require_POST
@page(permit=JUDGE)
def rectified(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether it was put right."""
    form = RectifiedForm(request.POST, auto_id="id_close_rectification_%s")
    verb = evaluation.close_rectification
    return _form(request, number, "close_rectification", verb, form=form, given=form.given)


@require_POST
@page(permit=FILE)
def archive(request: HttpRequest, number: str) -> HttpResponse:
    """Put the project on file."""
    return act(
        request,
        archiving.archive,
        number,
        back=_back(number),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
    )


def _back(number: str) -> str:
    return reverse("commissioning-verdict", args=[number])


def _form(
    request: HttpRequest,
    number: str,
    name: str,
    verb: Verb[..., Any],
    *,
    form: PageForm | None = None,
    given: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> HttpResponse:
    return act_by_form(
        request,
        name,
        form or FORMS[name](request.POST, auto_id=f"id_{name}_%s"),
        verb,
        number,
        back=_back(number),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
        given=given,
    )


def _draw(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    desk = verdict_desk.verdict_desk(actor_in(request), number)
    forms = {
        **{name: make(auto_id=f"id_{name}_%s") for name, make in FORMS.items() if name in desk.may},
        **(bound or {}),
    }
    follows = measuring.consequence_words(number) if "evaluate" in forms else ""
    context = {"desk": desk, "forms": forms, "refused": refused, "follows": follows}
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/verdict.html", context, status=status)
