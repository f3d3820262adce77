"""Payments of benefits over the staff API, from the list to the fund's figures."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.ledger.formats import csv_v1
from backend.ledger.models import PaymentBatch, PaymentOrder
from services.mutual_aid.models import Benefit
from tests import cast
from tests.services.mutual_aid.build_benefits import (
    Desk,
    account_of,
    desk_of,
    due,
    fresh,
    reply_to,
)

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]
BASE = "/api/staff/v1/mutual-aid"


@pytest.fixture
def desk(world: cast.Cast) -> Desk:
    """A funded plan; 李梅 has an account."""
    made = desk_of(world)
    account_of(made, "li_mei")
    return made


@pytest.fixture
def call(desk: Desk, client: Client) -> Call:
    """Call the staff API as one of the cast; a write gets a fresh key."""
    count = iter(range(1000))

    def make(who: str, path: str, body: Any = None, *, etag: str = "") -> Any:
        headers = {"X-Session-Token": cast.sign_in(desk.cast.users[who])}
        if body is None:
            return client.get(f"{BASE}{path}", headers=headers)
        headers["Idempotency-Key"] = f"test-key-{next(count):08d}"
        if etag:
            headers["If-Match"] = etag
        return client.post(f"{BASE}{path}", body, content_type="application/json", headers=headers)

    return make


@pytest.mark.requirement("R8.29", "R8.30", "R8.32")
def test_a_benefit_is_paid_and_got_back_over_the_api(desk: Desk, call: Call) -> None:
    benefit = due(desk, 120_430)
    listed = call("sun_li", "/benefits/to-pay").json()["items"]
    assert [(one["number"], one["amount_fen"], one["note"]) for one in listed] == [
        (benefit.number, 120_430, "")
    ]
    made = call("sun_li", "/payment-batches", {"benefits": [benefit.number]})
    assert (made.status_code, made.json()["count"]) == (201, 1)
    batch = PaymentBatch.objects.get()
    here = f"/payment-batches/{batch.number}"
    file = call("sun_li", f"{here}/file", {})
    assert "1204.30" in file.content.decode("utf-8-sig")
    assert call("sun_li", f"{here}/lines").json()["items"][0]["benefit_number"] == benefit.number
    content = csv_v1.write_reply(reply_to(batch)).decode("utf-8-sig")
    done = call("payment_confirmer", f"{here}/reply", {"content": content})
    assert (done.status_code, done.json()["state"]) == (200, "settled")
    asked = call(
        "sun_li",
        f"/benefits/{benefit.number}/demand-back",
        {"amount": {"amount_fen": 430}, "reason": "多付"},
        etag=f'"{fresh(benefit).version}"',
    )
    assert asked.status_code == 201, asked.content
    number = asked.json()["number"]
    told = call("district_approver", f"/recoveries/{number}/confirm", {}, etag=asked["ETag"])
    assert told.json()["state"] == "demanded"
    assert call("sun_li", "/recoveries").json()["items"][0]["reason"] == "多付"
    back = call(
        "sun_li",
        f"/recoveries/{number}/repayments",
        {"amount": {"amount_fen": 430}, "bank_reference": "T1", "received_on": "2026-11-20"},
        etag=told["ETag"],
    )
    assert back.json()["state"] == "repaid"
    figures = call("sun_li", f"/funds/{desk.plan.code}/figures?period=2026Q4").json()
    assert (figures["benefits_fen"], figures["recovered_fen"]) == (120_430, 430)
    assert figures["closing_fen"] == 10_000_000 - 120_000


def test_who_holds_no_post_finds_nothing_and_moves_nothing(desk: Desk, call: Call) -> None:
    benefit = due(desk, 1_000)
    assert call("li_mei", "/benefits/to-pay").status_code == 403
    assert call("wang_qiang", "/payment-batches", {"benefits": [benefit.number]}).status_code == 403
    refused = call("district_approver", "/payment-batches", {"benefits": [benefit.number]})
    assert refused.status_code == 403
    stale = call(
        "district_approver", f"/benefits/{benefit.number}/give-up", {"reason": "错"}, etag='"7"'
    )
    assert stale.status_code == 412
    assert not PaymentOrder.objects.exists()
    assert Benefit.objects.get().state == "due"


def test_a_wrong_period_and_an_unknown_plan_are_refused(desk: Desk, call: Call) -> None:
    assert call("sun_li", f"/funds/{desk.plan.code}/figures?period=2026Q9").status_code == 422
    assert call("sun_li", "/funds/NO-PLAN/figures?period=2026").status_code == 404
