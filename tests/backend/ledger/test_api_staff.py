"""The ledger through the staff API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.ledger.models import Receipt
from tests import cast
from tests.backend.ledger.conftest import Counter

BODY = {
    "amount_fen": 120_430,
    "payer": "示范市财政局",
    "reference": "拨款〔2026〕7号",
    "received_on": "2026-03-02",
}


@pytest.fixture
def call(counter: Counter, client: Client) -> Callable[..., Any]:
    """Call the staff API as one of the cast."""

    def make(who: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {"X-Session-Token": cast.sign_in(counter.cast.users[who])}
        if key:
            headers["Idempotency-Key"] = key
        address = f"/api/staff/v1{path}"
        if body is None:
            return client.get(address, headers=headers)
        return client.post(address, body, content_type="application/json", headers=headers)

    return make


def test_funds_and_their_statement_are_read(counter: Counter, call: Callable[..., Any]) -> None:
    found = call("sun_li", "/funds").json()["items"]
    assert [(one["name"], one["balance"]["available_fen"]) for one in found] == [
        ("困难帮扶资金", 1_000_000)
    ]
    lines = call("sun_li", f"/funds/{counter.fund.number}/transfers").json()
    assert [(one["kind"], one["amount_fen"]) for one in lines["items"]] == [("receive", 1_000_000)]
    assert lines["has_more"] is False
    assert call("sun_li", "/payment-batches").json()["items"] == []


def test_money_that_came_in_is_entered_once_under_one_key(
    counter: Counter, call: Callable[..., Any]
) -> None:
    path = f"/funds/{counter.fund.number}/receipts"
    first, second = (call("sun_li", path, BODY, key="k-0123456789") for _ in range(2))
    assert (first.status_code, first.json()["amount_fen"]) == (201, 120_430)
    assert second.content == first.content
    assert second["Idempotency-Replayed"] == "true"
    assert counter.balances() == (1_120_430, 1_120_430, 0, 0)


@pytest.mark.parametrize("amount", [0, -1, 1.5, "100", True, 10**13])
def test_an_amount_that_is_no_positive_whole_number_of_fen_is_refused(
    counter: Counter, call: Callable[..., Any], amount: object
) -> None:
    path = f"/funds/{counter.fund.number}/receipts"
    reply = call("sun_li", path, BODY | {"amount_fen": amount}, key="k-0123456789")
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["pointer"] == "/amount_fen"
    assert not Receipt.objects.exists()
    assert counter.balances() == (1_000_000, 1_000_000, 0, 0)


@pytest.mark.parametrize("who", ["li_mei", "wang_qiang", "chen_ping"])
def test_others_are_refused(counter: Counter, call: Callable[..., Any], who: str) -> None:
    path = f"/funds/{counter.fund.number}/receipts"
    assert call(who, path, BODY, key="k-0123456789").status_code == 403
    assert counter.balances() == (1_000_000, 1_000_000, 0, 0)


def test_a_fund_that_does_not_exist_is_not_found(call: Callable[..., Any]) -> None:
    assert call("sun_li", "/funds/" + "0" * 36).status_code == 404
