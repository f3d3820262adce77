"""Every failure has one shape, whatever went wrong."""

import json
from collections.abc import Callable
from typing import Any

import pytest

MINE = "/api/member/v1/corrections"
Call = Callable[..., Any]


def problem(reply: Any, status: int, code: str) -> dict[str, Any]:
    assert reply.status_code == status, reply.content
    assert reply["Content-Type"] == "application/problem+json"
    assert reply["Content-Language"] == "zh-CN"
    found: dict[str, Any] = json.loads(reply.content)
    assert found["status"] == status
    assert found["code"] == code
    assert found["type"] == f"urn:zhijia:problem:{code}"
    assert found["detail"].endswith("。")
    return found


def test_no_token_and_a_wrong_token_read_alike(call: Call) -> None:
    without = problem(call(None, "GET", MINE), 401, "sign_in_required")
    wrong = call(None, "GET", MINE, **{"X-Session-Token": "nonsense"})
    assert problem(wrong, 401, "sign_in_required") == without
    assert wrong["WWW-Authenticate"] == 'Bearer realm="zhijia"'


def test_bearer_and_session_token_serve_alike(call: Call, tokens: dict[str, str]) -> None:
    reply = call(None, "GET", MINE, Authorization=f"Bearer {tokens['li_mei']}")
    assert reply.status_code == 200


def test_a_missing_permission_names_whose_business_it_is(call: Call) -> None:
    reply = call("li_mei", "GET", "/api/staff/v1/corrections")
    found = problem(reply, 403, "not_permitted")
    assert "区总工会审核人" in found["detail"]


def test_json_that_is_no_json_is_400(call: Call) -> None:
    for body in (b"{", b"[1,", b'{"wanted": "\\u0000"}', b'{"wanted": "\\ud800"}', b'{"a": NaN}'):
        problem(call("li_mei", "POST", MINE, body, key="k"), 400, "bad_request")


def test_a_strange_media_type_is_415(client: Any, tokens: dict[str, str]) -> None:
    reply = client.generic(
        "POST",
        MINE,
        b"a=b",
        content_type="text/plain",
        headers={"X-Session-Token": tokens["li_mei"]},
    )
    problem(reply, 415, "unsupported_media_type")


def test_a_wrong_body_names_each_field_in_chinese(call: Call) -> None:
    reply = call("li_mei", "POST", MINE, {"field": "shoe", "extra": 1}, key="k")
    found = problem(reply, 422, "invalid")
    assert {(one["pointer"], one["code"], one["detail"]) for one in found["errors"]} == {
        ("/field", "enum", "“要更正的内容”只能是 name、phone、union 或 other。"),
        ("/wanted", "missing", "请填写正确的内容。"),
        ("/extra", "extra_forbidden", "没有“extra”这一项，请去掉。"),
    }
    assert found["detail"] == "有 3 处填写有误，请逐项改正。"


def test_an_empty_or_missing_field_is_asked_for_by_its_own_name(call: Call) -> None:
    for body in ({"field": "phone", "wanted": " "}, {"field": "phone"}):
        found = problem(call("li_mei", "POST", MINE, body, key="k"), 422, "invalid")
        assert [one["detail"] for one in found["errors"]] == ["请填写正确的内容。"]


def test_a_wrong_query_names_the_parameter(call: Call) -> None:
    found = problem(call("li_mei", "GET", f"{MINE}?limit=500"), 422, "invalid")
    assert found["errors"] == [
        {"pointer": "query:limit", "code": "less_than_equal", "detail": "“每页条数”不能大于 100。"}
    ]


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "WyJ4Il0:1w:abc"])
def test_a_cursor_that_was_changed_is_400(call: Call, cursor: str) -> None:
    problem(call("li_mei", "GET", f"{MINE}?cursor={cursor}"), 400, "bad_cursor")
