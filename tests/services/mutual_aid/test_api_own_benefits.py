"""Lists by cursor, receipts in plain sentences, and what a plan would pay, over the API."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from backend.fields.models import DataKey
from services.mutual_aid.models import Benefit, Claim, Cover
from tests import cast
from tests.services.mutual_aid import build, build_claims
from tests.services.mutual_aid.visits import Call, browser, call

pytestmark = pytest.mark.django_db
__all__ = ["call"]
MINE = "/api/member/v1/claims"


def benefit(world: cast.Cast, cover: Cover, amount_fen: int, **more: Any) -> Benefit:
    """Enter a benefit of a settlement, as its own part does."""
    row = Benefit(
        number=f"JF-2026-{amount_fen:06d}",
        key=DataKey.make(),
        person=cover.person,
        payee_person=cover.person,
        cover=cover,
        plan=cover.plan,
        plan_version=cover.plan_version,
        period_first_day=cover.first_day,
        due_fen=amount_fen,
        amount_fen=amount_fen,
        facts={},
        **more,
    )
    row.place(world.unions["factory"])
    return row


RECEIPT = {
    "estimate": False,
    "plan": {"digest": "ab" * 32},
    "lines": [
        {
            "title": "住院",
            "event": 1,
            "rounded": "5600.00",
            "clauses": [
                {"at": "/benefits/0/base", "words": "住院第 1 次，计入费用 10,000.00 元"},
                {"at": "/benefits/0/rate", "words": "8,000.00 元按 70% 计算"},
            ],
        }
    ],
    "rounding": None,
    "words": ["到现在应付合计 5,600.00 元", "这次付 5,600.00 元"],
}


def test_the_list_goes_on_by_cursor(world: cast.Cast, call: Call) -> None:
    (cover,) = build_claims.covered(world, "li_mei")
    first = date(2026, 10, 1)
    for step in range(12):
        build_claims.begun(world, on=first + timedelta(days=step))
    page = call("li_mei", MINE).json()
    assert (len(page["items"]), page["has_more"]) == (10, True)
    assert page["items"][0]["event_on"] == "2026-10-12"
    rest = call("li_mei", f"{MINE}?cursor={page['next_cursor']}").json()
    assert [one["event_on"] for one in rest["items"]] == ["2026-10-02", "2026-10-01"]
    assert (rest["next_cursor"], rest["has_more"]) == (None, False)
    assert call("chen_ping", f"{MINE}?cursor={page['next_cursor']}").status_code == 400
    assert call("chen_ping", MINE).json()["items"] == []
    for fen in range(1, 12):
        benefit(world, cover, fen).save(force_insert=True)
    paid = call("li_mei", "/api/member/v1/benefits").json()
    assert (len(paid["items"]), paid["items"][0]["amount"]["amount_fen"]) == (10, 11)
    more = call("li_mei", f"/api/member/v1/benefits?cursor={paid['next_cursor']}").json()
    assert [one["number"] for one in more["items"]] == ["JF-2026-000001"]


@pytest.mark.requirement("R8.19")
def test_a_benefit_is_read_with_its_receipt_in_plain_sentences(
    world: cast.Cast, call: Call
) -> None:
    (cover,) = build_claims.covered(world, "li_mei")
    row = benefit(world, cover, 560_000)
    row.seal("receipt_sealed", json.dumps(RECEIPT))
    row.save(force_insert=True)
    here = f"/api/member/v1/benefits/{row.number}"
    receipt = call("li_mei", here).json()["receipt"]
    assert receipt["lines"][0]["sentences"][1] == "8,000.00 元按 70% 计算"
    assert receipt["lines"][0]["amount"]["amount_fen"] == 560_000
    assert receipt["closing"] == RECEIPT["words"]
    assert call("chen_ping", here).status_code == 404
    taken = browser(world, "li_mei").get(f"/me/benefits/{row.number}/receipt.json").json()
    assert taken["receipt"] == RECEIPT
    assert taken["pack"]["code"] == "DEMO-HOSP-2026"
    assert (
        browser(world, "chen_ping").get(f"/me/benefits/{row.number}/receipt.json").status_code
        == 404
    )
    client = browser(world, "li_mei")
    page = client.get(f"/me/benefits/{row.number}/").content.decode()
    assert "住院第 1 次，计入费用 10,000.00 元" in page
    assert "这次付 5,600.00 元" in page
    assert row.number in client.get("/me/benefits/").content.decode()
    plain = benefit(world, cover, 70)
    plain.save(force_insert=True)
    assert call("li_mei", f"/api/member/v1/benefits/{plain.number}").json()["receipt"] is None


def test_an_estimate_is_computed_and_nothing_is_stored(world: cast.Cast, call: Call) -> None:
    event = {"item": "inpatient", "entry": build_claims.STAY}
    body = {"plan": build.HOSPITAL_NOW, "on": "2026-12-01", "events": [event]}
    found = call("li_mei", "/api/member/v1/estimate", body).json()
    assert (found["payment"]["amount_fen"], found["is_covered"]) == (560_000, False)
    assert "这是按您填的情况试算，不是给付决定" in found["receipt"]["closing"]
    assert (found["change"], "不保存" in found["remark"]) == ("", True)
    with_all_paid = {"amount": "10", "offsets": {"unit_supplementary": "10"}}
    event["entry"] = with_all_paid
    nothing = call("li_mei", "/api/member/v1/estimate", body).json()
    assert (nothing["payment"]["amount_fen"], bool(nothing["change"])) == (0, True)
    wrong = {**body, "events": [event, {"item": "observation", "entry": {"days": 3}}]}
    answer = call("li_mei", "/api/member/v1/estimate", wrong)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/events/1/entry/amount"
    assert Claim.objects.count() == 0
