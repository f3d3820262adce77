"""The ASGI entry as a server calls it: lanes, limits, and one shape of failure everywhere."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from backend.access import wire
from backend.access.limits import Limiter
from backend.accounts import tokens
from backend.config.asgi import application
from tests import cast as people

MINE = "/api/member/v1/corrections"
UNREAD = "/api/member/v1/inbox/unread"


class Server:
    """Runs the entry with its lifespan and gives answers to plain requests."""

    def __call__(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Ask once."""
        return asyncio.run(self._once(method, path, how))

    async def _once(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        async with _lifespan():
            transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://testserver"
            ) as client:
                return await client.request(method, path, **how)


class _lifespan:  # noqa: N801 reads like the statement it is
    async def __aenter__(self) -> None:
        self._inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._sent: asyncio.Queue[Any] = asyncio.Queue()
        send: Callable[[Any], Awaitable[None]] = self._sent.put
        self._task = asyncio.create_task(
            application({"type": "lifespan"}, self._inbox.get, send)  # type: ignore[arg-type]
        )
        await self._inbox.put({"type": "lifespan.startup"})
        assert (await self._sent.get())["type"] == "lifespan.startup.complete"

    async def __aexit__(self, *_: object) -> None:
        await self._inbox.put({"type": "lifespan.shutdown"})
        assert (await self._sent.get())["type"] == "lifespan.shutdown.complete"
        await self._task


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def token(transactional_db: None) -> str:
    return people.sign_in(people.fresh().users["li_mei"])


@pytest.fixture
def tight_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LIMITER", Limiter(2))


def problem(reply: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    found: dict[str, Any] = json.loads(reply.content)
    assert (found["status"], found["code"]) == (status, code)
    return found


@pytest.mark.django_db(transaction=True)
def test_a_path_that_is_not_there_is_a_problem(server: Server) -> None:
    for path in ("/api/", "/api/member/v1/none", "/api/other/v9/x", "/api/member/v1/%00"):
        assert server("GET", path).status_code in {400, 404}
    problem(server("GET", "/api/member/v1/none"), 404, "not_found")


@pytest.mark.django_db(transaction=True)
def test_a_method_that_is_not_there_names_those_that_are(server: Server) -> None:
    reply = server("DELETE", MINE)
    problem(reply, 405, "method_not_allowed")
    assert set(reply.headers["allow"].replace(" ", "").split(",")) == {"GET", "POST"}


def test_a_body_over_the_limit_is_refused_before_it_is_read(server: Server, token: str) -> None:
    headers = {"X-Session-Token": token, "Content-Type": "application/json"}
    reply = server("POST", MINE, headers=headers, content=b" " * (2 * 1024 * 1024 + 1))
    problem(reply, 413, "too_large")


@pytest.mark.django_db(transaction=True)
def test_a_caller_over_his_limit_is_told_when_to_come_back(
    server: Server, tight_limit: None
) -> None:
    assert server("GET", "/api/member/v1/none").status_code == 404
    left = server("GET", "/api/member/v1/none")
    assert left.headers["ratelimit"].startswith('"default";r=0;t=')
    assert left.headers["ratelimit-policy"] == '"default";q=2;w=60'
    over = server("GET", "/api/member/v1/none")
    problem(over, 429, "too_many_requests")
    assert 1 <= int(over.headers["retry-after"]) <= 30


def test_a_fault_of_ours_is_a_problem_with_a_trace_and_without_a_word_inside(
    server: Server, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("backend.config.corrections.api._page", broken)
    reply = server("GET", MINE, headers={"X-Session-Token": token})
    found = problem(reply, 500, "internal_error")
    assert len(found["trace_id"]) == 36
    assert "secret" not in reply.text


def test_the_hot_lane_and_the_api_give_the_same_bytes_and_failures(
    server: Server, token: str
) -> None:
    signed = {"X-Session-Token": token}
    hot = server("GET", UNREAD, headers=signed)
    ordinary = server("GET", f"{UNREAD}?x=1", headers=signed)
    assert hot.status_code == ordinary.status_code == 200
    assert hot.content == ordinary.content
    assert hot.headers["cache-control"] == ordinary.headers["cache-control"]
    for headers in ({}, {"X-Session-Token": "wrong"}, {"Authorization": "Bearer wrong"}):
        first = server("GET", UNREAD, headers=headers)
        second = server("GET", f"{UNREAD}?x=1", headers=headers)
        assert problem(first, 401, "sign_in_required") == problem(second, 401, "sign_in_required")


@pytest.mark.parametrize("path", ["/api/member/v1/claims", "/api/member/v1/benefits"])
def test_a_members_lists_read_alike_on_both_lanes(server: Server, token: str, path: str) -> None:
    signed = {"X-Session-Token": token}
    hot = server("GET", path, headers=signed)
    assert hot.status_code == 200
    assert hot.json() == server("GET", f"{path}?limit=10", headers=signed).json()
    assert hot.json() == {"items": [], "next_cursor": None, "has_more": False}


def test_a_revoked_token_opens_nothing_on_either_lane(server: Server, token: str) -> None:
    from_token = {"X-Session-Token": token}
    assert server("GET", UNREAD, headers=from_token).status_code == 200
    revoke(token)
    problem(server("GET", UNREAD, headers=from_token), 401, "sign_in_required")
    problem(server("GET", MINE, headers=from_token), 401, "sign_in_required")


def revoke(token: str) -> None:
    tokens.revoke(token)


@pytest.mark.django_db(transaction=True)
def test_liveness_and_readiness_answer_as_json(server: Server) -> None:
    assert server("GET", "/healthz").json() == {"status": "ok"}
    checks = server("GET", "/readyz").json()["checks"]
    assert checks["database"] == {"ok": True}
    assert checks["migrations"] == {"ok": True, "waiting": 0}


@pytest.mark.django_db(transaction=True)
def test_static_files_answer_with_etag_and_304(server: Server) -> None:
    first = server("GET", "/static/web/tokens.css")
    assert first.status_code == 200
    assert first.headers["content-type"] == "text/css; charset=utf-8"
    again = server(
        "GET", "/static/web/tokens.css", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert server("GET", "/static/../backend/config/asgi.py").status_code == 404
