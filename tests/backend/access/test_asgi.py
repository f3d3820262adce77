"""The ASGI entry as a server calls it: lanes, limits, and one shape of failure everywhere."""

from typing import Any

import pytest

from backend.access import wire
from backend.access.limits import Limiter
from backend.accounts import tokens
from tests import cast as people
from tests.backend.access.edge import Server, problem

MINE = "/api/member/v1/corrections"
UNREAD = "/api/member/v1/inbox/unread"


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def token(transactional_db: None) -> str:
    return people.sign_in(people.fresh().users["li_mei"])


@pytest.fixture
def tight_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LIMITER", Limiter(2))


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
