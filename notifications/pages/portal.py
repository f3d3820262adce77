"""The inbox and the notification settings of a member; all of it works without JavaScript."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from backend.access.actor import Actor
from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.access.write import run_once
from backend.kernel.errors import NotFound
from notifications import queries, workflow
from notifications.models import Preference, QuietHours
from notifications.topics import CATEGORY_LABELS, MANDATORY, Category

LONGEST_POSITION = 19


def clock_input() -> forms.TimeInput:
    """A field that a phone fills with its own clock."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the inbox page."""

    seq: int
    label: str
    text: str
    link: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """One category on the settings page."""

    category: Category
    label: str
    is_on: bool
    is_fixed: bool


class QuietForm(forms.Form):
    """Hours without push; both empty clears them."""

    starts = forms.TimeField(label="开始时间", required=False, widget=clock_input())
    ends = forms.TimeField(label="结束时间", required=False, widget=clock_input())


@page(permit=MemberOnly())
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the messages, newest first; the unread ones are marked by a word."""
    person_id = _person_id(request)
    before = _position(request.GET.get("before", ""))
    found = queries.inbox(person_id, before)
    messages = [_message(one) for one in found["items"]]
    context = {
        "inbox": messages,
        "newest": messages[0].seq if messages else 0,
        "unread": queries.unread(person_id),
        "next": f"?before={found['next_cursor']}" if found["has_more"] else "",
        "first": reverse("me-inbox") if before else "",
    }
    return _private(render(request, "notifications/inbox.html", context))


@page(permit=MemberOnly())
def open_message(request: HttpRequest, seq: int) -> HttpResponse:
    """Mark one message as read and go to what it is about."""
    if request.method != "POST":
        raise NotFound
    run_once(workflow.read_one, seq, request=request)
    link = request.POST.get("link", "")
    is_ours = url_has_allowed_host_and_scheme(link, allowed_hosts=None)
    return HttpResponseRedirect(link if is_ours else reverse("me-inbox"))


@page(permit=MemberOnly())
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything that was on the page as read."""
    upto = _position(request.POST.get("upto", ""))
    if request.method != "POST" or upto is None:
        raise NotFound
    run_once(workflow.read_all, upto, request=request)
    return HttpResponseRedirect(reverse("me-inbox"))


@page(permit=MemberOnly())
def settings(request: HttpRequest) -> HttpResponse:
    """Switch categories on and off for push, and set quiet hours."""
    person_id = _person_id(request)
    form = QuietForm(request.POST if "quiet" in request.POST else None)
    if request.method == "POST" and _save_settings(request, form):
        return HttpResponseRedirect(reverse("me-inbox-settings"))
    quiet = QuietHours.objects.filter(person_id=person_id).first()
    if not form.is_bound and quiet:
        form = QuietForm(initial={"starts": quiet.starts, "ends": quiet.ends})
    context = {"switches": _switches(person_id), "form": form, "quiet": quiet}
    status = 422 if form.errors else 200
    return _private(render(request, "notifications/settings.html", context, status=status))


def _save_settings(request: HttpRequest, form: QuietForm) -> bool:
    """Save what was posted; False when the form must be shown again."""
    if form.is_bound:
        if not form.is_valid():
            return False
        run_once(workflow.set_quiet_hours, request=request, **form.cleaned_data)
        return True
    category, mode = request.POST.get("category", ""), request.POST.get("mode", "")
    if category not in set(Category) or mode not in {"on", "off"}:
        raise NotFound
    run_once(workflow.set_preference, Category(category), "push", mode, request=request)
    return True


def _switches(person_id: int) -> list[Switch]:
    off = set(
        Preference.objects.filter(person_id=person_id, channel="push", mode="off").values_list(
            "category", flat=True
        )
    )
    return [
        Switch(one, CATEGORY_LABELS[one], one not in off or one in MANDATORY, one in MANDATORY)
        for one in Category
    ]


def _message(row: dict[str, Any]) -> Message:
    return Message(
        seq=row["seq"],
        label=CATEGORY_LABELS[Category(row["category"])],
        text=row["text"],
        link=row["link"],
        at=datetime.fromisoformat(row["created_at"]),
        is_read=row["is_read"],
    )


def _position(text: str) -> int | None:
    """A feed position from an address or a form; None when it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_POSITION
    return int(text) if is_number else None


def _person_id(request: HttpRequest) -> int:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if actor.person_id is None:
        raise NotFound
    return actor.person_id


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
