"""The register of organizations on the console: list, entry, one file with its acts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.files import attachments
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
from services.commissioning.pages.org_forms import (
    ActivityForm,
    BarForm,
    EntryForm,
    HubForm,
    OfficerForm,
    PenaltyForm,
    ReasonForm,
    RelationForm,
    SupportForm,
)
from services.commissioning.queries import organizations as queries
from services.commissioning.workflow import officers, organizations, proofs, support

READ = Staff(Permission.COMMISSIONING_ORG_READ)
WRITE = Staff(Permission.COMMISSIONING_ORG_WRITE)
CHECK = Staff(Permission.COMMISSIONING_ORG_CHECK)


@page(permit=READ)
def register(request: HttpRequest) -> HttpResponse:
    """List the register; `?q=` is part of a name or a whole credit code."""
    actor, wanted = actor_in(request), request.GET.get("q", "").strip()[:100]
    context = {
        "page": queries.register_page(actor, request.GET.get("cursor") or None, wanted=wanted),
        "wanted": wanted,
        "may_enter": actor.holds(Permission.COMMISSIONING_ORG_WRITE),
    }
    return render(request, "commissioning/console/organizations.html", context)


@page(permit=WRITE)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an organization from its certificate."""
    actor = actor_in(request)
    form = EntryForm(
        request.POST or None, unions=queries.keeping_unions(actor), hubs=queries.hubs(actor)
    )
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = run_once(organizations.enter_organization, request=request, **form.given())
            return redirect("commissioning-organization", made.number)
        except TOLD as refusal:
            refused = told(refusal, form)
    context = {"form": form, "refused": refused}
    status = status_of({"enter": form} if request.method == "POST" else {}, refused)
    return render(request, "commissioning/console/organization_new.html", context, status=status)


@page(permit=READ)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show the file of an organization with what can be done."""
    return _draw(request, number)


@page(permit=READ)
def proof_photo(request: HttpRequest, proof: str, variant: str) -> HttpResponse:
    """Send the paper of a proof; the reading is recorded."""
    actor = actor_in(request)
    found = proofs.proof_for(proof, actor=actor).attachment
    return attachments.send(found, variant, actor=actor, purpose="资质核查")  # type: ignore[arg-type]


@require_POST
@page(permit=CHECK)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm the file as the yearly check."""
    return _act(request, number, organizations.check_organization)


@require_POST
@page(permit=CHECK)
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Suspend from applying."""
    return _form(request, number, "suspend", organizations.suspend)


@require_POST
@page(permit=CHECK)
def bar(request: HttpRequest, number: str) -> HttpResponse:
    """Bar up to and including a day."""
    return _form(request, number, "bar", organizations.bar)


@require_POST
@page(permit=CHECK)
def restore(request: HttpRequest, number: str) -> HttpResponse:
    """Let it apply again."""
    return _form(request, number, "restore", organizations.restore)


@require_POST
@page(permit=CHECK)
def accept_proof(request: HttpRequest, number: str, proof: str) -> HttpResponse:
    """Accept a proof as shown."""
    queries.file_of(actor_in(request), number)
    return _act(request, number, proofs.accept_proof, proof)


@require_POST
@page(permit=CHECK)
def refuse_proof(request: HttpRequest, number: str, proof: str) -> HttpResponse:
    """Refuse a proof with the reason."""
    queries.file_of(actor_in(request), number)
    reason = request.POST.get("reason", "")
    return _act(request, number, proofs.refuse_proof, proof, reason=reason)


@require_POST
@page(permit=WRITE)
def link_hub(request: HttpRequest, number: str) -> HttpResponse:
    """Link with a hub organization."""
    return _form(request, number, "hub", organizations.link_hub)


@require_POST
@page(permit=WRITE)
def penalty(request: HttpRequest, number: str) -> HttpResponse:
    """Record a penalty of an authority."""
    return _form(request, number, "penalty", organizations.enter_penalty)


@require_POST
@page(permit=WRITE)
def appoint(request: HttpRequest, number: str) -> HttpResponse:
    """Register a person who acts for the organization."""
    return _form(request, number, "officer", officers.appoint_officer)


@require_POST
@page(permit=WRITE)
def end_officer(request: HttpRequest, number: str, officer: str) -> HttpResponse:
    """End a person's acting for the organization."""
    return _act(request, number, officers.end_officer, number, officer=officer)


@require_POST
@page(permit=WRITE)
def relation(request: HttpRequest, number: str) -> HttpResponse:
    """Record that a person is tied to the organization."""
    return _form(request, number, "relation", officers.enter_relation)


@require_POST
@page(permit=CHECK)
def end_relation(request: HttpRequest, number: str, relation: str) -> HttpResponse:
    """End a relation that was entered by mistake, with the reason."""
    reason = request.POST.get("reason", "")
    return _act(request, number, officers.end_relation, number, relation=relation, reason=reason)


@require_POST
@page(permit=WRITE)
def give_support(request: HttpRequest, number: str) -> HttpResponse:
    """Record what the union gave."""
    return _form(request, number, "support", support.enter_support)


@require_POST
@page(permit=WRITE)
def activity(request: HttpRequest, number: str) -> HttpResponse:
    """Record an activity."""
    return _form(request, number, "activity", support.enter_activity)


def _act(
    request: HttpRequest, number: str, verb: Verb[..., Any], *args: Any, **given: Any
) -> HttpResponse:
    return act(
        request,
        verb,
        *(args or (number,)),
        back=reverse("commissioning-organization", args=[number]),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
        **given,
    )


def _form(request: HttpRequest, number: str, name: str, verb: Verb[..., Any]) -> HttpResponse:
    form = _forms(request, request.POST, name)[name]
    return act_by_form(
        request,
        name,
        form,
        verb,
        number,
        back=reverse("commissioning-organization", args=[number]),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
        given=lambda words: form.given() if isinstance(form, ActivityForm) else words,
    )


def _forms(request: HttpRequest, given: Any, *names: str) -> dict[str, PageForm]:
    """Give the forms of these acts, several on one page, so their ids differ."""
    makers: dict[str, type[PageForm]] = {
        "suspend": ReasonForm,
        "bar": BarForm,
        "restore": ReasonForm,
        "penalty": PenaltyForm,
        "officer": OfficerForm,
        "relation": RelationForm,
        "support": SupportForm,
        "activity": ActivityForm,
    }
    forms: dict[str, PageForm] = {
        name: makers[name](given, auto_id=f"id_{name}_%s") for name in names if name in makers
    }
    if "hub" in names:
        hubs = queries.hubs(actor_in(request))
        forms["hub"] = HubForm(given, hubs=hubs, auto_id="id_hub_%s")
    return forms


def _draw(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    """Draw the file, with what was typed where something is wrong."""
    file = queries.file_of(actor_in(request), number)
    names: list[str] = [name for name in ("suspend", "bar", "restore") if name in file.may]
    if "write" in file.may:
        names += ["hub", "penalty", "officer", "relation"]
        names += ["support", "activity"] if file.has_support_file else []
    forms = {**_forms(request, None, *names), **(bound or {})}
    context = {"file": file, "forms": forms, "refused": refused}
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/organization.html", context, status=status)
