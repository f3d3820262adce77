"""From the need to the checked applications over the API, and what it refuses (R9.1-R9.5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.kernel import clock
from backend.kernel.identifiers import id_check_character
from services.commissioning.models import Bid, Project
from services.commissioning.workflow import closing
from tests.services.commissioning import walk
from tests.services.commissioning.build import CRITERIA
from tests.services.commissioning.proof import snapshot
from tests.services.commissioning.visits import Call, caller
from tests.services.commissioning.walk import Story

pytestmark = pytest.mark.django_db
ORG = "staff/commissioning/organizations"
STRANGER = "99990119850307001" + id_check_character("99990119850307001")
PROJECTS = "staff/commissioning/projects"
CONTENT = {
    "amount_fen": 18_000_000,
    "persons": 600,
    "sessions": 60,
    "plan": "每周三晚在园区开展一对一咨询。",
    "team": "持证咨询师 6 名。",
    "track_record": "上年服务 1200 人次。",
    "lines": [{"title": "人员", "amount_fen": 18_000_000}],
}


@pytest.fixture
def call(story: Story) -> Call:
    return caller(story)


def call_body(*weights: int) -> dict[str, Any]:
    """Give the body of a call with these weights."""
    return {
        "mode": "comparison",
        "text": "面向全市一线职工提供心理咨询服务。",
        "planned_persons": 600,
        "planned_sessions": 60,
        "panel_size": 5,
        "deadline": (clock.now() + timedelta(days=10)).isoformat(),
        "criteria": [
            {"title": f"标准{place}", "weight": weight, "levels": ["好", "中"]}
            for place, weight in enumerate(weights)
        ],
    }


def project_body(story: Story, need: str) -> dict[str, Any]:
    """Give the body of a project."""
    return {
        "title": "一线职工心理关爱服务",
        "kind": "counselling",
        "purpose": "就近、保密的心理咨询。",
        "fund": story.world.fund.number,
        "budget_fen": 20_000_000,
        "needs": [need],
    }


@pytest.mark.requirement("R9.3", "R9.5", "R9.26")
def test_a_project_goes_from_the_need_to_the_checked_applications(call: Call, story: Story) -> None:
    need = call(
        "li_mei", "POST", "member/needs", {"kind": "counselling", "title": "下班后能有心理咨询"}
    ).json()
    assert need["voices"] == 1
    assert call("chen_ping", "POST", f"member/needs/{need['number']}/voice").json()["voices"] == 2
    top = call("project_buyer", "GET", "staff/commissioning/needs").json()["items"][0]
    assert (top["number"], top["voices"], top["is_answered"]) == (need["number"], 2, False)
    made = call(
        "project_buyer",
        "POST",
        PROJECTS,
        {
            **project_body(story, need["number"]),
            "union_number": story.world.cast.unions["federation"].number,
        },
    )
    assert made.status_code == 201
    at = f"{PROJECTS}/{made.json()['number']}"
    saved = call(
        "project_buyer",
        "PUT",
        f"{at}/call",
        call_body(*(weight for _, weight in CRITERIA)),
        version=made.json()["version"],
    ).json()
    sent = call("project_buyer", "POST", f"{at}/submit", version=saved["version"]).json()
    opened = call("project_approver", "POST", f"{at}/open", version=sent["version"]).json()
    assert opened["state"] == "call_open"
    number = made.json()["number"]
    shown = call("", "GET", f"public/projects/{number}/call").json()
    assert shown["needs"] == [{"title": "下班后能有心理咨询", "voices_then": 2}]
    assert len(shown["call"]["seed_commitment"]) == 64
    assert [one["number"] for one in call("", "GET", "public/open-calls").json()["items"]] == [
        number
    ]
    bid = apply(call, number)
    story.move_to(clock.now() + timedelta(days=11))
    assert closing.close_due() == 1
    sheet = call("project_buyer", "GET", at).json()
    assert [one["amount_fen"] for one in sheet["bids"]] == [18_000_000]
    assert "申报不足：有效申报 1 家，至少需要 3 家" in sheet["hint"]
    opened_bid = f"staff/commissioning/bids/{bid}"
    assert call("project_approver", "GET", opened_bid).json()["content"] == CONTENT
    checked = call(
        "project_buyer", "POST", f"{opened_bid}/qualify", version=sheet["bids"][0]["version"]
    )
    assert checked.json()["state"] == "qualified"


def apply(call: Call, number: str) -> str:
    """Draft and submit an application over the API; gives its number."""
    bid = call("feng_xue", "POST", f"staff/provider/calls/{number}/bids")
    assert bid.status_code == 201
    own = f"staff/provider/bids/{bid.json()['number']}"
    draft = call("feng_xue", "PUT", own, {"plan": "先写一半"}, version=bid.json()["version"]).json()
    assert call("feng_xue", "GET", own).json()["content"]["plan"] == "先写一半"
    done = call("feng_xue", "POST", f"{own}/submit", CONTENT, version=draft["version"]).json()
    assert (done["state"], len(done["receipt"])) == ("submitted", 64)
    return str(bid.json()["number"])


@pytest.mark.requirement("R9.3")
@pytest.mark.parametrize(("weights", "total"), [((50, 49), 99), ((50, 51), 101)])
def test_weights_of_99_and_101_are_refused_by_name(
    call: Call, story: Story, weights: tuple[int, ...], total: int
) -> None:
    project = walk.drafted(story)
    before = snapshot()
    refused = call(
        "project_buyer",
        "PUT",
        f"{PROJECTS}/{project.number}/call",
        call_body(*weights),
        version=project.version,
    )
    assert refused.status_code == 422
    assert (refused.json()["code"], f"现在是 {total} 分" in refused.json()["detail"]) == (
        "weights_not_100", True
    )  # fmt: skip
    assert snapshot() == before


@pytest.mark.requirement("R9.5")
def test_late_duplicate_and_unqualified_applications_are_refused(call: Call, story: Story) -> None:
    project = walk.row(walk.opened(story))
    calls = f"staff/provider/calls/{project.number}/bids"
    bid = call("feng_xue", "POST", calls).json()
    again = call("feng_xue", "POST", calls)
    assert (again.status_code, again.json()["code"]) == (409, "bid_exists")
    story.world.organizations["heart"].proofs.filter(kind="tax").update(valid_to="2026-03-01")
    own = f"staff/provider/bids/{bid['number']}"
    before = snapshot()
    unqualified = call("feng_xue", "POST", f"{own}/submit", CONTENT, version=bid["version"])
    assert (unqualified.status_code, unqualified.json()["code"]) == (403, "unqualified")
    assert "“依法纳税证明”已在 2026 年 3 月 1 日到期" in unqualified.json()["detail"]
    story.pass_deadline(project)
    late = call("feng_xue", "POST", f"{own}/submit", CONTENT, version=bid["version"])
    assert (late.status_code, late.json()["code"]) == (409, "call_closed")
    assert snapshot() == before


@pytest.mark.requirement("R9.5")
def test_the_same_submission_sent_twice_has_one_effect(call: Call, story: Story) -> None:
    project = walk.opened(story)
    bid = call("feng_xue", "POST", f"staff/provider/calls/{project.number}/bids").json()
    own = f"staff/provider/bids/{bid['number']}/submit"
    first = call("feng_xue", "POST", own, CONTENT, version=bid["version"])
    stale = call("feng_xue", "POST", own, CONTENT, version=bid["version"])
    assert (first.status_code, stale.status_code) == (200, 412)
    assert Bid.objects.get().version == first.json()["version"]


@pytest.mark.requirement("R9.1", "R9.2")
def test_the_register_over_the_api(call: Call, story: Story) -> None:
    body = {
        "union_number": story.world.cast.unions["federation"].number,
        "credit_code": "51990100MJ0000004E",
        "name": "示范市晨光志愿服务队",
        "kind": "volunteer",
        "registered_with": "示范市民政局",
        "registered_on": "2018-05-04",
    }
    made = call("project_buyer", "POST", ORG, body)
    assert made.status_code == 201
    twice = call("project_buyer", "POST", ORG, body)
    assert (twice.status_code, twice.json()["code"]) == (409, "organization_exists")
    at = f"{ORG}/{made.json()['number']}"
    version = made.json()["version"]
    assert call("project_buyer", "POST", f"{at}/check", version=version).status_code == 403
    checked = call("project_approver", "POST", f"{at}/check", version=version).json()
    assert checked["state"] == "checked"
    given = {"kind": "place", "given_on": "2026-02-01", "words": "活动场地", "value_fen": 80_000}
    assert call("project_buyer", "POST", f"{at}/supports", given).json()["kind_label"] == "场地"
    held = {
        "held_on": "2026-02-28", "title": "义诊", "volunteers": 8, "minutes": 1920, "served": 120
    }  # fmt: skip
    assert call("project_buyer", "POST", f"{at}/activities", held).status_code == 201
    tied = {"kind": "office", "since": "2024-01-01", "id_number": STRANGER, "name": "同名"}
    assert call("project_buyer", "POST", f"{at}/relations", tied).status_code == 201
    (line,) = call("zhou_lan", "GET", at).json()["relations"]
    assert (line["ended_on"], line["end_reason"], line["is_declared"]) == (None, "", False)
    end, why = f"{at}/relations/{line['number']}/end", {"reason": "登记错了人"}
    assert call("project_buyer", "POST", end, why).status_code == 403
    assert call("project_approver", "POST", end, {"reason": ""}).status_code == 422
    assert call("project_approver", "POST", end, why).status_code == 200
    assert call("project_approver", "POST", end, why).json()["code"] == "ended_already"
    assert call("project_approver", "POST", f"{at}/relations/0/end", why).status_code == 404
    file = call("zhou_lan", "GET", at).json()
    assert file["relations"][0]["end_reason"] == "登记错了人"
    assert (file["minutes_total"], file["has_support_file"]) == (1920, True)
    assert len(file["reasons"]) == 5
    assert call("project_buyer", "GET", f"{ORG}?q=晨光").json()["items"][0]["name"] == body["name"]


def test_an_organization_reads_its_own_file_and_no_other(call: Call, story: Story) -> None:
    own = call("feng_xue", "GET", "staff/provider/organization").json()
    assert (own["name"], own["reasons"], own["relations"]) == (
        story.world.organizations["heart"].name, [], []
    )  # fmt: skip
    other = story.world.organizations["lamp"].number
    assert call("feng_xue", "GET", f"{ORG}/{other}").status_code == 403
    bid = walk.bid(story, walk.opened(story), "lamp")
    for path in (f"staff/provider/bids/{bid.number}", "staff/provider/bids/SB-2026-000000"):
        assert call("feng_xue", "GET", path).status_code == 404


def test_a_topic_is_not_public(call: Call, story: Story) -> None:
    project = walk.submitted(story)
    for number in (project.number, "WT-2026-999999"):
        assert call("", "GET", f"public/projects/{number}/call").status_code == 404
    assert call("", "GET", "public/open-calls").json() == {"items": []}


def test_a_cancelled_call_shows_its_reason_and_is_drafted_again(call: Call, story: Story) -> None:
    project = walk.row(walk.opened(story))
    at = f"{PROJECTS}/{project.number}"
    done = call(
        "project_buyer", "POST", f"{at}/cancel", {"reason": "经费调整"}, version=project.version
    ).json()
    shown = call("", "GET", f"public/projects/{project.number}/call").json()
    assert (shown["state"], shown["state_reason"]) == ("cancelled", "经费调整")
    again = call("project_buyer", "POST", f"{at}/again", version=done["version"])
    assert again.status_code == 201
    assert Project.objects.count() == 2


def test_the_list_of_projects_takes_a_constant_number_of_queries(call: Call, story: Story) -> None:
    walk.opened(story)
    call("project_buyer", "GET", PROJECTS)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert call("project_buyer", "GET", PROJECTS).status_code == 200
        counted.append(len(queries))
        walk.opened(story)
    assert counted[0] == counted[1]
