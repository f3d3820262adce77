"""A scripted stand-in for FCM HTTP v1 and its sign-in, on loopback.

It speaks the wire format that the real SDK speaks: an OAuth token for a signed assertion, then
one request per message. The prefix of the address says what happens to it (`SCRIPT`). What came
in is kept: `GET /requests` gives the count per target and the decoded messages.

Run by itself: `python -m tests.support.fcm_stub FOLDER [PORT]` writes `FOLDER/account.json`.
"""

import argparse
import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PROJECT = "zhijia-test"
SLOW_SECONDS = 12.0

# prefix: (HTTP status, google.rpc status, FCM error code)
SCRIPT: dict[str, tuple[int, str, str]] = {
    "gone": (404, "NOT_FOUND", "UNREGISTERED"),
    "mismatch": (403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"),
    "bad": (400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"),
    "quota": (429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"),
    "apns": (401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"),
    "deny": (403, "PERMISSION_DENIED", ""),
    "down": (503, "UNAVAILABLE", "UNAVAILABLE"),
    "broken": (500, "INTERNAL", "INTERNAL"),
}
FLAKY_FAILURES = 2


class FcmStub:
    """The stand-in: start it, hand `account_file` and `url` to the product, read `log`.

    `storm` makes every send answer 429 with that Retry-After in seconds (None: no storm).
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.lock = threading.Lock()
        self.log: list[dict[str, Any]] = []
        self.token_requests = 0
        self.tokens: set[str] = set()
        self.storm: int | None = None
        self.refuse_sign_in = False
        self.server = Server(("127.0.0.1", port), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.account_file = folder / "account.json"
        self.account_file.write_text(json.dumps(_account(self.url)))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def start(self) -> "FcmStub":
        """Begin to answer."""
        self.thread.start()
        return self

    def stop(self) -> None:
        """Stop answering and give the port back."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def counts(self) -> Counter[str]:
        """Requests per target, failed ones included."""
        with self.lock:
            return Counter(entry["target"] for entry in self.log)

    def accepted(self) -> Counter[str]:
        """Messages taken per target."""
        with self.lock:
            return Counter(entry["target"] for entry in self.log if entry["status"] == 200)

    def messages(self, target: str) -> list[dict[str, Any]]:
        """The decoded messages that were sent to a target."""
        with self.lock:
            return [entry["message"] for entry in self.log if entry["target"] == target]

    def report(self) -> dict[str, Any]:
        """What `GET /requests` gives."""
        counts = self.counts()
        with self.lock:
            return {
                "token_requests": self.token_requests,
                "counts": counts,
                "requests": list(self.log),
            }

    def clear(self) -> None:
        """Forget what came in."""
        with self.lock:
            self.log.clear()

    def judge(self, target: str) -> tuple[int, dict[str, Any], dict[str, str]]:
        """The answer to one message: status, body, headers."""
        prefix = target.split("-", 1)[0]
        if self.storm is not None:
            return _failure(SCRIPT["quota"], {"Retry-After": str(self.storm)})
        if prefix == "flaky" and self.counts()[target] < FLAKY_FAILURES:
            return _failure(SCRIPT["down"], {})
        if prefix == "quota":
            return _failure(SCRIPT["quota"], {"Retry-After": "3"})
        if prefix in SCRIPT:
            return _failure(SCRIPT[prefix], {})
        number = len(self.log) + 1
        return 200, {"name": f"projects/{PROJECT}/messages/{number}"}, {}


def _failure(
    script: tuple[int, str, str], headers: dict[str, str]
) -> tuple[int, dict[str, Any], dict[str, str]]:
    status, state, code = script
    details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}]
    error = {
        "code": status,
        "status": state,
        "message": "scripted",
        "details": details * bool(code),
    }
    return status, {"error": error}, headers


def _account(url: str) -> dict[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "test-key",
        "private_key": pem.decode(),
        "client_email": f"push@{PROJECT}.invalid",
        "client_id": "1",
        "token_uri": f"{url}/token",
    }


class Server(ThreadingHTTPServer):
    """A server that takes a whole batch of connections at once."""

    daemon_threads = True
    request_queue_size = 512


def _handler(owner: FcmStub) -> type[BaseHTTPRequestHandler]:
    return type("BoundHandler", (Handler,), {"stub": owner})


class Handler(BaseHTTPRequestHandler):
    """One connection of the SDK."""

    protocol_version = "HTTP/1.1"
    stub: FcmStub

    def do_GET(self) -> None:
        """The request log."""
        self._answer(200, self.stub.report(), {})

    def do_POST(self) -> None:
        """Sign-in, a message, or a change of script."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/token":
            self._sign_in(body)
        elif self.path == "/clear":
            self.stub.clear()
            self._answer(200, {}, {})
        else:
            self._message(json.loads(body))

    def _sign_in(self, body: bytes) -> None:
        assertion = parse_qs(body.decode()).get("assertion", [""])[0]
        if self.stub.refuse_sign_in or assertion.count(".") != 2:
            self._answer(400, {"error": "invalid_grant"}, {})
            return
        with self.stub.lock:
            self.stub.token_requests += 1
            token = f"token-{self.stub.token_requests}"
            self.stub.tokens.add(token)
        self._answer(200, {"access_token": token, "expires_in": 3600}, {})

    def _message(self, body: dict[str, Any]) -> None:
        message = body["message"]
        target = message.get("token") or message.get("fid") or message.get("topic", "")
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if bearer not in self.stub.tokens:
            status, answer, headers = _failure((401, "UNAUTHENTICATED", ""), {})
        else:
            status, answer, headers = self.stub.judge(target)
        with self.stub.lock:
            self.stub.log.append({"target": target, "status": status, "message": message})
        self._act(target)
        if target.startswith("html-"):
            self._write(502, b"<html>bad gateway</html>", "text/html", {})
        else:
            self._answer(status, answer, headers)

    def _act(self, target: str) -> None:
        if target.startswith("slow-"):
            time.sleep(SLOW_SECONDS)
        if target.startswith("lag-"):
            time.sleep(0.3)

    def _answer(self, status: int, content: dict[str, Any], headers: dict[str, str]) -> None:
        self._write(status, json.dumps(content).encode(), "application/json", headers)

    def _write(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep quiet; the log is at `GET /requests`."""


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="A scripted stand-in for FCM on loopback.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int, nargs="?", default=0)
    arguments = parser.parse_args()
    stub = FcmStub(arguments.folder, arguments.port)
    print(stub.url, flush=True)  # noqa: T201 - the address is what the caller waits for
    stub.server.serve_forever()


if __name__ == "__main__":
    main()
