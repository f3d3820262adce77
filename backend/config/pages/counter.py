"""Pages of the counter: putting a member's phone right, resetting an officer's second factor."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.accounts.models import Person
from backend.accounts.phones import LONGEST_REASON
from backend.config.identity import workflow
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm


class IdCardForm(PageForm):
    """Whose matter it is, read from the ID card, and why."""

    id_number = forms.CharField(
        label="身份证号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="原因", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class PhoneForm(IdCardForm):
    """The phone that is right as well."""

    phone = forms.CharField(
        label="新手机号",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    field_order = ("id_number", "phone", "reason")


@page(permit=Staff(Permission.ACCOUNTS_PHONE_CHANGE))
def phone(request: HttpRequest) -> HttpResponse:
    """Take a member's new phone, the ID card seen."""
    context = {
        "title": "变更会员手机号",
        "lead": "请先查验本人身份证原件。变更后，原手机号的登录全部退出，原手机号会收到一条短信。",
        "button": "变更手机号",
        "done": "{}的手机号已变更。本人下次登录时，要用身份证号后六位核对身份。",
    }
    return _act(request, PhoneForm(request.POST or None), workflow.change_phone, context)


@page(permit=Staff(Permission.ACCOUNTS_SECOND_FACTOR_RESET))
def second_factor(request: HttpRequest) -> HttpResponse:
    """Reset the second factor of an officer of a union below."""
    context = {
        "title": "重置动态口令",
        "lead": "下级工会任职人员丢失验证器或错过设置时限的，在这里重置。请先核实是本人申请。",
        "button": "重置动态口令",
        "done": "{}的动态口令已重置。本人请在 24 小时内登录工作台重新设置。",
    }
    return _act(request, IdCardForm(request.POST or None), workflow.reset_second_factor, context)


def _act(
    request: HttpRequest, form: PageForm, verb: Verb[..., Person], context: dict[str, Any]
) -> HttpResponse:
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            person = run_once(verb, request=request, **form.cleaned_data)
        except DomainError as error:
            refused = error
        else:
            messages.success(request, context["done"].format(person.display_name))
            return HttpResponseRedirect(request.path)
    status = refused.status if refused else 422 if form.errors else 200
    response = render(
        request,
        "config/counter.html",
        {**context, "form": form, "refused": refused},
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response
