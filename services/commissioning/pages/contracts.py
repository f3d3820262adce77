"""The contract's page for buyer, approver and auditor: terms, stages, milestones, changes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb
from backend.kernel.errors import DomainError, NotFound
from backend.kernel.money import Money
from backend.web.forms import PageForm
from services.commissioning.pages.acting import act, act_by_form, actor_in, status_of
from services.commissioning.pages.contract_forms import (
    AnswerForm,
    ChangeForm,
    JudgeForm,
    MidtermForm,
    ReasonForm,
)
from services.commissioning.pages.terms_form import TermsForm, terms_start
from services.commissioning.queries import contract_draft, contract_sheet, provided
from services.commissioning.queries.contract_sheet import ContractSheet
from services.commissioning.workflow import changes, contracts, milestones, stages

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_CONTRACT_WRITE)
SIGN = Staff(Permission.COMMISSIONING_CONTRACT_SIGN)
APPROVE = Staff(Permission.COMMISSIONING_STAGE_APPROVE)


@page(permit=READ)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show the contract of a project with what can be done; before there is one, the way to it."""
    try:
        return _draw(request, number)
    except NotFound:
        blank = contract_draft.blank(actor_in(request), number)
    if actor_in(request).holds(Permission.COMMISSIONING_CONTRACT_WRITE):
        return redirect("commissioning-contract-draft", number)
    return render(request, "commissioning/console/contract_none.html", {"blank": blank})


@page(permit=WRITE)
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """Draft the contract, beginning from the usual terms or from what was drafted before."""
    blank = contract_draft.blank(actor_in(request), number)
    form = TermsForm(request.POST or None, initial=terms_start(blank.terms))

    def redraw(bound: dict[str, PageForm], refused: DomainError | None) -> HttpResponse:
        context = {"blank": blank, "form": form, "refused": refused}
        status = status_of(bound, refused)
        template = "commissioning/console/contract_draft.html"
        return render(request, template, context, status=status)

    if request.method != "POST":
        return redraw({}, None)
    return act_by_form(
        request,
        "terms",
        form,
        contracts.draft_contract,
        number,
        back=reverse("commissioning-contract", args=[number]),
        redraw=redraw,
        given=lambda _: form.given(),
    )


@require_POST
@page(permit=SIGN)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign the contract."""
    return _act(request, number, contracts.sign_contract)


@require_POST
@page(permit=SIGN)
def terminate(request: HttpRequest, number: str) -> HttpResponse:
    """End the contract before its time."""
    form = ReasonForm(request.POST, auto_id="id_terminate_%s")
    return _form(request, number, "terminate", form, contracts.terminate)


@require_POST
@page(permit=APPROVE)
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """Judge milestones."""
    sheet = contract_sheet.sheet(actor_in(request), number)
    form = JudgeForm(request.POST, milestones=sheet.milestones, auto_id="id_judge_%s")
    return _form(request, number, "judge", form, milestones.judge_milestones)


@require_POST
@page(permit=APPROVE)
def midterm(request: HttpRequest, number: str) -> HttpResponse:
    """Pass the midterm."""
    sheet = contract_sheet.sheet(actor_in(request), number)
    form = MidtermForm(request.POST, milestones=sheet.milestones, auto_id="id_midterm_%s")
    return _form(request, number, "midterm", form, milestones.meet_midterm)


@require_POST
@page(permit=WRITE)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a change."""
    sheet = contract_sheet.sheet(actor_in(request), number)
    form = change_form(sheet, request.POST)
    return _form(request, number, "change", form, changes.ask_change)


@require_POST
@page(permit=SIGN)
def approve_change(request: HttpRequest, number: str, change: str) -> HttpResponse:
    """Agree to a change."""
    form = AnswerForm(request.POST)
    return _form(request, number, "answer", form, changes.approve_change, subject=change)


@require_POST
@page(permit=SIGN)
def refuse_change(request: HttpRequest, number: str, change: str) -> HttpResponse:
    """Turn a change down."""
    form = AnswerForm(request.POST)
    return _form(request, number, "answer", form, changes.refuse_change, subject=change)


@require_POST
@page(permit=APPROVE)
def approve_stage(request: HttpRequest, number: str, stage: str) -> HttpResponse:
    """Approve a due stage, or approve it anew for a changed account."""
    return _act(request, number, stages.approve_stage, stage)


@require_POST
@page(permit=APPROVE)
def withhold_stage(request: HttpRequest, number: str, stage: str) -> HttpResponse:
    """Withhold a stage."""
    form = ReasonForm(request.POST, auto_id="id_withhold_%s")
    return _form(request, number, "withhold", form, stages.withhold_stage, subject=stage)


def change_form(sheet: ContractSheet, given: Any = None) -> ChangeForm:
    """Give the form of a change with the lines and targets of this contract."""
    lines = [
        (place, f"{one.title}（{Money(one.amount_fen)} 元）")
        for place, one in enumerate(sheet.delivered.lines, start=1)
    ]
    targets = [(one.code, one.title) for one in sheet.targets]
    return ChangeForm(given, lines=lines, targets=targets, auto_id="id_change_%s")


def forms_of(sheet: ContractSheet) -> dict[str, PageForm]:
    """Give an empty form for each act that this reader can do now."""
    made: dict[str, PageForm] = {"answer": AnswerForm(), "withhold": ReasonForm()}
    if "terminate" in sheet.may:
        made["terminate"] = ReasonForm(auto_id="id_terminate_%s")
    if "midterm" in sheet.may:
        made["midterm"] = MidtermForm(milestones=sheet.milestones, auto_id="id_midterm_%s")
    elif "judge" in sheet.may:
        judging = JudgeForm(milestones=sheet.milestones, auto_id="id_judge_%s")
        if judging.milestones:
            made["judge"] = judging
    if "change" in sheet.may:
        made["change"] = change_form(sheet)
    return made


def _act(
    request: HttpRequest, number: str, verb: Verb[..., Any], subject: str = ""
) -> HttpResponse:
    sheet = contract_sheet.sheet(actor_in(request), number)
    return act(
        request,
        verb,
        subject or sheet.number,
        back=reverse("commissioning-contract", args=[number]),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
    )


def _form(
    request: HttpRequest,
    number: str,
    name: str,
    form: PageForm,
    verb: Verb[..., Any],
    *,
    subject: str = "",
) -> HttpResponse:
    sheet = contract_sheet.sheet(actor_in(request), number)
    give = getattr(form, "given", None)
    return act_by_form(
        request,
        name,
        form,
        verb,
        subject or sheet.number,
        back=reverse("commissioning-contract", args=[number]),
        redraw=lambda bound, refused: _draw(request, number, bound, refused, about=subject),
        given=(lambda _: give()) if give else dict,
    )


def _draw(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
    *,
    about: str = "",
) -> HttpResponse:
    """Draw a contract; `about` is the stage or change whose words were typed."""
    actor = actor_in(request)
    contract = contract_sheet.visible(actor, number)
    sheet = contract_sheet.sheet_of(contract, actor)
    context = {
        "sheet": sheet,
        "forms": {**forms_of(sheet), **(bound or {})},
        "sessions": provided.sessions(contract),
        "reports": [one for one in provided.reports(contract) if one.state != "draft"],
        "opinions": provided.opinions(contract),
        "refused": refused,
        "about": about,
    }
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/contract.html", context, status=status)
