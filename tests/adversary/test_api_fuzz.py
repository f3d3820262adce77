"""Every operation meets bodies, headers and paths that nobody should send (T4).

The handler is the one that serves; each call is rolled back, so that the next meets the same
world. Never a 500, always a problem in Chinese with pointers.
"""

import json
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings

from backend.access import wire
from backend.access.guards import Staff
from backend.access.lean import LeanHandler
from backend.access.limits import Limiter
from backend.access.routers import operations
from backend.config.api import APIS
from services.hardship.states import State
from tests.adversary.bodies import example, spoiled
from tests.adversary.worlds import put_back
from tests.backend.access.test_matrix_api import holder_of
from tests.services.hardship import build

HANDLER = LeanHandler(
    "backend.config.api_urls", ("/api/member/v1/uploads", "/api/staff/v1/uploads")
)
PLACES = (
    "ABSENT-0",
    "%00",
    "..%2f..%2fetc%2fpasswd",
    "9" * 30,
    "%F0%9F%92%A9",
    "'%22%3E",
    "x" * 3000,
)
HEADERS: tuple[dict[str, str], ...] = (
    {"Content-Type": "text/plain"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": ""},
    {"Idempotency-Key": ""},
    {"Idempotency-Key": "k" * 500},
    {"Idempotency-Key": "\u00e9\u00e8"},
    {"If-Match": ""},
    {"If-Match": "*"},
    {"If-Match": 'W/"1"'},
    {"If-Match": '"99999999999999999999999"'},
    {"Tus-Resumable": "1.0.0", "Upload-Length": "9" * 30},
    {"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Metadata": "filename //8="},
    {"Tus-Resumable": "1.0.0", "Upload-Offset": "-1"},
)
QUERIES = ("limit=0", "limit=99999999999999999999", "limit=x", "cursor=x", "cursor=%00", "a=%ff",
           "month=2026-13", "month=%00", "union=%00", "q=%27%25", "after_row=99999999999999999999",
           "q=" + "x" * 4000)  # fmt: skip
FEW = 8
MANY = pytest.param(130, marks=pytest.mark.soak)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Answer:
    """What came back from one call."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Attack:
    """One call, and how to say it again."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path[:90]} {self.headers} {self.body[:90]!r}"


@cache
def document_of(audience: str) -> dict[str, Any]:
    """Read the committed OpenAPI document of an audience."""
    path = Path(settings.ROOT) / "docs" / "openapi" / f"{audience}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def numbers(story: build.Story, tokens: dict[str, str]) -> dict[str, str]:
    """Real numbers for the places of a path, so that the calls get past the first door."""
    return {
        "number": build.at(State.NOTICE, story).number,
        "union": story.made.unions["federation"].number,
    }


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Callable[[Attack], Answer]:
    """Send one call through the handler that serves and take back what it did."""
    monkeypatch.setattr(wire, "LIMITER", Limiter(1_000_000))

    def call(attack: Attack) -> Answer:
        with put_back():
            return _ask(attack)

    return call


def _ask(attack: Attack) -> Answer:
    path, _, query = attack.path.partition("?")
    answer = Answer()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": attack.body, "more_body": False}

    async def collect(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            pairs = message["headers"]
            answer.headers = {name.decode(): value.decode() for name, value in pairs}
        else:
            answer.body += message.get("body", b"")

    raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), path.encode())
    scope = {
        "type": "http",
        "method": attack.method,
        "path": raw.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode(),
        "query_string": query.encode(),
        "headers": [
            (name.lower().encode(), value.encode("latin-1"))
            for name, value in attack.headers.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "scheme": "http",
    }
    async_to_sync(HANDLER)(scope, receive, collect)
    return answer


def attacks(
    method: str, path: str, told: dict[str, Any], document: dict[str, Any], numbers: dict[str, str]
) -> Iterator[Attack]:
    """Give the attacks on one operation: by body, by header, by query and by path."""
    usual = {"Content-Type": "application/json", "Idempotency-Key": "k-1", "If-Match": '"1"'}
    here = re.sub(r"\{([^}]+)\}", lambda place: _filled(place[1], numbers), path)
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    good = example(content["schema"], document) if content else {}
    for body in spoiled(good):
        yield Attack(method, here, body, usual)
    for extra in HEADERS:
        yield Attack(method, here, json.dumps(good).encode(), {**usual, **extra})
    for query in QUERIES:
        yield Attack(method, f"{here}?{query}", b"", usual)
    for place in PLACES if "{" in path else ():
        where = re.sub(r"\{[^}]+\}", place.replace("\\", r"\\"), path)
        yield Attack(method, where, json.dumps(good).encode(), usual)


def _filled(place: str, numbers: dict[str, str]) -> str:
    return numbers.get(place.rpartition(":")[2], "1")


def faults(attack: Attack, answer: Answer) -> Iterator[str]:
    """Say what is wrong with an answer."""
    if answer.status >= 500:
        yield f"answers {answer.status}: {answer.body[:200].decode('utf-8', 'replace')}"
    if answer.status < 400 or attack.method == "HEAD":
        return
    if answer.headers.get("content-type") != "application/problem+json":
        yield f"answers {answer.status} as {answer.headers.get('content-type')}"
        return
    problem = json.loads(answer.body)
    if problem["status"] != answer.status or not CHINESE.search(problem["detail"]):
        yield f"does not say in Chinese what is wrong: {problem}"
    for error in problem.get("errors", []):
        where = re.match(r"(/|query:|path:|header:|form:|file:|$)", error["pointer"])
        if where is None or not CHINESE.search(error["detail"]):
            yield f"names no place: {error}"


@pytest.mark.requirement("RX.6")
@pytest.mark.parametrize("audience", APIS)
@pytest.mark.parametrize("each", [FEW, MANY])
def test_nothing_that_is_sent_breaks_an_operation(
    send: Callable[[Attack], Answer],
    numbers: dict[str, str],
    tokens: dict[str, str],
    audience: str,
    each: int,
) -> None:
    document = document_of(audience)
    wrong = []
    for method, path, operation in operations(APIS[audience]):
        full = f"/api/{audience}/v1{path}"
        told = document["paths"].get(full, {}).get(method.lower(), {})
        permit = operation.auth_param
        who = holder_of(permit.permission) if isinstance(permit, Staff) else "li_mei"
        dice = random.Random(zlib.crc32(f"{method}{path}".encode()))
        planned = list(attacks(method, full, told, document, numbers))
        for attack in dice.sample(planned, min(each, len(planned))):
            signed = {**attack.headers, "X-Session-Token": tokens[who]}
            answer = send(Attack(attack.method, attack.path, attack.body, signed))
            wrong += [f"{attack}: {fault}" for fault in faults(attack, answer)]
    assert wrong == []
