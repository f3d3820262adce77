"""A started copy of the product, used as its users do: over HTTP and websocket, nothing else.

The journeys may look at files that an operator has (the text-message file of the demo, the log of
the push stand-in) and may move the clock; they never touch the database.
"""

import base64
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import time
from hashlib import sha1
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from backend.config.demo.cast import CAST, FURTHER, SECOND_FACTOR_SECRET

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
PHONES = {part.key: part.phone for part in (*CAST, *FURTHER)}


def free_port() -> int:
    """Give a port that is free on loopback now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def totp(secret: str, at: float) -> str:
    """Give the six digits of RFC 6238 for a moment, as an authenticator app does."""
    counter = int(at) // 30
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), sha1)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


class Stack:
    """One copy on its own folder and port; `environ` adds settings (the push stand-in)."""

    def __init__(
        self, data: Path, *, members: int = 40, environ: dict[str, str] | None = None
    ) -> None:
        self.data, self.members = data, members
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.offset_file = data / "clock-offset"
        self.environ = environ or {}
        self.process: subprocess.Popen[bytes] | None = None
        self._totp_used: dict[str, str] = {}

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o755)
        if not self.offset_file.exists():
            self.offset_file.write_text("0", encoding="ascii")
        self.offset_file.chmod(0o644)
        environ = {
            name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")
        }
        for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DATA", "KEYRING_FILE"):
            environ.pop(name, None)
        environ |= {"CLOCK_OFFSET_FILE": str(self.offset_file), **self.environ}
        log = (self.data / "serve.log").open("wb")
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "backend.config.cli", "serve",
                "--port", str(self.port), "--data", str(self.data), "--members", str(self.members),
            ],
            cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        log.close()
        self.wait_ready()

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until `/readyz` answers 200; fail with the end of the log."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        message = f"the copy did not become ready:\n{self.log()[-4000:]}"
        raise AssertionError(message)

    def log(self) -> str:
        """Give what the launcher said."""
        return (self.data / "serve.log").read_text(encoding="utf-8")

    def stop(self) -> None:
        """Stop it as Ctrl-C does; it has ten seconds by contract."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def move_clock(self, seconds: int) -> None:
        """Move business time forward for every process."""
        now = int(self.offset_file.read_text(encoding="ascii") or 0)
        self.offset_file.write_text(str(now + seconds), encoding="ascii")

    def texts_to(self, phone: str) -> list[dict[str, Any]]:
        """Give the text messages sent to a phone, oldest first."""
        path = self.data / "sms.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [text for line in lines if (text := json.loads(line))["phone"] == phone]

    def code_for(self, phone: str, after: int) -> str:
        """Wait for the sign-in code that came after the first `after` texts to this phone."""
        limit = time.monotonic() + 10
        while time.monotonic() < limit:
            texts = self.texts_to(phone)
            if len(texts) > after:
                found = [
                    word
                    for word in _digits(json.dumps(texts[-1], ensure_ascii=False))
                    if len(word) == 6
                ]
                if found:
                    return found[0]
            time.sleep(0.05)
        message = f"no code arrived for a phone ending {phone[-4:]}"
        raise AssertionError(message)

    def sign_in(self, key: str) -> "Person":
        """Sign one of the cast in by phone code, with the second factor where a post asks."""
        phone = PHONES[key]
        client = httpx.Client(base_url=self.url, timeout=30)
        before = len(self.texts_to(phone))
        asked = client.post("/_allauth/app/v1/auth/code/request", json={"phone": f"+86{phone}"})
        if asked.status_code == 400:
            asked = client.post("/_allauth/app/v1/auth/code/request", json={"phone": phone})
        assert asked.status_code == 401, asked.text
        token = asked.json()["meta"]["session_token"]
        answer = client.post(
            "/_allauth/app/v1/auth/code/confirm",
            json={"code": self.code_for(phone, before)},
            headers={"X-Session-Token": token},
        )
        if answer.status_code == 401 and "mfa_authenticate" in answer.text:
            answer = self._second_factor(client, key, token)
        assert answer.status_code == 200, answer.text
        return Person(client, answer.json()["meta"].get("session_token", token))

    def _second_factor(self, client: httpx.Client, key: str, token: str) -> httpx.Response:
        code = totp(SECOND_FACTOR_SECRET, time.time())
        while self._totp_used.get(key) == code:  # a code counts once
            time.sleep(0.5)
            code = totp(SECOND_FACTOR_SECRET, time.time())
        self._totp_used[key] = code
        return client.post(
            "/_allauth/app/v1/auth/2fa/authenticate",
            json={"code": code},
            headers={"X-Session-Token": token},
        )


def _digits(text: str) -> list[str]:
    words, word = [], ""
    for character in text + " ":
        if character.isdigit():
            word += character
        elif word:
            words.append(word)
            word = ""
    return words


class Person:
    """Somebody who is signed in; every write carries a key of its own, as the apps do."""

    def __init__(self, client: httpx.Client, token: str) -> None:
        self.client, self.token = client, token
        client.headers["X-Session-Token"] = token

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        """Read."""
        return self.client.get(path, **kwargs)

    def post(
        self, path: str, json: Any = None, *, version: int | str | None = None,
        key: str | None = None, **kwargs: Any,
    ) -> httpx.Response:  # fmt: skip
        """Write, with the version one read."""
        return self.send("POST", path, json, version=version, key=key, **kwargs)

    def send(
        self, method: str, path: str, json: Any = None, *, version: int | str | None = None,
        key: str | None = None, **kwargs: Any,
    ) -> httpx.Response:  # fmt: skip
        """Write with any method."""
        headers = {"Idempotency-Key": key or str(uuid4()), **kwargs.pop("headers", {})}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.client.request(method, path, json=json, headers=headers, **kwargs)
