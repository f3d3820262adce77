"""allauth's app-client views with our limits: the same addresses, the same bodies.

A refusal has allauth's shape `{"status", "errors": [{"code", "message", "param"}]}` and
`Retry-After`.
"""

from typing import Any

from allauth.account.internal.stagekit import get_pending_stage
from allauth.core.internal.ratelimit import get_ip
from allauth.headless.account.views import (
    ConfirmLoginCodeView,
    RequestLoginCodeView,
    SessionView,
)
from allauth.headless.base.views import ConfigView
from allauth.headless.constants import Client
from allauth.headless.mfa.views import (
    AuthenticateView,
    AuthenticatorsView,
    ManageRecoveryCodesView,
    ManageTOTPView,
    ReauthenticateView,
)
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import path

from backend.accounts import attempts, authenticator_codes, second_factor
from backend.accounts.authenticator_codes import ReauthenticationInput, SecondFactorInput
from backend.accounts.models import User
from backend.accounts.phones import leads_to
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.identifiers import check_phone


class RequestCode(RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code by phone."""

    def handle_input(self, data: Any) -> HttpResponseBase | None:
        """Count the code before anything else happens."""
        phone = data.get("phone") if isinstance(data, dict) else None
        try:
            if isinstance(phone, str):
                attempts.claim_code(check_phone(phone), get_ip(self.request))
        except attempts.TooMany as locked:
            return too_many(locked)
        except Invalid:
            pass  # allauth's own answer names the field
        answer: HttpResponseBase | None = super().handle_input(data)
        return answer


class _CountedTry:
    """Count each try before it is compared, forget them after a right one."""

    request: HttpRequest

    def subject(self) -> str:
        """Name the guard of this sign-in; empty when none is under way."""
        stage = get_pending_stage(self.request)
        if stage is None:
            user = self.request.user
            return attempts.of_user(user.pk) if isinstance(user, User) else ""
        phone = stage.state.get("phone")
        if phone:
            return attempts.of_phone(phone)
        return attempts.of_user(stage.login.user.pk) if stage.login.user else ""

    def handle_input(self, data: Any) -> HttpResponseBase | None:
        """Refuse when locked; otherwise compare."""
        subject = self.subject()
        nothing_to_compare = self.get_input_class() is None  # type: ignore[attr-defined]
        if not subject or nothing_to_compare:
            return self._compare(data)
        try:
            attempts.claim_try(subject)
            answer = self._compare(data)
            if answer is None:
                attempts.succeeded(subject)
                return None
            attempts.note_failure()
            attempts.refuse_locked(subject)
        except attempts.TooMany as locked:
            return too_many(locked)
        return answer

    def _compare(self, data: Any) -> HttpResponseBase | None:
        answer: HttpResponseBase | None = super().handle_input(data)  # type: ignore[misc]
        return answer


class ConfirmCode(_CountedTry, ConfirmLoginCodeView):  # type: ignore[misc]
    """Bring the code back."""

    def _compare(self, data: Any) -> HttpResponseBase | None:
        """Take no code for a phone that has come to belong to somebody else meanwhile."""
        stage = get_pending_stage(self.request)
        phone, user = (stage.state.get("phone"), stage.login.user) if stage else (None, None)
        if phone and user and not leads_to(phone, user):
            return refusal(400, "incorrect_code", "验证码不对，请对照短信重新输入。")
        return super()._compare(data)


class SecondFactor(_CountedTry, AuthenticateView):  # type: ignore[misc]
    """Bring the code of the authenticator app."""

    input_class = SecondFactorInput


class Reauthentication(_CountedTry, ReauthenticateView):  # type: ignore[misc]
    """Bring another code of the authenticator app, to do something sensitive."""

    input_class = ReauthenticationInput


class AuthenticatorApp(_CountedTry, ManageTOTPView):  # type: ignore[misc]
    """Set up the authenticator app; who holds a post cannot take it off."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a first one outside the day after a post or a reset."""
        user = request.user
        try:
            if isinstance(user, User) and not second_factor.has(user):
                second_factor.must_be_open(user)
        except Conflict as late:
            return refusal(409, late.code, late.message)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take it into use; the code that proved it opens nothing else."""
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        authenticator_codes.claim(self._get_authenticator(), self.input.cleaned_data["code"])
        return answer

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse while a post is held: a lost second factor is reset by the union above."""
        user = request.user
        if isinstance(user, User) and second_factor.is_bound(user):
            return refusal(403, "second_factor_bound", "您担任职务，动态口令不能自行停用。")
        answer: HttpResponseBase = super().delete(request, *args, **kwargs)
        return answer


def too_many(locked: attempts.TooMany) -> JsonResponse:
    """Answer 429 in allauth's shape, with our sentence."""
    answer = refusal(429, locked.code, locked.message)
    answer["Retry-After"] = str(locked.retry_after or 60)
    return answer


def refusal(status: int, code: str, message: str) -> JsonResponse:
    """Answer in allauth's shape, with our sentence."""
    return JsonResponse(
        {"status": status, "errors": [{"code": code, "message": message}]},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )


def _app(view: Any) -> Any:
    return view.as_api_view(client=Client.APP)


# Sign-in only; nobody signs up, has a password or an e-mail address here.
urlpatterns = [
    path("config", _app(ConfigView)),
    path("auth/session", _app(SessionView)),
    path("auth/code/request", _app(RequestCode)),
    path("auth/code/confirm", _app(ConfirmCode)),
    path("auth/2fa/authenticate", _app(SecondFactor)),
    path("auth/2fa/reauthenticate", _app(Reauthentication)),
    path("account/authenticators", _app(AuthenticatorsView)),
    path("account/authenticators/totp", _app(AuthenticatorApp)),
    path("account/authenticators/recovery-codes", _app(ManageRecoveryCodesView)),
]
