"""The editors' desk: draft, preview, check, sign off, correct, withdraw. Plain forms."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.kernel.errors import DomainError, Invalid
from services.disclosure import queries, workflow
from services.disclosure.models import Draft
from services.disclosure.pages.forms import DraftForm, ReasonForm, WithdrawForm, WordsForm

READ = Staff(Permission.DISCLOSURE_VERSION_READ)
WRITE = Staff(Permission.DISCLOSURE_DRAFT_WRITE)
ANSWER = "answer-"


@page(permit=READ)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for me, what is under way, and what is public."""
    actor = _actor(request)
    waiting = list(queries.waiting_for(actor)[:50])
    mine = {draft.pk for draft in waiting}
    others = queries.draft_page(actor, request.GET.get("cursor") or None, 50)
    context = {
        "waiting": waiting,
        "others": [draft for draft in others["items"] if draft.pk not in mine],
        "page": others,
        "public": queries.desk_list(actor),
        "may_draft": actor.holds(Permission.DISCLOSURE_DRAFT_WRITE),
    }
    return render(request, "disclosure/console/desk.html", context)


@page(permit=WRITE)
def compose(request: HttpRequest) -> HttpResponse:
    """Write a new disclosure."""
    unions = [(one.number, one.name) for one in queries.drafting_unions(_actor(request))]
    form = DraftForm(request.POST or None, unions=unions)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        try:
            draft = run_once(
                workflow.open_draft, words.pop("union_number"), request=request, **words
            )
            return _to(draft)
        except Invalid as refusal:
            refused = refusal
    status = 422 if form.errors or refused else 200
    context = {"form": form, "refused": refused}
    return render(request, "disclosure/console/compose.html", context, status=status)


@page(permit=READ)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Show one draft: the words left, the decision right, what was said below."""
    return _sheet(request, number)


@require_POST
@page(permit=WRITE)
def revise(request: HttpRequest, number: str) -> HttpResponse:
    """Save changed words."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _sheet(request, number, form=form, status=422)
    return _act(request, number, workflow.revise, form=form, **form.cleaned_data)


@require_POST
@page(permit=WRITE)
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in for the privacy check."""
    return _act(request, number, workflow.submit)


@require_POST
@page(permit=WRITE)
def drop(request: HttpRequest, number: str) -> HttpResponse:
    """Drop a draft."""
    return _act(request, number, workflow.drop)


@require_POST
@page(permit=Staff(Permission.DISCLOSURE_PRIVACY_CHECK))
def pass_check(request: HttpRequest, number: str) -> HttpResponse:
    """Pass the privacy check with an answer to each finding."""
    answers = {
        name.removeprefix(ANSWER): str(text)[:200]
        for name, text in request.POST.items()
        if name.startswith(ANSWER)
    }
    opinion = request.POST.get("opinion", "")
    return _act(request, number, workflow.pass_check, answers=answers, opinion=opinion)


@require_POST
@page(permit=READ)
def return_draft(request: HttpRequest, number: str) -> HttpResponse:
    """Give a draft back to its author."""
    return _act(request, number, workflow.return_draft, opinion=request.POST.get("opinion", ""))


@require_POST
@page(permit=Staff(Permission.DISCLOSURE_VERSION_SIGN))
def sign_off(request: HttpRequest, number: str) -> HttpResponse:
    """Sign off and publish."""
    return _act(request, number, workflow.sign_off, opinion=request.POST.get("opinion", ""))


@page(permit=READ)
def published(request: HttpRequest, number: str) -> HttpResponse:
    """Show one published disclosure with the ways to correct and to withdraw it."""
    return _published(request, number)


@require_POST
@page(permit=WRITE)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Open the correction of a published disclosure."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            return _to(
                run_once(workflow.open_correction, number, request=request, **form.cleaned_data)
            )
        except DomainError as refusal:
            return _published(request, number, refused=refusal, correction=form)
    return _published(request, number, correction=form, status=422)


@require_POST
@page(permit=Staff(Permission.DISCLOSURE_VERSION_WITHDRAW))
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw a published disclosure."""
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            run_once(workflow.withdraw, number, request=request, **form.cleaned_data)
            return HttpResponseRedirect(reverse("disclosure", args=[number]))
        except DomainError as refusal:
            return _published(request, number, refused=refusal, withdrawal=form)
    return _published(request, number, withdrawal=form, status=422)


def _act(
    request: HttpRequest,
    number: str,
    act: Verb[..., Draft],
    *,
    form: WordsForm | None = None,
    **words: Any,
) -> HttpResponse:
    """Run a verb on a draft; a refusal shows the draft again with what was typed."""
    try:
        return _to(run_once(act, number, request=request, **words))
    except DomainError as refusal:
        return _sheet(request, number, refused=refusal, form=form, status=refusal.status)


def _sheet(
    request: HttpRequest,
    number: str,
    *,
    refused: DomainError | None = None,
    form: WordsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    sheet = queries.sheet_of(number, _actor(request))
    draft = sheet.draft
    context = {
        "sheet": sheet,
        "draft": draft,
        "may": {name: one.allowed for name, one in sheet.standing.items()},
        "why": {name: one.reason for name, one in sheet.standing.items()},
        "findings": [
            (one, f"{ANSWER}{one.key}", request.POST.get(f"{ANSWER}{one.key}", ""))
            for one in sheet.findings
        ],
        "reviews": [(queries.act_label(one.act), one) for one in sheet.reviews],
        "form": form or WordsForm(initial={"title": draft.title, "body": draft.body}),
        "opinion": request.POST.get("opinion", ""),
        "refused": refused,
    }
    return render(request, "disclosure/console/review.html", context, status=status)


def _published(
    request: HttpRequest,
    number: str,
    *,
    refused: DomainError | None = None,
    correction: ReasonForm | None = None,
    withdrawal: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row, may_correct, may_withdraw = queries.published(number, _actor(request))
    context = {
        "row": row,
        "may_correct": may_correct,
        "may_withdraw": may_withdraw,
        "correction": correction or ReasonForm(),
        "withdrawal": withdrawal or WithdrawForm(),
        "refused": refused,
    }
    return render(
        request,
        "disclosure/console/published.html",
        context,
        status=refused.status if refused else status,
    )


def _to(draft: Draft) -> HttpResponse:
    return HttpResponseRedirect(reverse("disclosure-draft", args=[draft.number]))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
