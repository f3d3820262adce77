"""From the draw of the panel to the award, with one recusal (R9.6-R9.11)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from backend.kernel import clock
from notifications.models import Event
from tests.journeys.commissioning.road import APPROVER, BUYER, OFFICERS, PROVIDER, Road
from tests.services.commissioning.build import POOL

RECUSED_BECAUSE = "我的亲属在其中一家机构工作。"
LIKED = ("heart", "tree", "lamp")
SHARES = (95, 91, 87)
"""What each application gets of a hundred, the best first."""


def to_award(road: Road) -> str:
    """Go from the draw to the award; gives the name of who stepped back."""
    assert road.act(BUYER, "panel/draw")["state"] == "panel_drawn"
    gone = step_back(road)
    declare(road)
    road.pass_days(5, working=True)
    road.act(BUYER, "panel/clear")
    assert road.act(BUYER, "panel/open-scoring")["state"] == "scoring"
    score(road)
    road.pass_days(3, working=True)
    notice(road)
    assert road.act(APPROVER, "award")["state"] == "awarded"
    told(road)
    return gone


def holders(road: Road, can: str) -> list[tuple[str, Any]]:
    """Give who sits and can do something now, each with her own sheet."""
    found = []
    for who, _, _ in POOL:
        lines = road.read(who, "staff/panel/projects")["items"]
        if road.number in [one["project"] for one in lines]:
            sheet = road.read(who, seat(road))
            found += [(who, sheet)] if sheet[can] else []
    return found


def seat(road: Road) -> str:
    """One's own seat."""
    return f"staff/panel/projects/{road.number}"


def step_back(road: Road) -> str:
    """Whoever sits first steps back; the next of the drawn order takes the seat."""
    before = [who for who, _ in holders(road, "can_declare")]
    who, sheet = holders(road, "can_declare")[0]
    reason = {"reason": RECUSED_BECAUSE}
    left = road.send(who, f"{seat(road)}/step-back", reason, version=sheet["version"])
    after = [one for one, _ in holders(road, "can_declare")]
    assert left["state"] == "recused"
    assert {road.refusal(one, f"{seat(road)}/papers", method="GET")[0] for one in before} == {404}
    assert (who in after, len(after), len(before)) == (False, 5, 5)
    assert len(set(after) - set(before)) == 1
    return road.world.cast.people[who].unseal("name_sealed")


def declare(road: Road) -> None:
    """Everybody who sits declares that nothing ties her."""
    for who, sheet in holders(road, "can_declare"):
        done = road.send(who, f"{seat(road)}/declare", version=sheet["version"])
        assert done["state"] == "cleared"


def score(road: Road) -> None:
    """Each reads, scores and signs; nothing is ranked before the last signature."""
    names = [road.world.organizations[key].name for key in LIKED]
    scoring = holders(road, "can_score")
    for nth, (who, sheet) in enumerate(scoring):
        assert road.read(BUYER, road.desk)["state"] == "scoring"
        papers = road.read(who, f"{seat(road)}/papers")["items"]
        assert len(papers) == len(OFFICERS)
        rows = [
            {
                "bid": paper["number"],
                "place": one["place"],
                "tenths": one["weight"] * (SHARES[names.index(paper["organization"])] - nth) // 10,
            }
            for paper in papers
            for one in sheet["criteria"]
        ]
        put = {"version": sheet["version"], "method": "PUT"}
        saved = road.send(who, f"{seat(road)}/scores", {"scores": rows}, **put)
        assert road.refusal(BUYER, f"{road.desk}/panel/report", method="GET")[0] == 404
        signed = road.send(who, f"{seat(road)}/sign", version=saved["version"])
        put["version"] = signed["version"]
        again = road.refusal(who, f"{seat(road)}/scores", {"scores": rows}, **put)
        assert again[0] == 409
    assert road.read(BUYER, road.desk)["state"] == "ranked"
    report = road.read(BUYER, f"{road.desk}/panel/report")
    assert [one["organization"] for one in report["lines"]] == names


def notice(road: Road) -> None:
    """Hang out the result and wait until its last day is over."""
    assert road.act(BUYER, "result-notice")["state"] == "notice"
    shown = road.read(BUYER, f"{road.desk}/panel")["notice"]
    assert (shown["amount_fen"], len(shown["panel_names"])) == (road.service.price, 5)
    early = road.read(APPROVER, road.desk)["version"]
    assert road.refusal(APPROVER, f"{road.desk}/award", version=early)[1] == "notice_running"
    after = date.fromisoformat(shown["until"]) + timedelta(days=1)
    road.on(datetime.combine(after, time(10), tzinfo=clock.TZ))


def told(road: Road) -> None:
    """One organization won and two lost; each is told, and reads it."""
    ends = {}
    for key, who in OFFICERS.items():
        own = road.read(who, f"staff/provider/projects/{road.number}/panel")
        ends[key] = own["own_place"]
    assert ends == {"heart": 1, "tree": 2, "lamp": 3}
    users = road.world.cast.users
    for topic, parts in (
        ("commissioning.bid_won", [PROVIDER]),
        ("commissioning.bid_lost", [OFFICERS["lamp"], OFFICERS["tree"]]),
    ):
        heard = set(Event.objects.filter(topic=topic).values_list("person_id", flat=True))
        assert heard == {users[who].person_id for who in parts}
