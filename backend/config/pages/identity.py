"""The page on which somebody who came in by a phone alone says who she is."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from backend.access.actor import Actor
from backend.access.guards import SignedIn
from backend.access.pages import page
from backend.access.write import run_once
from backend.accounts import identity
from backend.config.identity import workflow
from backend.config.pages.sign_in import MEMBER, safe_next
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm


class TailForm(PageForm):
    """Asks for the last six characters of the ID number."""

    id_tail = forms.CharField(
        label="身份证号后六位",
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


@page(permit=SignedIn())
def show(request: HttpRequest) -> HttpResponse:
    """Ask for the six characters and lead on to where she wanted to go."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    back = safe_next(request, MEMBER.home)
    if actor.person_id is not None:
        return HttpResponseRedirect(back)
    form = TailForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            person_id = identity.claim(actor, form.cleaned_data["id_tail"])
            run_once(workflow.confirm, person_id, request=request)
        except DomainError as refusal:
            form.add_error("id_tail", refusal.message)
            status = refusal.status
        else:
            return HttpResponseRedirect(back)
    response = render(request, "config/identity.html", {"form": form}, status=status)
    response["Cache-Control"] = "no-store"
    return response
