"""The write path over HTTP: keys, versions, one effect."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from backend.access.models import CorrectionRequest, IdempotencyKey
from backend.audit.models import Entry

MINE = "/api/member/v1/corrections"
BODY = {"field": "phone", "wanted": "13900000000"}
Call = Callable[..., Any]


@pytest.fixture
def asked(call: Call) -> dict[str, Any]:
    reply = call("li_mei", "POST", MINE, BODY, key="first")
    assert reply.status_code == 201, reply.content
    return dict(json.loads(reply.content))


def answer_path(asked: dict[str, Any]) -> str:
    return f"/api/staff/v1/corrections/{asked['number']}/answer"


def test_a_write_gives_the_new_thing_with_its_version(call: Call) -> None:
    reply = call("li_mei", "POST", MINE, BODY, key="first")
    assert reply.status_code == 201
    assert reply["ETag"] == '"1"'
    assert json.loads(reply.content)["field_label"] == "手机号"
    assert "Idempotency-Replayed" not in reply


@pytest.mark.requirement("RX.6")
def test_a_lost_reply_and_a_retry_make_one_thing_and_the_same_bytes(call: Call) -> None:
    first = call("li_mei", "POST", MINE, BODY, key="first")
    second = call("li_mei", "POST", MINE, BODY, key='"first"')
    assert second.status_code == 201
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    assert second["Idempotency-Replayed"] == "true"
    assert CorrectionRequest.objects.count() == 1
    assert Entry.objects.filter(act="correction.ask").count() == 1


def test_spacing_and_order_of_the_body_do_not_matter_for_a_retry(call: Call) -> None:
    call("li_mei", "POST", MINE, BODY, key="first")
    again = call(
        "li_mei", "POST", MINE, b'{ "wanted":"13900000000",\n"field":"phone" }', key="first"
    )
    assert again["Idempotency-Replayed"] == "true"


def test_the_same_key_for_something_else_is_refused(call: Call, asked: dict[str, Any]) -> None:
    other = call("li_mei", "POST", MINE, {"field": "name", "wanted": "李玫"}, key="first")
    assert other.status_code == 422
    assert json.loads(other.content)["code"] == "idempotency_key_reused"
    assert CorrectionRequest.objects.count() == 1


def test_a_key_belongs_to_its_owner(call: Call, asked: dict[str, Any]) -> None:
    reply = call("chen_ping", "POST", MINE, BODY, key="first")
    assert reply.status_code == 201
    assert "Idempotency-Replayed" not in reply
    assert CorrectionRequest.objects.count() == 2


def test_a_write_without_a_key_changes_nothing(call: Call) -> None:
    reply = call("li_mei", "POST", MINE, BODY)
    assert reply.status_code == 400
    assert json.loads(reply.content)["code"] == "idempotency_key_missing"
    assert CorrectionRequest.objects.count() == 0


def test_a_refused_write_frees_its_key(call: Call, asked: dict[str, Any]) -> None:
    twice = call("li_mei", "POST", MINE, {**BODY, "wanted": "13700000000"}, key="second")
    assert twice.status_code == 409
    assert json.loads(twice.content)["code"] == "correction_open"
    assert not IdempotencyKey.objects.filter(key="second").exists()


def test_the_stored_reply_is_sealed(call: Call, asked: dict[str, Any]) -> None:
    row = IdempotencyKey.objects.get()
    assert row.status == 201
    assert row.reply_sealed is not None
    assert asked["number"].encode() not in bytes(row.reply_sealed)


def test_a_decision_needs_the_version_it_was_made_on(call: Call, asked: dict[str, Any]) -> None:
    body = {"corrected": True, "reason": "已核对。"}
    missing = call("zhao_min", "POST", answer_path(asked), body, key="a")
    assert missing.status_code == 428
    stale = call("zhao_min", "POST", answer_path(asked), body, key="a", match='"7"')
    assert stale.status_code == 412
    assert stale["ETag"] == '"1"'
    weak = call("zhao_min", "POST", answer_path(asked), body, key="a", match='W/"1"')
    assert weak.status_code == 412
    row = CorrectionRequest.objects.get()
    assert (row.answered_at, row.version) == (None, 1)
    assert not Entry.objects.filter(act="correction.answer").exists()


def test_a_decision_on_the_right_version_counts_once(call: Call, asked: dict[str, Any]) -> None:
    body = {"corrected": True, "reason": "已核对。"}
    reply = call("zhao_min", "POST", answer_path(asked), body, key="a", match='"1"')
    assert reply.status_code == 200
    assert reply["ETag"] == '"2"'
    replay = call("zhao_min", "POST", answer_path(asked), body, key="a", match='"1"')
    assert replay.content == reply.content
    late = call("zhao_min", "POST", answer_path(asked), body, key="b", match='"2"')
    assert late.status_code == 409
    assert json.loads(late.content)["code"] == "already_answered"
    assert Entry.objects.filter(act="correction.answer").count() == 1


@pytest.mark.requirement("RX.5")
def test_another_unions_request_reads_like_one_that_is_not_there(
    call: Call, asked: dict[str, Any]
) -> None:
    body = {"corrected": True, "reason": "已核对。"}
    foreign = call("west_reviewer", "POST", answer_path(asked), body, key="a", match='"1"')
    absent = call(
        "zhao_min", "POST", "/api/staff/v1/corrections/none/answer", body, key="a", match='"1"'
    )
    assert foreign.status_code == absent.status_code == 404
    unlike = {"instance"}
    assert {k: v for k, v in json.loads(foreign.content).items() if k not in unlike} == {
        k: v for k, v in json.loads(absent.content).items() if k not in unlike
    }
    assert CorrectionRequest.objects.get().answered_at is None


def test_nobody_answers_his_own_request(call: Call) -> None:
    own = json.loads(call("zhao_min", "POST", MINE, BODY, key="own").content)
    body = {"corrected": True, "reason": "已核对。"}
    reply = call("zhao_min", "POST", answer_path(own), body, key="a", match='"1"')
    assert reply.status_code == 403
    assert json.loads(reply.content)["code"] == "own_case"
    assert CorrectionRequest.objects.get().answered_at is None
