"""A worker's services: confirm by the code on the screen, see one's own, rate; a station's form."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import MemberOnly, Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.kernel.errors import DomainError, NotFound
from backend.web.forms import PageForm
from services.commissioning.pages.acting import TOLD, actor_in, told
from services.commissioning.queries import used
from services.commissioning.workflow import confirmations, ratings

FILE = Staff(Permission.COMMISSIONING_CONFIRMATION_FILE)
STARS = [(str(one), f"{one} 分") for one in range(5, 0, -1)]
LONG = 20
NUMBER_LENGTH, CODE_LENGTH = 20, 40


class ConfirmForm(PageForm):
    """The number of the session and the code that it shows."""

    number = forms.CharField(
        label="场次编号", max_length=NUMBER_LENGTH, help_text="屏幕上 CC 开头的编号。"
    )
    code = forms.CharField(
        label="验证码",
        max_length=CODE_LENGTH,
        help_text="屏幕上的 8 位数字，半分钟换一次。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class RatingForm(PageForm):
    """One to five, with words if one likes."""

    stars = forms.TypedChoiceField(
        label="这次服务怎么样", choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="意见",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="请不要写姓名、电话等个人信息。",
    )


class StationForm(PageForm):
    """Whom a station confirms for."""

    number = forms.CharField(label="场次编号", max_length=NUMBER_LENGTH)
    name = forms.CharField(label="会员姓名", max_length=40)
    id_number = forms.CharField(
        label="身份证号",
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@page(permit=MemberOnly())
def mine(request: HttpRequest) -> HttpResponse:
    """List the services that one confirmed, with the way to confirm another."""
    context = {
        "page": used.page(actor_in(request), request.GET.get("cursor") or None),
        "form": ConfirmForm(),
    }
    return render(request, "commissioning/portal/services.html", context)


@page(permit=MemberOnly())
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask whether one is there, by the address of the QR picture; confirm what is sent back."""
    given = request.POST if request.method == "POST" else None
    start = {"number": request.GET.get("s", ""), "code": request.GET.get("c", "")}
    form = ConfirmForm(given, initial=start)
    if request.method == "POST" and form.is_valid():
        return _confirmed(request, form)
    scanned = {name: value[:CODE_LENGTH] for name, value in start.items() if value}
    offered, refused = _offered(scanned.get("number", ""))
    context = {"form": form, "offered": offered, "scanned": scanned, "refused": refused}
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, "commissioning/portal/service_confirm.html", context, status=status)


@page(permit=MemberOnly())
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one of one's own services with the form of its rating."""
    return _draw_one(request, number, RatingForm())


@require_POST
@page(permit=MemberOnly())
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Rate a service; once, and no key of the form is kept beside it."""
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _draw_one(request, number, form, status=422)
    try:
        ratings.rate(number, actor=actor_in(request), **form.cleaned_data)
    except TOLD as refusal:
        return _draw_one(request, number, form, told(refusal, form), status=refusal.status)
    return redirect("me-service", number)


@page(permit=FILE)
def station(request: HttpRequest) -> HttpResponse:
    """Confirm for a member who has no phone with her."""
    form = StationForm(request.POST or None)
    refused: DomainError | None = None
    done = None
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = dict(form.cleaned_data)
        number = words.pop("number").strip().upper()
        try:
            done = confirmations.confirm_for(number, actor=actor_in(request), **words)
        except DomainError as refusal:
            refused = refusal
    context = {"form": StationForm() if done else form, "refused": refused, "done": done}
    status = refused.status if refused else 422 if form.errors else 200
    answer = render(request, "commissioning/console/confirm_for.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _confirmed(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    number = form.cleaned_data["number"].strip().upper()
    code = form.cleaned_data["code"]
    refused: DomainError | None = None
    done = None
    try:
        done = confirmations.confirm(
            number,
            actor=actor_in(request),
            code=code,
            way="qr" if len(code) == LONG else "code",
        )
    except DomainError as refusal:
        refused = refusal
    context = {"form": form, "done": done, "refused": refused}
    status = refused.status if refused else 200
    return render(request, "commissioning/portal/service_confirm.html", context, status=status)


def _offered(number: str) -> tuple[used.Offered | None, DomainError | None]:
    if not number:
        return None, None
    try:
        return used.offered(number), None
    except NotFound as refusal:
        return None, refusal


def _draw_one(
    request: HttpRequest,
    number: str,
    form: RatingForm,
    refused: DomainError | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    found = used.one(actor_in(request), number)
    context = {"used": found, "form": form, "refused": refused}
    return render(request, "commissioning/portal/service.html", context, status=status)
