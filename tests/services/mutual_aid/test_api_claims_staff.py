"""The reviewers over the API: a desk, a claim, and the steps with the version they rest on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.audit.models import Entry
from tests import cast
from tests.services.mutual_aid import build_claims_review as build

BASE = "/api/staff/v1/claims"
Call = Callable[..., Any]


@pytest.fixture
def call(desk: build.Story, client: Client) -> Call:
    """Call the staff API as one of the cast; a write gets a fresh key."""
    count = iter(range(1000))

    def make(who: str, path: str, body: Any = None, *, etag: str = "") -> Any:
        headers = {"X-Session-Token": cast.sign_in(desk.made.users[who])}
        if body is None:
            return client.get(f"{BASE}{path}", headers=headers)
        headers["Idempotency-Key"] = f"test-key-{next(count):08d}"
        if etag:
            headers["If-Match"] = etag
        return client.post(f"{BASE}{path}", body, content_type="application/json", headers=headers)

    return make


def test_a_claim_goes_from_the_unit_to_its_benefit(desk: build.Story, call: Call) -> None:
    claim = build.filed(desk, build.Stay(invoice="12345678"))
    listed = call("wang_qiang", "?desk=unit").json()
    assert [(one["number"], one["person"]) for one in listed["items"]] == [(claim.number, "李*")]
    read = call("wang_qiang", f"/{claim.number}")
    assert read.json()["items"][0]["invoice"] == "尾号 5678"
    assert [one["act"] for one in read.json()["acts"]] == ["review", "return", "adjust", "reject"]
    assert call("wang_qiang", f"/{claim.number}/review", {}).status_code == 428
    done = call("wang_qiang", f"/{claim.number}/review", {}, etag=read["ETag"])
    assert (done.status_code, done.json()["desk"]) == (200, "district")
    stale = call("zhao_min", f"/{claim.number}/approve", {}, etag=read["ETag"])
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    amount = {"amount": {"amount_fen": 690_000}, "reason": "陪护费不计。"}
    changed = call("zhao_min", f"/{claim.number}/adjust", amount, etag=done["ETag"])
    assert changed.status_code == 200
    refused = call("zhao_min", f"/{claim.number}/approve", {}, etag=changed["ETag"])
    assert (refused.status_code, refused.json()["code"]) == (403, "four_eyes")
    ended = call("second_reviewer", f"/{claim.number}/approve", {}, etag=changed["ETag"])
    assert (ended.status_code, ended.json()["state"]) == (200, "approved")
    shown = call("zhou_lan", f"/{claim.number}").json()
    assert shown["benefit"]["amount_fen"] == 690_000
    assert shown["arithmetic"]["lines"][0]["steps"] == [
        "住院第 1 次，计入费用 10,000.00 元",
        "10,000.00 元按 70% 计算",
        "住院这一笔计 7,000.00 元",
    ]
    assert shown["acts"] == []


def test_the_other_steps_take_what_they_need(desk: build.Story, call: Call) -> None:
    claim = build.filed(desk)
    tag = call("wang_qiang", f"/{claim.number}")["ETag"]
    for step, body in (
        ("return", {"documents": []}),
        ("reject", {"clause": "claim", "fact": "", "remedy": "x"}),
        ("adjust", {"amount": {"amount_fen": 1.5}, "reason": "x"}),
        ("look", {}),
        ("review", {"opinion": "x", "more": 1}),
    ):
        answer = call("wang_qiang", f"/{claim.number}/{step}", body, etag=tag)
        assert answer.status_code == 422, step
    back = call("wang_qiang", f"/{claim.number}/return", {"others": ["发票"]}, etag=tag)
    assert (back.status_code, back.json()["state"]) == (200, "returned")
    assert call("wang_qiang", f"/{claim.number}").json()["returns"][0]["missing"] == ["发票"]


@pytest.mark.requirement("RX.5")
def test_another_subtree_sees_neither_list_nor_claim(desk: build.Story, call: Call) -> None:
    claim = build.filed(desk)
    assert call("west_reviewer", "?desk=unit").json()["items"] == []
    assert call("west_reviewer", f"/{claim.number}").status_code == 404
    assert call("li_mei", "?desk=unit").status_code == 403


@pytest.mark.requirement("RX.2")
def test_a_value_in_full_needs_a_purpose_and_leaves_it(desk: build.Story, call: Call) -> None:
    claim = build.filed(desk, build.Stay(invoice="12345678"))
    line = claim.lines.get().number
    asked = {"field": "invoice", "line": line, "purpose": "核对发票"}
    opened = call("zhao_min", f"/{claim.number}/reveal", asked)
    assert opened.json() == {"value": "12345678"}
    entry = Entry.objects.get(act="mutual_aid.claim.reveal")
    assert (entry.purpose, entry.person_id) == ("核对发票", claim.person_id)
    assert call("wang_qiang", f"/{claim.number}/reveal", asked).status_code == 403
    for change, status in (({"purpose": " "}, 422), ({"field": "diagnosis"}, 422)):
        assert call("zhao_min", f"/{claim.number}/reveal", asked | change).status_code == status
    name = call("zhao_min", f"/{claim.number}/reveal", {"field": "name", "purpose": "核对"})
    assert name.json() == {"value": "李梅"}


def test_a_desk_is_paged_and_costs_the_same_however_long_it_is(
    desk: build.Story, call: Call
) -> None:
    numbers = [build.filed(desk).number for _ in range(3)]
    first = call("zhao_min", "?desk=unit&limit=2").json()
    assert [one["number"] for one in first["items"]] == numbers[:0:-1]
    rest = call("zhao_min", f"?desk=unit&limit=2&cursor={first['next_cursor']}").json()
    assert ([one["number"] for one in rest["items"]], rest["has_more"]) == (numbers[:1], False)
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(call("zhao_min", f"?desk=unit&limit={limit}").json()["items"]) == limit
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert call("zhao_min", "?desk=unit&overdue=true").json()["items"] == []
    assert call("zhao_min", "?desk=nobody").status_code == 422


@pytest.mark.requirement("RX.5")
def test_a_number_that_an_officer_may_not_know_of_is_no_cursor(
    desk: build.Story, call: Call
) -> None:
    claim, draft = build.filed(desk), build.draft(desk)
    assert call("zhao_min", f"?desk=unit&cursor={claim.number}").json()["items"] == []
    for who, number in (
        ("west_reviewer", claim.number),
        ("zhao_min", draft.number),
        ("zhao_min", "SL-2026-999999"),
    ):
        refused = call(who, f"?desk=unit&cursor={number}")
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_cursor"), (who, number)
