"""An app that signs in over allauth's headless addresses."""

from typing import Any

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from backend.config.demo.cast import SECOND_FACTOR_SECRET

BASE = "/_allauth/app/v1/"


class App:
    """A phone app: keeps the token that the last answer gave."""

    def __init__(self) -> None:
        self.client = Client()
        self.token = ""

    def post(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        """Send JSON with the token; gives status and body."""
        return self._call("post", path, body)

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        """Read with the token."""
        return self._call("get", path, None)

    def delete(self, path: str) -> tuple[int, dict[str, Any]]:
        """Delete with the token."""
        return self._call("delete", path, None)

    def _call(self, verb: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        headers = {"X-Session-Token": self.token} if self.token else {}
        options = {"data": body, "content_type": "application/json"} if body is not None else {}
        answer = getattr(self.client, verb)(BASE + path, headers=headers, **options)
        content = answer.json()
        self.token = content.get("meta", {}).get("session_token") or self.token
        return answer.status_code, content


def totp(step: int = 0, *, secret: str = SECOND_FACTOR_SECRET) -> str:
    """Compute the code that the authenticator app shows now (or so many steps later)."""
    counters = list(yield_hotp_counters_from_time())
    counter = counters[len(counters) // 2] + step
    return format_hotp_value(hotp_value(secret, counter))


def wrong(code: str) -> str:
    """Give six digits that differ from the code and from all that the app shows about now."""
    right = {code, *(totp(step) for step in range(-3, 4))}
    others = (f"{(int(code) + more) % 1_000_000:06d}" for more in range(1, 10))
    return next(other for other in others if other not in right)
