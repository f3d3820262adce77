"""The claimant over the API: her claims and benefits, a steward's on behalf, an estimate."""

from typing import Any

import pytest

from services.mutual_aid.models import Claim
from services.mutual_aid.states import ClaimState
from tests import cast
from tests.services.mutual_aid import build, build_claims
from tests.services.mutual_aid.visits import Call, call

pytestmark = pytest.mark.django_db
__all__ = ["call"]
MINE = "/api/member/v1/claims"
BEHALF = "/api/staff/v1/mutual-aid/filed-claims"
BEGIN = {"plan": build.HOSPITAL_NOW, "event_on": "2026-11-02", "purposes": ["health"]}
LINE = {
    "item": "inpatient",
    "happened_on": "2026-11-02",
    "ended_on": "2026-11-09",
    "entry": {"amount": "10000", "offsets": {"unit_supplementary": "2000"}},
    "invoice": {
        "number": "0123456789",
        "amount": {"amount_fen": 1_000_000},
        "on": "2026-11-09",
    },
}


def test_a_claim_goes_from_begin_to_submitted(world: cast.Cast, call: Call) -> None:
    build_claims.covered(world, "li_mei")
    begun = call("li_mei", MINE, BEGIN)
    assert (begun.status_code, begun.json()["state"], begun["ETag"]) == (201, "draft", '"1"')
    here = f"{MINE}/{begun.json()['number']}"
    added = call("li_mei", f"{here}/lines", LINE, etag='"1"')
    assert (added.status_code, added.json()["claim_version"]) == (201, 2), added.content
    shown = call("li_mei", here)
    assert shown["ETag"] == '"2"'
    (line,) = shown.json()["lines"]
    assert (line["entry"], line["last_day"]) == (LINE["entry"], "2027-05-08")
    assert line["invoice_amount"] == {"amount_fen": 1_000_000, "currency": "CNY"}
    gaps = [one["pointer"] for one in shown.json()["gaps"]]
    early = call("li_mei", f"{here}/submit", {}, etag='"2"')
    assert early.status_code == 422
    assert early.json()["code"] == "incomplete"
    assert [one["pointer"] for one in early.json()["errors"]] == gaps
    she = build.actor(world, "li_mei")
    for need in shown.json()["needs"]:
        body = {"upload": build_claims.upload(she), "document": need["document"]}
        assert call("li_mei", f"{here}/photos", body).status_code == 201
    done = call("li_mei", f"{here}/submit", {}, etag=call("li_mei", here)["ETag"])
    assert (done.status_code, done.json()["due_on"]) == (200, "2026-12-07")
    (brief,) = call("li_mei", MINE).json()["items"]
    assert brief["state_label"] == "已提交，等待审核"
    assert (brief["due_on"], brief["answer_by"]) == ("2026-12-07", None)
    gone = call("li_mei", f"{here}/withdraw", {"reason": ""}, etag=done["ETag"])
    assert gone.json()["state"] == "withdrawn"


def test_a_line_is_replaced_and_removed_under_its_version(world: cast.Cast, call: Call) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.begun(world)
    line = build_claims.add(claim, build.actor(world, "li_mei"))
    here = f"{MINE}/{claim.number}"
    changed = {**LINE, "entry": {"amount": "20"}}
    put = call("li_mei", f"{here}/lines/{line.number}", changed, method="PUT", etag='"2"')
    assert put.status_code == 200, put.content
    stale = call("li_mei", f"{here}/lines/{line.number}", method="DELETE", etag='"2"')
    assert (stale.status_code, claim.lines.count()) == (412, 1)
    noted = call("li_mei", here, {"note": "肺炎"}, method="PATCH", etag='"3"')
    assert noted.json()["version"] == 4
    gone = call("li_mei", f"{here}/lines/{line.number}", method="DELETE", etag='"4"')
    assert (gone.status_code, claim.lines.count()) == (200, 0)
    assert call("li_mei", f"{here}/consents/withdraw", {}).status_code == 200
    assert call("li_mei", here).json()["has_consent"] is False
    assert call("li_mei", f"{here}/consents", {"purposes": ["health"]}).status_code == 200


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        ({"class": "1"}, "/entry/class"),
        ({"amount": "1,000"}, "/entry/amount"),
        ({"amount": 1000}, "/entry/amount"),
        ({"amount": "1", "day": 3}, "/entry/day"),
    ],
)
def test_a_wrong_entry_is_answered_with_its_field(
    world: cast.Cast, call: Call, entry: dict[str, Any], pointer: str
) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.begun(world)
    body = {**LINE, "entry": entry}
    answer = call("li_mei", f"{MINE}/{claim.number}/lines", body, etag='"1"')
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert claim.lines.count() == 0


@pytest.mark.requirement("RX.6")
def test_a_lost_reply_and_a_retry_make_one_draft(world: cast.Cast, call: Call) -> None:
    build_claims.covered(world, "li_mei")
    first, second = (call("li_mei", MINE, BEGIN, key="the-same-key-0001") for _ in range(2))
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    again = call("li_mei", MINE, BEGIN)
    assert (again.status_code, again.json()["number"]) == (201, first.json()["number"])
    assert Claim.objects.count() == 1


@pytest.mark.requirement("RX.5")
def test_a_foreign_claim_is_404_on_every_route(world: cast.Cast, call: Call) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.begun(world)
    line = build_claims.add(claim, build.actor(world, "li_mei")).number
    routes: list[tuple[str, str, Any]] = [
        ("GET", "", None),
        ("PATCH", "", {"note": "x"}),
        ("POST", "/consents", {"purposes": ["health"]}),
        ("POST", "/consents/withdraw", {}),
        ("POST", "/lines", LINE),
        ("PUT", f"/lines/{line}", LINE),
        ("DELETE", f"/lines/{line}", None),
        ("POST", "/photos", {"upload": "0" * 36, "document": "id_copy"}),
        ("DELETE", "/photos/x", None),
        ("POST", "/submit", {}),
        ("POST", "/withdraw", {}),
    ]
    for who, base in (("chen_ping", MINE), ("wang_qiang", MINE), ("wang_qiang", BEHALF)):
        for method, path, body in routes:
            answer = call(who, f"{base}/{claim.number}{path}", body, method=method, etag='"2"')
            assert (who, method, path, answer.status_code) == (who, method, path, 404)
    assert (build_claims.fresh(claim).version, claim.lines.count()) == (2, 1)


def test_a_steward_files_by_the_staff_api(world: cast.Cast, call: Call) -> None:
    build_claims.covered(world, "li_mei")
    own = cast.part("li_mei")
    body = {**BEGIN, "union": "GH-0005", "id_number": own.id_number, "name": own.name}
    begun = call("wang_qiang", BEHALF, body)
    assert begun.status_code == 201
    here = f"{BEHALF}/{begun.json()['number']}"
    assert call("wang_qiang", f"{here}/lines", LINE, etag='"1"').status_code == 201
    assert call("wang_qiang", here).json()["person_name"] == "李*"
    (filed,) = call("wang_qiang", BEHALF).json()["items"]
    assert filed["number"] == begun.json()["number"]
    assert call("bus_chair", BEHALF, body).status_code == 404
    assert call("li_mei", BEHALF, body).status_code == 403


def test_family_and_heir_begin_by_the_member_api(world: cast.Cast, call: Call) -> None:
    build_claims.covered(world, "li_mei")
    own = cast.part("li_mei")
    person = {"id_number": own.id_number, "name": own.name, "relation": "姐妹"}
    paper = build_claims.upload(build.actor(world, "chen_ping"))
    family = call("chen_ping", f"{MINE}/for-family", {**BEGIN, **person, "paper": paper})
    assert (family.status_code, family.json()["state"]) == (201, "draft")
    heir = call("chen_ping", f"{MINE}/as-heir", {**BEGIN, **person})
    assert heir.status_code == 201
    filed = call("chen_ping", "/api/member/v1/filed-claims").json()["items"]
    assert [one["number"] for one in filed] == [heir.json()["number"], family.json()["number"]]
    assert {one.state for one in Claim.objects.all()} == {ClaimState.DRAFT}
