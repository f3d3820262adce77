"""From the need to the checked applications (R9.3-R9.5, R9.26)."""

from datetime import datetime, timedelta
from typing import Any

from backend.kernel import clock
from services.commissioning.workflow import closing
from tests.journeys.commissioning.road import APPROVER, BUYER, MEMBERS, OFFICERS, PROVIDER, Road
from tests.services.commissioning.build import CRITERIA

OPEN_DAYS = 10
VOICES = 3


def to_checked(road: Road) -> None:
    """Go from the need to three applicants that may go before the panel."""
    draft(road, need(road))
    open_call(road)
    amend(road)
    for key in OFFICERS:
        apply(road, key)
    close(road)
    for one in road.read(BUYER, road.desk)["bids"]:
        path = f"staff/commissioning/bids/{one['number']}/qualify"
        assert road.send(BUYER, path, version=one["version"])["state"] == "qualified"


def need(road: Road) -> str:
    """One member says what she needs, others join in; gives its number."""
    words = {"kind": road.service.kind, "title": road.service.need}
    made = road.send(MEMBERS[0], "member/needs", words)
    for who in MEMBERS[1:VOICES]:
        road.send(who, f"member/needs/{made['number']}/voice")
    first = road.read(BUYER, "staff/commissioning/needs")["items"][0]
    assert (first["number"], first["voices"]) == (made["number"], VOICES)
    return str(made["number"])


def draft(road: Road, answered: str) -> None:
    """Draft the project from the need, with its call."""
    made = road.send(
        BUYER,
        "staff/commissioning/projects",
        {
            "union_number": road.world.cast.unions["federation"].number,
            "title": road.service.title,
            "kind": road.service.kind,
            "purpose": "职工提出的需要，就近办。",
            "fund": road.world.fund.number,
            "budget_fen": road.service.budget_fen,
            "needs": [answered],
        },
    )
    road.number = made["number"]
    path = f"{road.desk}/call"
    road.send(BUYER, path, call_body(), version=made["version"], method="PUT")


def call_body() -> dict[str, Any]:
    """Give the call with the shipped weights."""
    return {
        "mode": "comparison",
        "text": "面向全市在职会员，参加服务不收费。",
        "planned_persons": len(MEMBERS),
        "planned_sessions": 1,
        "panel_size": 5,
        "deadline": (clock.now() + timedelta(days=OPEN_DAYS)).isoformat(),
        "criteria": [
            {"title": title, "weight": weight, "levels": ["好", "中"]} for title, weight in CRITERIA
        ],
    }


def open_call(road: Road) -> None:
    """Send the call to the second person, who alone can open it."""
    sent = road.act(BUYER, "submit")
    own = road.refusal(BUYER, f"{road.desk}/open", version=sent["version"])
    assert own[0] == 403
    assert road.act(APPROVER, "open")["state"] == "call_open"


def amend(road: Road) -> None:
    """Amend the call once: its deadline moves on."""
    was = deadline(road)
    later = was + timedelta(days=OPEN_DAYS)
    given = {"text": "增加晚间场次。", "reason": "职工要求", "new_deadline": later.isoformat()}
    road.act(APPROVER, "amendments", given)
    assert deadline(road) == later


def deadline(road: Road) -> datetime:
    """Give the deadline that everybody reads."""
    shown = road.read(BUYER, f"public/projects/{road.number}/call")
    return datetime.fromisoformat(shown["call"]["deadline"])


def apply(road: Road, key: str) -> None:
    """One organization applies."""
    who, price = OFFICERS[key], road.service.prices[key]
    bid = road.send(who, f"staff/provider/calls/{road.number}/bids")
    content = {
        "amount_fen": price,
        "persons": len(MEMBERS),
        "sessions": 1,
        "plan": f"{key}的方案",
        "team": "持证人员 6 名。",
        "track_record": "上年服务 1200 人次。",
        "lines": [{"title": "人员", "amount_fen": price}],
    }
    path = f"staff/provider/bids/{bid['number']}/submit"
    sent = road.send(who, path, content, version=bid["version"])
    assert (sent["state"], len(sent["receipt"])) == ("submitted", 64)


def close(road: Road) -> None:
    """Let the clock close the call; until then nobody sees an application."""
    assert road.read(BUYER, road.desk)["bids"] == []
    last = deadline(road)
    road.on(last - timedelta(minutes=1))
    assert closing.close_due() == 0
    road.on(last + timedelta(seconds=1))
    [line] = road.read(PROVIDER, "staff/provider/bids")["items"]
    own = f"staff/provider/bids/{line['number']}"
    bid = road.read(PROVIDER, own)
    late = road.refusal(PROVIDER, f"{own}/submit", bid["content"], version=bid["version"])
    assert late == (409, "call_closed")
    assert closing.close_due() == 1
    sheet = road.read(BUYER, road.desk)
    assert sheet["state"] == "qualification"
    opened = {one["amount_fen"] for one in sheet["bids"]}
    assert opened == set(road.service.prices.values())
