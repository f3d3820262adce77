"""A reviewer's desk on the hot lane: what the API gives, to the byte, and to nobody else."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.access import wire
from backend.access.limits import Limiter
from backend.access.titles import Role
from backend.accounts import tokens
from backend.accounts.models import Post
from backend.kernel import clock
from services.mutual_aid.queries import claim_desk_list
from services.mutual_aid.schemas.claims_staff import ClaimPageOut, ClaimRowOut
from tests import cast
from tests.backend.access.edge import Server, problem
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.conftest import MoveTo

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/api/staff/v1/claims?desk=unit"
# A parameter that nobody declared: the API passes it by, the hot lane does not take it.
BY_API = "&lane=api"
Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(transactional_db: None, desk: build.Story) -> Ask:
    """Ask for a desk as one of the cast, on the hot lane unless the query sends it elsewhere."""
    server = Server()

    def make(who: str | None, more: str = "", *, method: str = "GET", token: str = "") -> Any:
        known = token or (cast.sign_in(desk.made.users[who]) if who else "")
        return server(method, f"{DESK}{more}", headers={"X-Session-Token": known} if known else {})

    return make


def numbers(ask: Ask, who: str) -> list[str]:
    """Give the numbers on the desk of an officer, the same on both lanes."""
    replies = [ask(who), ask(who, BY_API)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert replies[0].content == replies[1].content
    return [one["number"] for one in replies[0].json()["items"]]


def post(desk: build.Story, who: str, union: str, role: Role) -> Post:
    """Give an officer one more post."""
    return Post.objects.create(
        user=desk.made.users[who], union=desk.made.unions[union], role=str(role)
    )


def test_the_first_page_is_answered_before_the_api_and_says_the_same(
    ask: Ask, desk: build.Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = build.filed(desk)
    hot, ordinary = ask("wang_qiang", "&limit=10"), ask("wang_qiang", f"&limit=10{BY_API}")
    assert hot.content == ordinary.content
    for name in ("content-type", "cache-control", "x-content-type-options", "ratelimit-policy"):
        assert hot.headers[name] == ordinary.headers[name]
    assert "ratelimit" in hot.headers
    assert hot.json() == {
        "items": [
            {
                "number": claim.number,
                "version": claim.version,
                "state": "submitted",
                "state_label": "待审核",
                "desk": "unit",
                "union_name": "第三机床厂工会",
                "person": "李*",
                "plan_title": claim.cover.plan_version.title,
                "submitted_at": clock.to_local(claim.submitted_at).isoformat(timespec="seconds"),
                "due_on": str(claim.due_on),
                "is_overdue": False,
                "needs_look": False,
                "is_sampled": False,
            }
        ],
        "next_cursor": None,
        "has_more": False,
    }

    # PostgreSQL writes the bodies; the schema is what the document promises.
    assert ClaimPageOut.model_validate(hot.json()).model_dump().keys() == hot.json().keys()
    assert ClaimRowOut.model_fields.keys() == hot.json()["items"][0].keys()

    def away(*_: Any, **__: Any) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(claim_desk_list, "desk_text", away)
    assert ask("wang_qiang", "&limit=10").content == hot.content
    assert ask("wang_qiang", f"&limit=10{BY_API}").status_code == 500


def test_pages_join_without_a_seam_whichever_lane_begins(ask: Ask, desk: build.Story) -> None:
    filed = [build.filed(desk).number for _ in range(3)]
    whole = ask("zhao_min", "&limit=3").text
    for begin in ("&limit=2", f"&limit=2{BY_API}"):
        first = ask("zhao_min", begin)
        assert (first.json()["has_more"], first.json()["next_cursor"]) == (True, filed[1])
        rest = ask("zhao_min", f"&limit=2&cursor={first.json()['next_cursor']}")
        assert rest.json()["has_more"] is False
        assert [one["number"] for one in rest.json()["items"]] == [filed[0]]
        assert f"{items(first)}, {items(rest)}" == items(whole)


def items(reply: httpx.Response | str) -> str:
    """Cut the items out of a page as they were sent."""
    text = reply if isinstance(reply, str) else reply.text
    return text.partition("[")[2].rpartition("]")[0]


@pytest.mark.requirement("R8.26")
def test_a_claim_is_late_on_both_lanes_from_the_same_day(
    ask: Ask, desk: build.Story, move_to: MoveTo
) -> None:
    claim = build.filed(desk)
    for day, is_late in ((claim.due_on, False), (claim.due_on + build.days(1), True)):
        move_to(day)
        for more in ("", BY_API):
            assert ask("wang_qiang", more).json()["items"][0]["is_overdue"] is is_late
    assert len(ask("wang_qiang", "&overdue=true").json()["items"]) == 1
    assert ask("wang_qiang", "&needs_look=true").json()["items"] == []


@pytest.mark.requirement("RX.5")
def test_each_sees_the_subtrees_of_her_posts_once_and_no_other(ask: Ask, desk: build.Story) -> None:
    here = build.filed(desk).number
    there = build.filed(desk, under=build.cover(desk, "chen_ping")).number
    assert numbers(ask, "wang_qiang") == numbers(ask, "zhao_min") == [here]
    assert numbers(ask, "west_reviewer") == [there]
    assert numbers(ask, "city_reviewer") == [there, here]
    # A post that does not carry the permission opens nothing; one that does, on another level,
    # joins in; one inside another doubles nothing.
    post(desk, "west_reviewer", "factory", Role.STATION_CLERK)
    assert numbers(ask, "west_reviewer") == [there]
    chair = post(desk, "west_reviewer", "factory", Role.UNION_CHAIR)
    assert numbers(ask, "west_reviewer") == [there, here]
    post(desk, "zhao_min", "factory", Role.UNION_CHAIR)
    assert numbers(ask, "zhao_min") == [here]
    Post.objects.filter(pk=chair.pk).update(until=build.date(2026, 11, 1))
    assert numbers(ask, "west_reviewer") == [there]


@pytest.mark.requirement("RX.5")
def test_the_lane_turns_away_whom_the_api_does(ask: Ask, desk: build.Story) -> None:
    build.filed(desk)
    early = cast.sign_in(desk.made.users["wang_qiang"], second_factor=False)
    over = cast.sign_in(desk.made.users["wang_qiang"])
    tokens.revoke(over)
    for who, token, status, code in (
        (None, "", 401, "sign_in_required"),
        (None, "wrong", 401, "sign_in_required"),
        (None, over, 401, "sign_in_required"),
        (None, early, 403, "second_factor_required"),
        ("li_mei", "", 403, "not_permitted"),
        ("sun_li", "", 403, "not_permitted"),
    ):
        hot, ordinary = (ask(who, more, token=token) for more in ("", BY_API))
        assert problem(hot, status, code) == problem(ordinary, status, code)
    signed = cast.sign_in(desk.made.users["wang_qiang"])
    assert ask(None, token=signed).status_code == 200
    Post.objects.filter(user=desk.made.users["wang_qiang"]).update(until=build.date(2026, 11, 1))
    for more in ("", BY_API):
        problem(ask(None, more, token=signed), 403, "not_permitted")


def test_what_is_no_plain_first_page_is_the_apis_to_answer(ask: Ask, desk: build.Story) -> None:
    number = build.filed(desk).number
    for more in ("&limit=0", "&limit=101", "&limit=x", "&overdue=perhaps"):
        problem(ask("wang_qiang", more), 422, "invalid")
    for more in ("&limit=010", "&desk=%75nit", "&needs_look=false", "&"):
        listed = ask("wang_qiang", more)
        assert [one["number"] for one in listed.json()["items"]] == [number], more
    problem(ask("wang_qiang", "&cursor=SL-2026-999999"), 400, "bad_cursor")
    assert ask("wang_qiang", method="HEAD").status_code == 405
    refused = ask("wang_qiang", method="POST")
    problem(refused, 405, "method_not_allowed")
    assert refused.headers["allow"] == "GET"


def test_the_lane_counts_its_callers(ask: Ask, desk: build.Story, monkeypatch: Any) -> None:
    token = cast.sign_in(desk.made.users["wang_qiang"])
    monkeypatch.setattr(wire, "LIMITER", Limiter(2))
    assert [ask(None, token=token).status_code for _ in range(2)] == [200, 200]
    over = ask(None, token=token)
    problem(over, 429, "too_many_requests")
    assert int(over.headers["retry-after"]) >= 1
