"""The list of decided claims: filters in the address, so that a page can be passed on."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.web.forms import PageForm
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.queries import claims_decided
from services.mutual_aid.queries.claims_decided import Wanted
from services.mutual_aid.states import OUTCOME_LABELS, Outcome

OUTCOMES = [(str(one), words) for one, words in OUTCOME_LABELS.items()]


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(PageForm):
    """Which decisions to list; an empty answer asks for all."""

    outcome = forms.ChoiceField(label="结果", choices=[("", "全部"), *OUTCOMES], required=False)
    plan = forms.ChoiceField(label="互助计划", required=False)
    first_day = forms.DateField(label="从哪天决定的", widget=_day_input(), required=False)
    last_day = forms.DateField(label="到哪天决定的", widget=_day_input(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = [("", "全部"), *claims_decided.plans()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", "结束日期不能早于开始日期。")
        return given

    def wanted(self) -> Wanted:
        """Give what was asked for; nothing wrong is asked for."""
        given = self.cleaned_data
        outcome = given.get("outcome")
        return Wanted(
            Outcome(outcome) if outcome else None,
            given.get("plan") or None,
            given.get("first_day"),
            given.get("last_day"),
        )


@page(permit=Staff(Permission.MUTUAL_AID_CLAIM_READ))
def decided(request: HttpRequest) -> HttpResponse:
    """List the decided claims of the officer's subtrees."""
    form = FilterForm(request.GET)
    is_good = form.is_valid()
    cursor = request.GET.get("cursor") or None
    wanted = form.wanted() if is_good else Wanted()
    found = claims_decided.decided_page(actor_in(request), wanted, cursor if is_good else None)
    context = {
        "form": form,
        "page": found,
        "rows": found["items"] if is_good else [],
        "is_filtered": wanted != Wanted(),
    }
    status = 200 if is_good else 422
    return render(request, "mutual_aid/console/claims/decided.html", context, status=status)
