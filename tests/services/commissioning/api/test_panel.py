"""The panel over HTTP: the story, strangers, and scores that nobody can read while sealed."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import get_resolver

from backend.access.routers import operations
from backend.config.api import APIS
from services.commissioning.models import Seat
from services.commissioning.queries import panel
from services.commissioning.states.projects import ProjectState
from tests.house.test_routes_guarded import pages
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story, points, sign
from tests.services.commissioning.caller import Caller

STAFF = "/api/staff/v1"
ROOMS = ("/commissioning/", "/panel/", "/provider/", "/projects", "/services/", "/needs")
PAGES = (
    "console/commissioning/",
    "console/panel/",
    "console/provider/",
    "me/services/",
    "projects/",
)
HIDDEN = re.compile(r'name="(?:csrfmiddlewaretoken|idempotency_key)" value="[^"]*"')
CHANGING = re.compile(
    r"[0-9a-f]{64}|[0-9a-f]{16}…|\d{4}-\d\d-\d\dT[0-9:.+Z]+|\"next_cursor\":\"[^\"]+\""
)


def test_the_buyer_draws_and_a_panelist_declares_scores_and_signs(review: Story) -> None:
    buyer = Caller(review.world, "project_buyer")
    desk = f"{STAFF}/commissioning/projects/{review.number}"
    shown = buyer.get(f"{desk}/panel").json()
    assert [one["act"] for one in shown["acts"]] == ["draw_panel"]
    assert shown["seed"] == ""
    drawn = buyer.send(f"{desk}/panel/draw", version=shown["version"])
    assert (drawn.status_code, drawn.json()["state"]) == (200, "panel_drawn")
    seat = review.seats()[0]
    key = review.keys[seat.panelist.user_id]
    mine = Caller(review.world, key)
    own = f"{STAFF}/panel/projects/{review.number}"
    assert mine.get(f"{STAFF}/panel/projects").json()["items"][0]["to_do"] == "请声明是否需要回避"
    sheet = mine.get(own).json()
    assert [one["name"] for one in sheet["applicants"]] == [
        bid.organization.name for bid in panel.scored_bids(review.project)
    ]
    assert mine.get(f"{own}/papers").status_code == 404
    assert mine.send(f"{own}/declare", version=sheet["version"]).json()["state"] == "cleared"
    build_panel.declare(review)
    review.pass_days(5)
    buyer, mine = Caller(review.world, "project_buyer"), Caller(review.world, key)
    version = buyer.get(f"{desk}/panel").json()["version"]
    cleared = buyer.send(f"{desk}/panel/clear", version=version)
    opened = buyer.send(f"{desk}/panel/open-scoring", version=cleared.json()["version"])
    assert opened.json()["state"] == "scoring"
    papers = mine.get(f"{own}/papers").json()["items"]
    assert {one["content"]["plan"] for one in papers} == {"heart的方案", "lamp的方案", "tree的方案"}
    rows = [
        {"bid": bid, "place": place, "tenths": tenths}
        for (bid, place), tenths in points(review, 0).items()
    ]
    sheet = mine.get(own).json()
    saved = mine.send(f"{own}/scores", {"scores": rows}, version=sheet["version"], method="put")
    assert saved.status_code == 200, saved.content
    strange = [{**rows[0], "place": 9}]
    refused = mine.send(
        f"{own}/scores", {"scores": strange}, version=saved.json()["version"], method="put"
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_criterion")
    signed = mine.send(f"{own}/sign", version=saved.json()["version"])
    assert signed.json()["state"] == "signed"
    again = mine.send(
        f"{own}/scores", {"scores": rows}, version=signed.json()["version"], method="put"
    )
    assert (again.status_code, again.json()["code"]) == (409, "signed_already")


@pytest.mark.requirement("R9.7")
def test_no_panelist_reads_an_application_before_the_recusal_is_clear(review: Story) -> None:
    build_panel.declare(build_panel.draw(review))
    review.pass_days(5)
    for _ in range(2):
        for seat in review.seats():
            mine = Caller(review.world, review.keys[seat.panelist.user_id])
            assert mine.get(f"{STAFF}/panel/projects/{review.number}/papers").status_code == 404
            for bid in panel.scored_bids(review.project):
                path = f"{STAFF}/commissioning/bids/{bid.number}"
                assert mine.get(path).status_code in {403, 404}
        if review.project.state is ProjectState.PANEL_DRAWN:
            version = review.project.version
            buyer = Caller(review.world, "project_buyer")
            path = f"{STAFF}/commissioning/projects/{review.number}/panel/clear"
            assert buyer.send(path, version=version).status_code == 200


def routes() -> Iterator[str]:
    """Give the address of every reading route and page of this capability, with its places open."""
    for audience, api in APIS.items():
        for method, path, _ in operations(api):
            if method == "GET" and path.startswith(ROOMS):
                yield f"/api/{audience}/v1{path}"
    for path, _ in pages(get_resolver().url_patterns):
        if path.startswith(PAGES):
            yield "/" + re.sub(r"<[^>]+>", "{}", path)


def readers_of(route: str, officers: list[str]) -> list[str]:
    """Give who could read an address at all."""
    if route.startswith(("/api/member", "/me/")):
        return ["li_mei"]
    return officers if route.startswith(("/api/staff", "/console/")) else [""]


def everything(review: Story, officers: list[str]) -> dict[tuple[str, str], str]:
    """Read every route and page as everybody who could read it."""
    bid = panel.scored_bids(review.project)[0].number
    callers = {key: Caller(review.world, key) for key in [*officers, "li_mei", ""]}
    found = {}
    for route in routes():
        url = re.sub(r"\{[^}]*\}", bid if "/bids/" in route else review.number, route)
        for key in readers_of(route, officers):
            answer = callers[key].get(url)
            assert answer.status_code < 500
            shown = HIDDEN.sub("", answer.content.decode())
            found[key, url] = CHANGING.sub("…", shown)
    return found


@pytest.mark.requirement("R9.8")
def test_sealed_scores_change_nothing_that_anybody_else_can_read(review: Story) -> None:
    """Two sheets that differ in every score: every answer to everybody else is the same."""
    seats = build_panel.to_scoring(review).seats()
    for nth, seat in enumerate(seats[1:-1], start=1):
        sign(review, seat, points(review, nth))
    signer = seats[0]
    others = [
        "project_buyer", "zhou_lan", "feng_xue",
        *(review.keys[seat.panelist.user_id] for seat in (seats[1], seats[-1])),
    ]  # fmt: skip
    read = []
    for less in (0, 7):
        mark = transaction.savepoint()
        scores = {key: tenths - less for key, tenths in points(review, 0).items()}
        signed = sign(review, signer, scores)
        assert Seat.objects.get(pk=signed.pk).commitment
        read.append(everything(review, others))
        transaction.savepoint_rollback(mark)
    assert len(read[0]) > 100
    own = review.keys[seats[-1].panelist.user_id]
    assert '"signed":4' in read[0][own, f"{STAFF}/panel/projects/{review.number}"]
    assert "已签字 4 / 5 人" in read[0][own, f"/console/panel/projects/{review.number}/"]
    desk = read[0]["zhou_lan", f"/console/commissioning/projects/{review.number}/panel/"]
    assert desk.count("已评分签字") == 4
    differ = [place for place, shown in read[0].items() if shown != read[1][place]]
    assert differ == []
    assert "salt" not in read[0]["", f"/api/public/v1/projects/{review.number}/panel"]


@pytest.mark.requirement("RX.5")
def test_strangers_get_404_and_members_403(review: Story) -> None:
    build_panel.to_notice(review)
    desk = f"{STAFF}/commissioning/projects/{review.number}/panel"
    own = f"{STAFF}/panel/projects/{review.number}"
    result = f"{STAFF}/provider/projects/{review.number}/panel"
    for key, path, status in (
        ("zhou_lan", desk, 200),
        ("feng_xue", desk, 403),
        ("li_mei", desk, 403),
        ("feng_xue", result, 200),
        ("project_buyer", result, 403),
        ("li_mei", f"/api/member/v1/projects/{review.number}/result", 200),
        ("project_buyer", own, 403),
    ):
        assert Caller(review.world, key).get(path).status_code == status, (key, path)
    left_out = next(
        one
        for one in build_panel.pool_of(review.world)
        if one.pk not in [seat.panelist_id for seat in review.seats()]
    )
    stranger = Caller(review.world, review.keys[left_out.user_id])
    assert stranger.get(own).status_code == 404
    assert stranger.send(f"{own}/sign", version=1).status_code == 404


@pytest.mark.requirement("R9.11")
def test_an_objection_and_its_maker_stay_with_who_answers(review: Story) -> None:
    build_panel.to_notice(review)
    words = "中选组织去年没有做完。"
    member = Caller(review.world, "li_mei")
    made = member.send(f"/api/member/v1/projects/{review.number}/objections", {"text": words})
    assert made.status_code == 201, made.content
    desk = f"{STAFF}/commissioning/projects/{review.number}/panel"
    seen = {
        key: Caller(review.world, key).get(desk).json()["objections"][0]
        for key in ("project_approver", "project_buyer", "zhou_lan")
    }
    assert [seen[key]["text"] for key in seen] == [words, "", ""]
    assert set(seen["project_approver"]) == {
        "number", "about", "text", "state", "state_label", "answer", "answer_by", "is_overdue",
    }  # fmt: skip
    public = Caller(review.world).get(f"/api/public/v1/projects/{review.number}/panel")
    assert words not in public.content.decode()
    approver = Caller(review.world, "project_approver")
    [line] = approver.get(f"{STAFF}/commissioning/objections").json()["items"]
    assert line["number"] == made.json()["number"]
    path = f"{STAFF}/commissioning/projects/{review.number}/objections/{line['number']}/dismiss"
    answered = approver.send(path, {"reason": "已做完。"}, version=review.project.version)
    assert answered.json()["state"] == "notice"
    own = member.get(f"/api/member/v1/projects/{review.number}/result").json()["objections"]
    assert [(one["text"], one["answer"]) for one in own] == [(words, "已做完。")]


def test_the_report_shows_every_score_to_the_panel_once_it_is_laid_open(review: Story) -> None:
    build_panel.to_ranked(review)
    key = review.keys[review.seats()[0].panelist.user_id]
    report = Caller(review.world, key).get(f"{STAFF}/panel/projects/{review.number}/report").json()
    assert [line["total"] for line in report["lines"]] == ["99.00", "97.50", "96.00"]
    first = [(one["points"], one["left_out"]) for one in report["lines"][0]["sums"]]
    assert sum(left for _, left in first) == 2
    assert (
        Caller(review.world, "zhou_lan")
        .get(f"{STAFF}/commissioning/projects/{review.number}/panel/report")
        .json()
        == report
    )
