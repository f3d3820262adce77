"""Acceptance, evaluation, a dispute, the last stage, the archive (R9.17-R9.20, R9.22, R9.25)."""

from services.commissioning import feed_writing
from tests.journeys.commissioning import paying
from tests.journeys.commissioning.road import APPROVER, BUYER, JUDGE, PROVIDER, Road

CLAIMED = "13"
ANSWER = "以职工本人确认为准。"


def to_published(road: Road) -> None:
    """Accept, evaluate, answer a dispute; the worker publishes; the last stage is paid."""
    version = road.read(BUYER, road.desk)["version"]
    for who in (BUYER, APPROVER):
        own = road.refusal(who, f"{road.desk}/accept", {"opinion": "通过"}, version=version)
        assert own[0] == 403
    accepted = road.act(JUDGE, "accept", {"opinion": "服务按协议完成，同意验收。"})
    assert accepted["outcome"] == "accepted"
    road.act(JUDGE, "evaluate", {"words": "整体良好。"})
    dispute(road)
    feed_writing.drain()
    sheet = road.read(BUYER, road.desk)
    assert sheet["state"] == "published"
    early = road.refusal(BUYER, f"{road.desk}/archive", version=sheet["version"])
    assert early == (409, "stages_open")
    paying.pay(road, 3)
    feed_writing.drain()


def dispute(road: Road) -> None:
    """The provider disputes its count of persons; the approver answers."""
    claim = {"figure": "persons", "claimed": CLAIMED, "words": "一人签在纸上。"}
    made = road.send(PROVIDER, f"staff/provider/contracts/{road.contract}/disputes", claim)
    path = f"staff/commissioning/disputes/{made['number']}/dismiss"
    done = road.send(APPROVER, path, {"answer": ANSWER}, version=made["version"])
    assert done["state"] == "dismissed"


def to_archive(road: Road) -> None:
    """Put the project on file."""
    assert road.act(BUYER, "archive")["state"] == "archived"
    feed_writing.drain()
