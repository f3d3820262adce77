"""Plan officers over the API: bad files refused whole, the life of a version, comparison, trial."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.audit.models import Entry
from backend.ledger.models import Fund
from services.mutual_aid.models import Plan, PlanStep, PlanVersion
from services.mutual_aid.workflow import dry_running
from tests import cast
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.rules.packs import raw_pack

BASE = "/api/staff/v1/mutual-aid"
RATIO = {"kind": "ratio", "item": "inpatient", "title": "住院", "base": "oop", "rate": "0.5"}
BANDS = {
    "kind": "excess_rate",
    "item": "inpatient",
    "base": "oop",
    "bands": [
        {"upto": 500, "rate": "0.1"},
        {"upto": 400, "rate": "0.2"},
        {"upto": None, "rate": "0"},
    ],
}
Call = Callable[..., Any]


@pytest.fixture
def call(desk: build.Story, client: Client) -> Call:
    """Call the staff API as one of the cast; a write gets a fresh key."""
    count = iter(range(1000))

    def make(who: str, path: str, body: Any = None) -> Any:
        headers = {"X-Session-Token": cast.sign_in(desk.made.users[who])}
        if body is None:
            return client.get(f"{BASE}{path}", headers=headers)
        headers["Idempotency-Key"] = f"plan-key-{next(count):08d}"
        return client.post(f"{BASE}{path}", body, content_type="application/json", headers=headers)

    return make


def load(call: Call, *benefits: dict[str, Any], **fields: Any) -> Any:
    raw = raw_pack(*benefits, **{"verified": True, **fields})
    return call("plan_officer", "/plans?sponsor=GH-0001", json.dumps(raw))


def counts() -> tuple[int, ...]:
    tables = (Plan, PlanVersion, PlanStep, Fund, Entry)
    return tuple(table._default_manager.count() for table in tables)


@pytest.mark.requirement("R8.1")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            json.dumps(raw_pack({**RATIO, "limit": 5})),
            "/benefits/0/limit（给付项目第 1 项）：没有这个字段，请删去或改正名称",
        ),
        (
            json.dumps(raw_pack({**RATIO, "cap_event": 50.5})),
            "/benefits/0/cap_event（给付项目第 1 项）：数字 50.5 带小数或指数，请加引号写成文字",
        ),
        (
            json.dumps(raw_pack(BANDS)),
            "/benefits/0/bands/1/upto（给付项目第 1 项）：各段上限应大于 0 并逐段升高，不能重叠",
        ),
        (
            json.dumps(raw_pack(RATIO, vectors=[{"in": {"inpatient": ["10"]}, "out": "6.00"}])),
            "/vectors/0（算例第 1 项）：算例应得 6.00，算出 5.00",
        ),
        (
            json.dumps(raw_pack(RATIO))[:-1] + ', "title": "两次"}',
            "/title：同一对象里这个字段出现两次",
        ),
        ("{", "整个文件：不是合格的 JSON（第 1 行第 2 列）"),
    ],
    ids=["unknown field", "float", "overlapping bands", "failing vector", "twice", "no JSON"],
)
def test_a_bad_file_is_refused_whole_with_path_and_reason(
    call: Call, content: str, words: str
) -> None:
    before = counts()
    refused = call("plan_officer", "/plans?sponsor=GH-0001", content)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_pack")
    assert refused.json()["detail"] == f"规则文件不合格式：{words}。"
    pointer = re.split("[（：]", words, maxsplit=1)[0] if words.startswith("/") else "/"
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert counts() == before


def test_a_version_is_loaded_once_and_only_by_its_sponsor(call: Call) -> None:
    assert load(call, RATIO).status_code == 201
    again = load(call, RATIO)
    assert (again.status_code, again.json()["number"]) == (201, "TEST-1")
    other = load(call, {**RATIO, "rate": "0.6"})
    assert (other.status_code, other.json()["code"]) == (409, "version_in_use")
    raw = json.dumps(raw_pack(RATIO, code="TEST-9"))
    assert call("zhao_min", "/plans?sponsor=GH-0001", raw).status_code == 403
    assert call("plan_officer", "/plans?sponsor=GH-9999", raw).status_code == 404
    assert PlanVersion.objects.filter(plan__code__startswith="TEST").count() == 1


@pytest.mark.requirement("R8.2")
def test_a_version_is_read_compared_declined_and_withdrawn(call: Call) -> None:
    load(call, RATIO)
    load(call, {**RATIO, "rate": "0.6"}, version=2, valid_from="2027-01-01")
    sheet = call("plan_officer", "/plans/TEST-1.v2").json()
    assert sheet["version"]["state_label"] == "未核定"
    assert sheet["vectors"] == [
        {"place": 1, "note": "", "expected": "0.00", "got": "0.00", "passed": True}
    ]
    assert (sheet["source"], sheet["may"]) == (["test"], ["propose", "try", "withdraw"])
    assert [one["act"] for one in sheet["steps"]] == ["load"]
    found = call("zhao_min", "/plans/TEST-1.v2/comparison?other=TEST-1").json()
    assert (found["changes"], [part["title"] for part in found["parts"]]) == (
        3,
        ["基本情况", "付什么"],
    )
    assert found["parts"][1]["pairs"] == [
        {"name": "住院 · 比例", "old": "0.5", "new": "0.6", "is_changed": True}
    ]
    whole = call("zhao_min", "/plans/TEST-1.v2/comparison?other=TEST-1&whole=true").json()
    assert len(whole["parts"][0]["pairs"]) > 5
    assert call("zhao_min", "/plans/TEST-1.v2/comparison?other=NONE-1").status_code == 404
    assert call("plan_officer", "/plans/TEST-1.v2/propose", {"reason": "提高。"}).status_code == 200
    refused = call("plan_officer", "/plans/TEST-1.v2/approve", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    declined = call("plan_approver", "/plans/TEST-1.v2/decline", {"reason": "再议。"})
    assert declined.json()["state"] == "declined"
    gone = call("plan_officer", "/plans/TEST-1/withdraw", {"reason": "不用了。"})
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    listed = call("plan_officer", "/plans").json()["items"]
    assert {one["number"]: one["state"] for one in listed}["TEST-1"] == "withdrawn"


@pytest.mark.requirement("R8.1")
def test_a_draft_is_tried_and_the_claim_opens_only_for_who_may_read_it(
    desk: build.Story, call: Call
) -> None:
    number = build.adopt(desk, RATIO, claim={"levels": ["district"]}).number
    claim = build.approved(desk, build.Stay(entry="100"), under=build.cover(desk, plan=number))
    load(call, {**RATIO, "rate": "0.75"}, version=2, valid_from="2027-01-01")
    days = {"first_day": "2026-01-01", "last_day": "2026-12-31"}
    assert call("zhao_min", "/plans/TEST-1.v2/dry-runs", days).status_code == 403
    asked = call("plan_officer", "/plans/TEST-1.v2/dry-runs", days)
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    path = f"/dry-runs/{asked.json()['number']}"
    assert call("plan_officer", path).json()["totals"] is None
    dry_running.run_dry(asked.json()["number"])
    done = call("plan_approver", path).json()
    assert (done["totals"]["gains"], done["totals"]["gain_fen"]) == (1, 2_500)
    assert done["largest"] == [
        {"number": claim.number, "before_fen": 5_000, "after_fen": 7_500, "url": ""}
    ]
    assert len(done["inputs_digest"]) == len(done["version_digest"]) == 64
    assert call("zhao_min", path).status_code == 404
