"""An app that calls the API with a token."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from backend.kernel.identifiers import uuid7
from tests import cast
from tests.services.commissioning.build import World


class Caller:
    """One part of the cast at API and pages; writes carry a key of their own."""

    def __init__(self, world: World, key: str = "") -> None:
        self.client = Client()
        self.token = cast.sign_in(world.cast.users[key]) if key else ""
        self.client.cookies[settings.SESSION_COOKIE_NAME] = self.token

    def get(self, url: str) -> HttpResponse:
        """Read."""
        return self.client.get(url, headers=self._token())

    def send(
        self,
        url: str,
        body: Mapping[str, Any] | None = None,
        *,
        version: int | None = None,
        method: str = "post",
    ) -> HttpResponse:
        """Write, with the version it was decided on."""
        headers = {**self._token(), "Idempotency-Key": str(uuid7())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        call = getattr(self.client, method)
        return call(url, body or {}, content_type="application/json", headers=headers)

    def _token(self) -> dict[str, str]:
        return {"X-Session-Token": self.token} if self.token else {}
