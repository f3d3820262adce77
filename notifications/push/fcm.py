"""FCM through the real firebase-admin SDK, with its retries off and its answers translated.

Imported by the worker only, on first use after the fork: the library costs a second and brings
threads. The SDK builds, authorises and sends each message; retry, pace and pause are ours,
because its own would park a worker for minutes and repeat a message on a read time-out.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import firebase_admin
from django.conf import settings
from firebase_admin import exceptions, messaging
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from notifications.push.payload import build
from notifications.push.port import Message, Outcome, Result

APP = "zhijia-push"
BATCH = 100
TIMEOUT_SECONDS = 8.0
GOOGLE = "https://fcm.googleapis.com"
SCOPES = ("https://www.googleapis.com/auth/firebase.messaging",)


class OwnCredentials(service_account.Credentials):
    """The service account, without the library's side call to another Google host.

    The library asks `iamcredentials.googleapis.com` which regions are allowed, in a thread
    of its own and with retries: an egress nobody configured, unreachable behind most relays.
    """

    def _after_refresh(self, request: Any, method: str, url: str, headers: Any) -> None:
        """Ask nobody else."""


def _service(endpoint: str) -> Callable[[firebase_admin.App], Any]:
    """The SDK's messaging service with our address and without its retries."""

    class OwnService(messaging._MessagingService):  # type: ignore[misc] # noqa: SLF001
        """Three private names: `_fcm_url`, `_fcm_topic_url`, `_client`; a test watches them."""

        def __init__(self, app: firebase_admin.App) -> None:
            super().__init__(app)
            project = f"{endpoint.rstrip('/')}/v1/projects/{app.project_id}"
            self._fcm_url = f"{project}/messages:send"
            self._fcm_topic_url = f"{project}/registrations"
            once = Retry(0, respect_retry_after_header=False)
            for prefix in ("https://", "http://", GOOGLE):
                adapter = HTTPAdapter(
                    pool_connections=4,
                    pool_maxsize=BATCH,
                    max_retries=once,
                    pool_block=False,
                )
                self._client.session.mount(prefix, adapter)

    return OwnService


class FcmProvider:
    """Firebase Cloud Messaging as a push provider."""

    name = "fcm"
    batch = BATCH

    def __init__(self, account_file: Path, endpoint: str = "") -> None:
        self.credential = OwnCredentials.from_service_account_file(  # type: ignore[no-untyped-call]
            account_file, scopes=SCOPES
        )
        if APP in firebase_admin._apps:  # noqa: SLF001
            firebase_admin.delete_app(firebase_admin.get_app(APP))
        options = {"httpTimeout": TIMEOUT_SECONDS, "projectId": self.credential.project_id}
        self.app = firebase_admin.initialize_app(self.credential, options, name=APP)
        service = self.app._get_service("_messaging", _service(endpoint or GOOGLE))  # noqa: SLF001
        if type(service).__name__ != "OwnService":
            msg = "the SDK did not take our messaging service"
            raise RuntimeError(msg)

    @classmethod
    def from_settings(cls) -> "FcmProvider":
        """The provider that `FCM_SERVICE_ACCOUNT_FILE` and `FCM_ENDPOINT` describe."""
        return cls(Path(settings.FCM_SERVICE_ACCOUNT_FILE), settings.FCM_ENDPOINT)

    def send(self, messages: list[Message]) -> list[Result]:
        """Send up to 100 messages, one request each; a failed sign-in answers for all."""
        try:
            self._authorise()
            replies = messaging.send_each([build(message) for message in messages], app=self.app)
        except GoogleAuthError as fault:
            return [_refused_sign_in(fault) for _ in messages]
        except exceptions.FirebaseError as fault:
            result = translate(fault)
            return [result for _ in messages]
        return [
            Result(Outcome.SENT, reference=reply.message_id)
            if reply.success
            else translate(reply.exception)
            for reply in replies.responses
        ]

    def _authorise(self) -> None:
        """Fetch the access token once before the batch's threads would each do it."""
        if not self.credential.valid:
            self.credential.refresh(partial(Request(), timeout=TIMEOUT_SECONDS))


def translate(fault: Exception) -> Result:
    """One SDK error as one of our outcomes; whatever is unknown is worth another try."""
    cause = getattr(fault, "cause", None)
    if isinstance(cause, GoogleAuthError):
        return _refused_sign_in(cause)
    code = type(fault).__name__.removesuffix("Error")
    wait = _retry_after(fault)
    if isinstance(fault, messaging.UnregisteredError | messaging.SenderIdMismatchError):
        return Result(Outcome.GONE, code=code)
    if isinstance(fault, messaging.QuotaExceededError | exceptions.ResourceExhaustedError):
        return Result(Outcome.PAUSE, code=code, retry_after=wait)
    if isinstance(
        fault,
        messaging.ThirdPartyAuthError
        | exceptions.UnauthenticatedError
        | exceptions.PermissionDeniedError,
    ):
        return Result(Outcome.CONFIG, code=code, retry_after=wait)
    if isinstance(fault, exceptions.InvalidArgumentError):
        return Result(Outcome.DEAD, code=code)
    return Result(Outcome.RETRY, code=code, retry_after=wait)


def _refused_sign_in(fault: GoogleAuthError) -> Result:
    is_ours = isinstance(fault, RefreshError) and not fault.retryable
    return Result(Outcome.CONFIG if is_ours else Outcome.RETRY, code=type(fault).__name__)


def _retry_after(fault: Exception) -> float:
    """Seconds that the answer asks us to wait; 0 when it does not say or says a date."""
    response = getattr(fault, "http_response", None)
    text = response.headers.get("Retry-After", "") if response is not None else ""
    return min(3600.0, float(text)) if text.isdigit() else 0.0
