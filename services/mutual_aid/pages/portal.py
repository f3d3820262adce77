"""A member's pages: am I covered, what the plan says, joining alone, the certificate."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Public
from backend.access.pages import page
from backend.access.write import run_once
from backend.kernel.errors import DomainError
from services.mutual_aid.pages.forms import JoinForm
from services.mutual_aid.pages.periods import pdf
from services.mutual_aid.queries import certificates, covers, groups, joining, plans
from services.mutual_aid.queries.papers import certificate_pdf
from services.mutual_aid.workflow import opening

VERIFY = Public(reason="拿到保障证明的人都能核对真伪，只显示计划、隐去的姓名和日期")


@page(permit=MemberOnly())
def my_cover(request: HttpRequest) -> HttpResponse:
    """Answer "am I covered" in the first line; then every cover with its days."""
    actor = _actor(request)
    lines = covers.covers_of(actor.person_id or 0)
    context = {
        "answer": covers.answer_for(lines),
        "lines": lines,
        "waiting": joining.own_waiting(actor),
        "open_plans": joining.plans_to_join(),
        "groups": groups.own_standings(actor.person_id),
    }
    return render(request, "mutual_aid/portal/cover.html", context)


@page(permit=MemberOnly())
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Read a plan out in plain words."""
    reading = plans.read_plan(number)
    context = {"reading": reading, "may_join": joining.takes_members(reading.version)}
    return render(request, "mutual_aid/plan.html", context)


@page(permit=MemberOnly())
def join(request: HttpRequest, number: str) -> HttpResponse:
    """Join a plan alone; a plan of units answers with its way (R8.3)."""
    reading = plans.read_plan(number)
    terms, classes = joining.choices_of(reading.version)
    form = JoinForm(request.POST or None, terms=terms, classes=classes)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run_once(opening.join_alone, number, request=request, **form.cleaned_data)
            return HttpResponseRedirect(reverse("my-cover"))
        except DomainError as refusal:
            refused = refusal
    status = refused.status if refused else 422 if form.errors else 200
    context = {"reading": reading, "form": form, "refused": refused}
    return render(request, "mutual_aid/portal/join.html", context, status=status)


@require_POST
@page(permit=MemberOnly())
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take back one's own application."""
    run_once(opening.withdraw_alone, number, request=request)
    return HttpResponseRedirect(reverse("my-cover"))


@page(permit=MemberOnly())
def my_certificate(request: HttpRequest, cover_id: int) -> HttpResponse:
    """Give the certificate of one's own cover as PDF."""
    found = certificates.own_certificate(_actor(request), cover_id)
    address = request.build_absolute_uri(reverse("verify-cover", args=[found.token]))
    return pdf(certificate_pdf(found, address), "保障证明.pdf")


@page(permit=VERIFY)
def verify_cover(request: HttpRequest, token: str) -> HttpResponse:
    """Tell whoever holds a certificate whether it holds today."""
    found = certificates.verify(token)
    response = render(request, "mutual_aid/portal/verify.html", {"found": found})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
