"""Under the contract: session, change, reports, milestones, midterm (R9.13-R9.16)."""

from datetime import date, timedelta
from typing import Any

from backend.config.demo.actors import actor_of
from backend.files import forms
from backend.kernel import clock
from tests.journeys.commissioning import paying
from tests.journeys.commissioning.road import APPROVER, BUYER, MEMBERS, PROVIDER, Road
from tests.services.commissioning.edges import picture

STARS = (5, 4, 5, 5, 3)
RATING_WORDS = "老师很耐心"
COUNTED = len(MEMBERS) + 1
MOVED_FEN = 140_000


def to_final_report(road: Road) -> None:
    """Go from the signed contract to the final report, handed in and checked."""
    paying.to_signed(road)
    paying.pay(road, 1)
    first = clock.today()
    road.pass_days(10)
    hold(road)
    change(road)
    road.pass_days(20)
    paying.not_payable(road, 2)
    report(road, first, first + timedelta(days=29), [(1, 90_000), (2, 8_001)])
    judge(road, {1: ("meet", first + timedelta(days=10)), 2: ("miss", None)}, "milestones")
    judge(road, {}, "midterm")
    paying.pay(road, 2)
    road.pass_days(30)
    last = first + timedelta(days=paying.TERM_DAYS)
    report(road, first + timedelta(days=30), last, [(1, 33_333), (3, 50_000)], is_final=True)
    judge(road, {3: ("meet", clock.today())}, "milestones")


def hold(road: Road) -> None:
    """Hold a session: members confirm by the code on its screen and rate it."""
    now = clock.now()
    planned = road.send(
        PROVIDER,
        f"staff/provider/contracts/{road.contract}/sessions",
        {
            "title": "第一场",
            "place": "槐树街道工会服务站",
            "starts_at": (now + timedelta(minutes=5)).isoformat(),
            "ends_at": (now + timedelta(minutes=95)).isoformat(),
        },
    )
    here = f"staff/provider/sessions/{planned['number']}"
    opened = road.send(PROVIDER, f"{here}/open", version=planned["version"])
    there = f"member/services/{planned['number']}"
    for who in MEMBERS:
        code = road.read(PROVIDER, f"{here}/code")["code"]
        assert not road.send(who, f"{there}/confirm", {"code": code})["again"]
    counted = {"provider_count": COUNTED}
    closed = road.send(PROVIDER, f"{here}/close", counted, version=opened["version"])
    assert (closed["provider_count"], closed["confirmed"]) == (COUNTED, len(MEMBERS))
    for place, who in enumerate(MEMBERS):
        stars = {"stars": STARS[place % len(STARS)], "words": RATING_WORDS}
        road.send(who, f"{there}/rating", stars)
    assert road.refusal(MEMBERS[0], f"{there}/rating", {"stars": 1})[0] == 409


def change(road: Road) -> None:
    """Move money between budget lines beyond the free share: the other side must agree."""
    asked = road.send(
        PROVIDER,
        f"staff/provider/contracts/{road.contract}/changes",
        {
            "kind": "line_transfer",
            "reason": "场地由街道免费提供",
            "from_place": 2,
            "to_place": 1,
            "amount_fen": MOVED_FEN,
        },
        version=road.sheet()["version"],
    )
    assert (asked["state"], asked["needs_approval"]) == ("asked", True)
    path = f"staff/commissioning/changes/{asked['number']}/approve"
    assert road.refusal(BUYER, path, version=asked["version"])[0] == 403
    done = road.send(APPROVER, path, {"answer": "同意"}, version=asked["version"])
    assert done["state"] == "approved"


def report(
    road: Road, start: date, end: date, spent: list[tuple[int, int]], *, is_final: bool = False
) -> None:
    """Write a report with spendings, vouchers and a photograph; the buyer checks it."""
    period = {
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "is_final": is_final,
    }
    path = f"staff/provider/contracts/{road.contract}/reports"
    number = road.send(PROVIDER, path, period)["number"]
    own = f"staff/provider/reports/{number}"
    for line, fen in spent:
        spending = {
            "line": line,
            "amount_fen": fen,
            "spent_on": end.isoformat(),
            "words": "按合同支出",
            "voucher": upload(road, f"{number} {line}"),
        }
        road.send(PROVIDER, f"{own}/spendings", spending)
    photo = {"upload": upload(road, f"{number} photo"), "caption": "现场"}
    road.send(PROVIDER, f"{own}/photos", photo)
    content = {
        "persons": 0 if is_final else COUNTED,
        "sessions": 0 if is_final else 1,
        "words": "按计划开展。",
        "stated": {"helped": 1_100 if is_final else 500},
    }
    version = road.read(PROVIDER, own)["version"]
    saved = road.send(PROVIDER, own, content, version=version, method="PUT")
    handed = road.send(PROVIDER, f"{own}/submit", version=saved["version"])
    path = f"staff/commissioning/reports/{number}/confirm"
    checked = road.send(BUYER, path, {"words": "与凭证一致"}, version=handed["version"])
    assert checked["state"] == "confirmed"


def upload(road: Road, words: str) -> str:
    """Send a photograph of a paper as the page does; gives the number of the upload."""
    who = actor_of(road.world.cast.users[PROVIDER])
    return forms.receive(picture(words=words), actor=who).number


def judge(road: Road, found: dict[int, tuple[str, date | None]], name: str) -> None:
    """Judge milestones by their places, alone or with the midterm."""
    sheet = road.sheet()
    judged: list[dict[str, Any]] = [
        {
            "milestone": sheet["milestones"][place - 1]["number"],
            "act": act,
            "words": "已核实。" if met_on else "场地没有落实。",
            "met_on": met_on.isoformat() if met_on else None,
        }
        for place, (act, met_on) in found.items()
    ]
    body: dict[str, Any] = {"judgements": judged}
    if name == "midterm":
        body["words"] = "进度正常，同意通过。"
    path = f"staff/commissioning/contracts/{road.contract}/{name}"
    road.send(APPROVER, path, body, version=sheet["version"])
