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

from backend.accounts import attempts
from backend.kernel.errors import Invalid
from backend.kernel.identifiers import check_phone


class RequestCode(RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code by phone."""

    def handle_input(self, data: Any) -> HttpResponseBase | None:
        """Count the code before anything else happens."""
        phone = data.get("phone") if isinstance(data, dict) else None
        try:
            if isinstance(phone, str):
                attempts.claim_code(check_phone(phone), get_ip(self.request))
        except attempts.TooMany as refusal:
            return too_many(refusal)
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
            return ""
        phone = stage.state.get("phone")
        if phone:
            return attempts.of_phone(phone)
        return attempts.of_user(stage.login.user.pk) if stage.login.user else ""

    def handle_input(self, data: Any) -> HttpResponseBase | None:
        """Refuse when locked; otherwise compare."""
        subject = self.subject()
        if not subject:
            return self._compare(data)
        try:
            attempts.claim_try(subject)
            refusal = self._compare(data)
            if refusal is None:
                attempts.succeeded(subject)
                return None
            attempts.note_failure()
            attempts.refuse_locked(subject)
        except attempts.TooMany as locked:
            return too_many(locked)
        return refusal

    def _compare(self, data: Any) -> HttpResponseBase | None:
        answer: HttpResponseBase | None = super().handle_input(data)  # type: ignore[misc]
        return answer


class ConfirmCode(_CountedTry, ConfirmLoginCodeView):  # type: ignore[misc]
    """Bring the code back."""


class SecondFactor(_CountedTry, AuthenticateView):  # type: ignore[misc]
    """Bring the code of the authenticator app."""


def too_many(refusal: attempts.TooMany) -> JsonResponse:
    """Answer 429 in allauth's shape, with our sentence."""
    answer = JsonResponse(
        {"status": 429, "errors": [{"code": refusal.code, "message": refusal.message}]},
        status=429,
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Retry-After"] = str(refusal.retry_after or 60)
    return answer


def _app(view: Any) -> Any:
    return view.as_api_view(client=Client.APP)


# Sign-in only; nobody signs up, has a password or an e-mail address here.
urlpatterns = [
    path("config", _app(ConfigView)),
    path("auth/session", _app(SessionView)),
    path("auth/code/request", _app(RequestCode)),
    path("auth/code/confirm", _app(ConfirmCode)),
    path("auth/2fa/authenticate", _app(SecondFactor)),
    path("auth/2fa/reauthenticate", _app(ReauthenticateView)),
    path("account/authenticators", _app(AuthenticatorsView)),
    path("account/authenticators/totp", _app(ManageTOTPView)),
    path("account/authenticators/recovery-codes", _app(ManageRecoveryCodesView)),
]
