"""Sign-in pages: phone, code, second factor; the same steps for members and staff.

They stand here because `accounts` is below the guards and the page shells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Public
from backend.access.pages import page
from backend.accounts import flow, second_factor
from backend.accounts.models import User
from backend.kernel.errors import Conflict, DomainError

OPEN = Public(reason="登录页面，登录之前就要能打开")
NEXT = "sign_in_next"
SET_UP = "/console/second-factor/"
IDENTITY = "/me/identity/"


@dataclass(frozen=True, slots=True)
class Door:
    """One of the two doors: where it stands and where it leads."""

    name: str
    base: str
    home: str
    shell: str
    title: str


MEMBER = Door("me", "/me/sign-in/", "/me/", "portal/base.html", "会员登录")
STAFF = Door("console", "/console/sign-in/", "/console/", "console/base.html", "工作人员登录")


class PhoneForm(forms.Form):
    """Asks for the phone number."""

    phone = forms.CharField(
        label="手机号",
        max_length=20,
        error_messages={"required": "请填写手机号。"},
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "tel", "autofocus": True}
        ),
    )


class CodeForm(forms.Form):
    """Asks for six digits."""

    code = forms.CharField(
        label="验证码",
        max_length=12,
        error_messages={"required": "请填写 6 位数字。"},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )


def _ask_phone(door: Door, request: HttpRequest) -> HttpResponse:
    """Ask for the phone, then send the code."""
    form = PhoneForm(request.POST or None)
    if request.method == "GET":
        request.session[NEXT] = safe_next(request, door.home)
    elif form.is_valid():
        try:
            flow.start(request, form.cleaned_data["phone"])
        except DomainError as refusal:
            return _again(door, request, "phone", form, refusal)
        return HttpResponseRedirect(f"{door.base}code/")
    return _show(door, request, "phone", form)


def _ask_code(door: Door, request: HttpRequest) -> HttpResponse:
    """Ask for the code from the message."""
    if flow.pending(request) == flow.SECOND_FACTOR_STAGE:
        return HttpResponseRedirect(f"{door.base}second-factor/")
    return _ask(door, request, "code", flow.confirm)


def _ask_second_factor(door: Door, request: HttpRequest) -> HttpResponse:
    """Ask for the code of the authenticator app."""
    return _ask(door, request, "second_factor", flow.confirm_second_factor)


def _ask(
    door: Door, request: HttpRequest, step: str, confirm: Callable[[HttpRequest, str], None]
) -> HttpResponse:
    if not flow.pending(request):
        return HttpResponseRedirect(door.base)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        back = request.session.get(NEXT, door.home)
        try:
            confirm(request, form.cleaned_data["code"])
        except DomainError as refusal:
            return _again(door, request, step, form, refusal)
        if flow.pending(request) == flow.SECOND_FACTOR_STAGE:
            return HttpResponseRedirect(f"{door.base}second-factor/")
        return HttpResponseRedirect(_next_step(door, request, back))
    return _show(door, request, step, form)


def _next_step(door: Door, request: HttpRequest, back: str) -> str:
    """Lead who just signed in to what is still missing, or back to where she wanted to go.

    Who came through a phone that does not tell who she is says so first; staff without a second
    factor set it up.
    """
    user = request.user
    if isinstance(user, User) and user.person_id is None and not user.is_operator:
        return f"{IDENTITY}?{urlencode({'next': back})}"
    if door is STAFF and isinstance(user, User) and second_factor.is_needed(user):
        return SET_UP
    return back


def _again(
    door: Door, request: HttpRequest, step: str, form: forms.Form, refusal: DomainError
) -> HttpResponse:
    """Show the step again with what is wrong; an expired sign-in starts anew."""
    name = "phone" if isinstance(refusal, Conflict) or step == "phone" else "code"
    if name == "phone" and step != "phone":
        step, form = "phone", PhoneForm({"phone": ""})
        form.errors.clear()
    form.add_error(name, refusal.message)
    return _show(door, request, step, form, status=refusal.status)


def _show(
    door: Door, request: HttpRequest, step: str, form: forms.Form, status: int = 200
) -> HttpResponse:
    context = {"form": form, "door": door, "shell": door.shell, "step": step}
    response = render(request, f"accounts/{step}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def safe_next(request: HttpRequest, home: str) -> str:
    """Give the page to go back to, if it is one of ours."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/") else home


@page(permit=MemberOnly())
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Show the secret once, as QR code and text, and take its first code.

    Who has a second factor that this session has not seen passes it here.
    """
    actor: Actor = request.auth  # type: ignore[attr-defined]
    user = User.objects.get(pk=actor.user_id or 0)
    back = safe_next(request, STAFF.home)
    if actor.waiting_second_factor and second_factor.has(user):
        return _pass_second_factor(request, user, back)
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            second_factor.activate(request, user, form.cleaned_data["code"])
        except DomainError as refusal:
            form.add_error("code", refusal.message)
            status = refusal.status
        else:
            return HttpResponseRedirect(back)
    offer = second_factor.offer(user, fresh=request.method == "GET")
    picture = segno.make(offer.address, error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    context = {"form": form, "secret": offer.secret, "picture": mark_safe(picture)}  # noqa: S308
    response = render(request, "accounts/set_up_second_factor.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _pass_second_factor(request: HttpRequest, user: User, back: str) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            flow.confirm_waiting_second_factor(user, form.cleaned_data["code"])
        except DomainError as refusal:
            return _again(STAFF, request, "second_factor", form, refusal)
        return HttpResponseRedirect(back)
    return _show(STAFF, request, "second_factor", form)


@require_POST
@page(permit=OPEN)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; its token opens nothing any more."""
    logout(request)
    return HttpResponseRedirect("/")


def _addresses(door: Door) -> list[URLPattern]:
    """Give the three steps of a door."""
    steps = (("", _ask_phone), ("code/", _ask_code), ("second-factor/", _ask_second_factor))
    found: list[URLPattern] = []
    for place, step in steps:

        @page(permit=OPEN)
        def view(
            request: HttpRequest,
            step: Callable[[Door, HttpRequest], HttpResponse] = step,
        ) -> HttpResponse:
            return step(door, request)

        name = f"{door.name}-sign-in" + (f"-{place.strip('/')}" if place else "")
        found.append(path(f"{door.base.lstrip('/')}{place}", view, name=name))
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    *_addresses(MEMBER),
    *_addresses(STAFF),
    path("console/second-factor/", set_up_second_factor, name="second-factor"),
    path("sign-out/", sign_out, name="sign-out"),
]
