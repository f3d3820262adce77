"""All data about oneself, who read it, a copy to take along, and the way to put it right (RX.3)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from backend.access.actor import Actor
from backend.access.guards import MemberOnly
from backend.access.models import CorrectionField, CorrectionRequest
from backend.access.pages import page
from backend.access.roles import post_words
from backend.access.write import run_once
from backend.accounts import people
from backend.accounts.models import Consent, Membership, PayeeAccount, Person, User
from backend.accounts.states import PAYEE
from backend.audit import trail
from backend.audit.models import Entry
from backend.config.corrections import workflow
from backend.config.pages import sheets
from backend.config.pages.acts import act_label, material_label
from backend.files import queries as files
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.ledger import queries as ledger
from backend.web.forms import PageForm
from backend.web.parts import Fact
from notifications import queries as notifications
from services.commissioning import queries as commissioning
from services.disclosure import queries as disclosure
from services.hardship import queries as hardship
from services.mutual_aid import queries as mutual_aid

READS_SHOWN = 100
Part = Callable[[Person], Mapping[str, Any]]


def attachments(person: Person) -> Mapping[str, Any]:
    """Give what files holds, with the kind of each in words."""
    return {
        name: [{**row, "材料种类": material_label(row["材料种类"])} for row in rows]
        for name, rows in files.personal_data(person).items()
    }


# Every room that keeps something about a person, in the order of the page.
PARTS: tuple[tuple[str, Part], ...] = (
    ("消息与设备", notifications.personal_data),
    ("会务公开", disclosure.personal_data),
    ("困难帮扶", hardship.personal_data),
    ("医疗互助", mutual_aid.personal_data),
    ("委托服务", commissioning.personal_data),
    ("付款", ledger.personal_data),
    ("附件", attachments),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of "who looked at my data" 谁看过."""

    at: datetime
    who: str
    what: str
    purpose: str
    times: int = 1


class CorrectionForm(PageForm):
    """What is wrong and what is right."""

    field = forms.ChoiceField(label="要更正的内容", choices=CorrectionField.choices)
    wanted = forms.CharField(
        label="正确的内容",
        max_length=workflow.LONGEST,
    )


@page(permit=MemberOnly())
def show(request: HttpRequest) -> HttpResponse:
    """Show everything; POST asks for a correction."""
    person = _person(request)
    form = CorrectionForm(request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run_once(workflow.ask, request=request, **form.cleaned_data)
            return HttpResponseRedirect(reverse("me-data") + "#corrections")
        except DomainError as error:
            refused = error
    context = {
        "identity": _identity(person),
        "parts": [one for title, part in PARTS if (one := sheets.lay_out(title, part(person)))],
        "readings": _together(_readings(person)),
        "corrections": _corrections(person),
        "form": form,
        "refused": refused,
    }
    status = 422 if form.errors else refused.status if refused else 200
    return _private(render(request, "config/mydata.html", context, status=status))


@page(permit=MemberOnly())
def download(request: HttpRequest) -> HttpResponse:
    """Give a copy to take along, as JSON; taking it leaves a trace."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    person = _person(request)
    with transaction.atomic():
        trail.record(actor, "person.copy", person, person_id=person.pk, purpose="本人取走一份")
    copy = {
        "generated_at": clock.now().isoformat(),
        "identity": people.personal_data(person),
        "parts": {title: part(person) for title, part in PARTS},
        "readings": [
            {"at": one.at.isoformat(), "who": one.who, "what": one.what, "purpose": one.purpose}
            for one in _readings(person)
        ],
    }
    body = json.dumps(copy, ensure_ascii=False, indent=2, default=str)
    response = _private(HttpResponse(body, content_type="application/json; charset=utf-8"))
    response["Content-Disposition"] = 'attachment; filename="zhijia-my-data.json"'
    return response


def _person(request: HttpRequest) -> Person:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return Person.objects.select_related("key").get(pk=actor.own_person_id)


def _identity(person: Person) -> list[Fact]:
    """Give what accounts keeps, masked as on every page."""
    facts = [
        Fact("姓名", person.unseal("name_sealed")),
        Fact("身份证号", person.masked_id),
        Fact("手机号", person.masked_phone),
    ]
    facts += [
        Fact("会籍", member.union.name, f"{clock.day_words(member.joined_on)}入会")
        for member in Membership.objects.filter(person=person).select_related("union")
    ]
    facts += [
        Fact(
            "收款账户",
            f"{account.bank}（尾号 {account.account_last4}）",
            PAYEE.labels[account.state],
        )
        for account in PayeeAccount.objects.filter(person=person)
    ]
    for consent in Consent.objects.filter(person=person):
        note = f"{_day(consent.given_at)}同意"
        if consent.withdrawn_at:
            note += f"，{_day(consent.withdrawn_at)}撤回"
        facts.append(Fact("单独同意", consent.get_purpose_display(), note))
    return facts


def _readings(person: Person) -> list[Reading]:
    """Tell who touched this person's data, newest first."""
    own = set(User.objects.filter(person=person).values_list("pk", flat=True))
    about = Entry.objects.filter(person_id=person.pk).order_by("-id")[:READS_SHOWN]
    sent = ledger.handed_to_bank(person).order_by("-id")[:READS_SHOWN]
    entries = sorted([*about, *sent], key=lambda one: one.pk, reverse=True)[:READS_SHOWN]
    return [
        Reading(entry.at, _who(entry, own), act_label(entry.act), entry.purpose)
        for entry in entries
    ]


def _together(readings: Sequence[Reading]) -> list[Reading]:
    """Draw the same act of the same post, several times running, as one line with its latest."""
    found: list[Reading] = []
    for one in readings:
        last = found[-1] if found else None
        if last and (last.who, last.what, last.purpose) == (one.who, one.what, one.purpose):
            found[-1] = replace(last, times=last.times + 1)
        else:
            found.append(one)
    return found


def _who(entry: Entry, own: set[int]) -> str:
    return "您本人" if entry.actor_id in own else post_words(entry.actor_label)


def _corrections(person: Person) -> list[dict[str, Any]]:
    """List what this person asked to have put right, newest first."""
    asked = CorrectionRequest.objects.filter(person=person).select_related("key")
    return [
        {
            "field": one.get_field_display(),
            "wanted": one.unseal("wanted_sealed"),
            "answered_at": one.answered_at,
            "corrected": one.corrected,
            "answer": one.answer,
            "due_on": one.due_on,
        }
        for one in asked.order_by("-asked_at")[:READS_SHOWN]
    ]


def _day(moment: datetime) -> str:
    return clock.day_words(moment.astimezone(clock.TZ))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
