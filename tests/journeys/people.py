"""The people of a journey: signed in by phone code, each with an app of their own."""

from typing import Any
from uuid import uuid4

import httpx

from backend.config.demo.cast import CAST, FURTHER
from tests.journeys.stack import Stack, until

PARTS = {part.key: part for part in (*CAST, *FURTHER)}
AUTH = "/_allauth/app/v1/auth"
MEMBER = "/api/member/v1"
STAFF = "/api/staff/v1"


class Person:
    """Somebody who is signed in; every write carries a key of its own, as the apps do."""

    def __init__(self, stack: Stack, token: str) -> None:
        self.stack, self.token = stack, token
        self.client = httpx.Client(base_url=stack.url, timeout=60)
        self.client.headers["X-Session-Token"] = token
        self.browser = httpx.Client(
            base_url=stack.url, timeout=60, cookies={"zhijia_session": token}
        )

    def leave(self) -> None:
        """Close what is open."""
        self.client.close()
        self.browser.close()

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        """Read."""
        return self.client.get(path, **kwargs)

    def read(self, path: str, **kwargs: Any) -> Any:
        """Read what must be there."""
        answer = self.client.get(path, **kwargs)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:800]}"
        return answer.json()

    def send(
        self, method: str, path: str, json: Any = None, *, version: int | None = None,
        key: str = "", headers: dict[str, str] | None = None, **kwargs: Any,
    ) -> httpx.Response:  # fmt: skip
        """Write with any method, and the version one read."""
        sent = {"Idempotency-Key": key or str(uuid4()), **(headers or {})}
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        return self.client.request(method, path, json=json, headers=sent, **kwargs)

    def post(self, path: str, json: Any = None, **kwargs: Any) -> httpx.Response:
        """Write."""
        return self.send("POST", path, json, **kwargs)

    def do(self, method: str, path: str, json: Any = None, **kwargs: Any) -> Any:
        """Write what must succeed; gives the answer."""
        answer = self.send(method, path, json, **kwargs)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text[:800]}"
        return answer.json() if answer.content else None

    def page(self, path: str) -> httpx.Response:
        """Open a page as the phone's browser would, with the same sign-in."""
        return self.browser.get(path)


class People:
    """Who is signed in on a copy; each person signs in once."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.known: dict[str, Person] = {}

    def __getitem__(self, key: str) -> Person:
        """Give one of the cast, or somebody by phone number."""
        if key not in self.known:
            phone = PARTS[key].phone if key in PARTS else key
            self.known[key] = Person(self.stack, self._sign_in(phone))
        return self.known[key]

    def _sign_in(self, phone: str) -> str:
        with httpx.Client(base_url=self.stack.url, timeout=30) as client:
            token = self.ask_code(client, phone)
            code = self.code_for(phone)
            answer = client.post(
                f"{AUTH}/code/confirm", json={"code": code}, headers={"X-Session-Token": token}
            )
            if answer.status_code == 401 and "mfa_authenticate" in answer.text:
                answer = client.post(
                    f"{AUTH}/2fa/authenticate",
                    json={"code": self.stack.authenticators[phone].code()},
                    headers={"X-Session-Token": token},
                )
        assert answer.status_code == 200, answer.text
        assert code not in answer.text
        return str(answer.json()["meta"].get("session_token", token))

    def ask_code(self, client: httpx.Client, phone: str) -> str:
        """Ask for a code; gives the token of the sign-in that has begun."""
        self.before = len(self.stack.texts_to(phone))
        asked = client.post(f"{AUTH}/code/request", json={"phone": phone})
        assert asked.status_code == 401, asked.text
        return str(asked.json()["meta"]["session_token"])

    def code_for(self, phone: str) -> str:
        """Wait for the code that came after it was asked for."""
        text = until(lambda: self.stack.texts_to(phone)[self.before :], f"a code for {phone[-4:]}")
        words = "".join(one if one.isdigit() else " " for one in str(text[-1])).split()
        return next(word for word in words if len(word) == 6)
