"""A member's benefits and receipts, and what a plan would pay."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.kernel import clock
from backend.kernel.errors import DomainError, NotFound
from backend.web.forms import day_field
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.pages.claim_forms import EntryForm
from services.mutual_aid.pages.claims import actor_of
from services.mutual_aid.queries import benefits_mine, claim_lists, estimates, receipts
from services.mutual_aid.queries.estimates import Estimate, Supposed
from services.mutual_aid.rules.pack import Benefit

SHOWN = 20


@page(permit=MemberOnly())
def overview(request: HttpRequest) -> HttpResponse:
    """List one's benefits."""
    cursor = request.GET.get("cursor") or None
    found = claim_lists.benefits(actor_of(request).own_person_id, cursor, SHOWN)
    return render(request, "mutual_aid/portal/benefits.html", {"page": found})


@page(permit=MemberOnly())
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show how an amount came about, clause by clause."""
    found = benefits_mine.my_benefit(number, actor_of(request))
    return render(request, "mutual_aid/portal/benefit.html", {"mine": found})


@page(permit=MemberOnly())
def take_along(request: HttpRequest, number: str) -> HttpResponse:
    """Give the signed receipt with its rules as a file that anybody can recompute."""
    content = receipts.document_of(number, actor_of(request))
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{number}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


class EstimateForm(EntryForm):
    """Supposed facts of one item."""

    on = day_field("假设的日期", initial=clock.today)

    def supposed(self) -> Supposed:
        """Give the supposed event."""
        return Supposed(self.benefit.item, self.entry())


@page(permit=MemberOnly())
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the plan and the item to try."""
    found = estimates.choices(actor_of(request).own_person_id)
    plans = [(one, list(one.rules.benefits)) for one in found]
    return render(request, "mutual_aid/portal/estimate_choose.html", {"plans": plans})


@page(permit=MemberOnly())
def estimate(request: HttpRequest, plan: str, place: int) -> HttpResponse:
    """Run the plan on what is supposed; nothing is stored. `place` counts the items from 1."""
    version, benefit = _item(plan, place)
    form = EstimateForm(request.POST or None, benefit=benefit)
    refused: DomainError | None = None
    found: Estimate | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = estimates.estimate(
                plan, [form.supposed()], form.cleaned_data["on"], actor=actor_of(request)
            )
        except DomainError as refusal:
            refused = None if form.take(refusal) else refusal
    context: dict[str, Any] = {
        "version": version,
        "benefit": benefit,
        "form": form,
        "refused": refused,
        "found": found,
    }
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, "mutual_aid/portal/estimate.html", context, status=status)


def _item(plan: str, place: int) -> tuple[PlanVersion, Benefit]:
    version = estimates.version_of(plan, clock.today())
    items = version.rules.benefits
    if not 1 <= place <= len(items):
        raise NotFound
    return version, items[place - 1]
