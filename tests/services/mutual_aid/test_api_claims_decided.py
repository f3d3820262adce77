"""Decided claims for staff: by outcome, plan and period, of one's own subtree, page by page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.mutual_aid.queries.claims_decided import Wanted, newest
from services.mutual_aid.states import Outcome
from services.mutual_aid.workflow.claims.rejection import reject
from tests import cast
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.conftest import MONDAY, MoveTo

BASE = "/api/staff/v1/decided-claims"
Call = Callable[..., Any]


@pytest.fixture
def decided(desk: build.Story, move_to: MoveTo) -> dict[str, str]:
    """Give one claim of each outcome by its number, decided on three days; the newest last."""
    granted = build.approved(desk, build.Stay(invoice="12345678"))
    move_to(date(2026, 11, 24))
    women = build.cover(desk, "li_mei", plan=build.WOMEN)
    nothing = build.approved(
        desk, build.Stay(item="women_illness", entry="1", day=date(2026, 1, 5)), under=women
    )
    move_to(date(2026, 11, 25))
    claim = build.filed(desk, build.Stay(day=date(2026, 10, 1)))
    said = {"clause": "claim", "fact": "已超期。", "remedy": "可以申诉。"}
    reject(claim.number, actor=desk.who("wang_qiang"), version=claim.version, **said)
    return {"granted": granted.number, "nothing": nothing.number, "rejected": claim.number}


@pytest.fixture
def call(desk: build.Story, client: Client) -> Call:
    """Ask as one of the cast."""

    def make(who: str, query: str = "") -> Any:
        token = cast.sign_in(desk.made.users[who])
        return client.get(f"{BASE}{query}", headers={"X-Session-Token": token})

    return make


def numbers(answer: Any) -> list[str]:
    return [one["number"] for one in answer.json()["items"]]


def test_each_decision_stands_with_what_it_came_to(decided: dict[str, str], call: Call) -> None:
    answer = call("zhao_min")
    assert numbers(answer) == [decided[one] for one in ("rejected", "nothing", "granted")]
    first, second, third = answer.json()["items"]
    assert (first["outcome"], first["outcome_label"], first["amount"]) == (
        "rejected",
        "不予给付",
        None,
    )
    assert (second["outcome_label"], second["benefit"]) == ("核定为零", "")
    assert (third["amount"]["amount_fen"], third["state_label"]) == (700_000, "待付款")
    assert (third["person"], third["decided_on"], third["benefit"][:2]) == (
        "李*",
        MONDAY.isoformat(),
        "JF",
    )


def test_it_is_filtered_by_outcome_plan_and_period(decided: dict[str, str], call: Call) -> None:
    for query, wanted in (
        ("?outcome=granted", ["granted"]),
        ("?outcome=nothing", ["nothing"]),
        ("?outcome=rejected", ["rejected"]),
        (f"?plan={build.WOMEN}", ["nothing"]),
        (f"?plan={build.HOSPITAL}", ["rejected", "granted"]),
        ("?plan=NO-SUCH", []),
        ("?first_day=2026-11-24", ["rejected", "nothing"]),
        ("?last_day=2026-11-23", ["granted"]),
        ("?first_day=2026-11-24&last_day=2026-11-24&outcome=nothing", ["nothing"]),
        ("?first_day=2026-11-24&last_day=2026-11-24&outcome=granted", []),
    ):
        assert numbers(call("zhao_min", query)) == [decided[one] for one in wanted], query
    for wrong in ("?outcome=paid", "?first_day=x", "?plan=a b", "?cursor=x&limit=101"):
        assert call("zhao_min", wrong).status_code == 422, wrong
    assert call("zhao_min", "?cursor=x").status_code == 400


@pytest.mark.requirement("RX.5")
def test_each_officer_sees_her_own_subtree_and_open_claims_are_not_there(
    desk: build.Story, decided: dict[str, str], call: Call
) -> None:
    build.filed(desk, build.Stay(day=date(2026, 9, 1)))
    for who in ("wang_qiang", "city_reviewer", "zhou_lan", "district_approver"):
        assert len(numbers(call(who))) == len(decided), who
    assert numbers(call("west_reviewer")) == []
    assert call("sun_li").status_code == 403
    assert call("li_mei").status_code == 403


def test_it_is_paged_and_costs_the_same_however_long_it_is(
    decided: dict[str, str], call: Call
) -> None:
    first = call("zhao_min", "?limit=2")
    assert numbers(first) == [decided["rejected"], decided["nothing"]]
    rest = call("zhao_min", f"?limit=2&cursor={first.json()['next_cursor']}")
    assert (numbers(rest), rest.json()["has_more"]) == ([decided["granted"]], False)
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(numbers(call("zhao_min", f"?limit={limit}"))) == limit
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_page_is_a_walk_along_one_index_whatever_else_is_asked(desk: build.Story) -> None:
    district = desk.made.unions["district"]
    for wanted in (
        Wanted(),
        Wanted(Outcome.GRANTED, build.HOSPITAL, date(2026, 1, 1), date(2026, 12, 31)),
    ):
        rows = newest(district.level, district.pk, wanted, (MONDAY, 7), 21)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = rows.explain()
        assert f"mutual_aid_decided_d{district.level}" in plan, plan
        assert "Sort" not in plan, plan


def test_the_page_filters_by_its_address_and_leads_to_the_claim(
    desk: build.Story, decided: dict[str, str]
) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(desk.made.users["zhao_min"])
    desk_page = client.get("/console/claims/").content.decode()
    assert 'href="/console/claims/decided/"' in desk_page
    page = client.get("/console/claims/decided/").content.decode()
    for number in decided.values():
        assert f'href="/console/claims/{number}/"' in page
    assert "7,000.00" in page
    only = client.get("/console/claims/decided/?outcome=rejected&plan=&first_day=&last_day=")
    text = only.content.decode()
    assert (decided["rejected"] in text, decided["granted"] in text) == (True, False)
    none = client.get("/console/claims/decided/?first_day=2027-01-01").content.decode()
    assert "没有符合条件的申领，可以放宽条件再查。" in none
    wrong = client.get("/console/claims/decided/?first_day=2026-12-01&last_day=2026-11-01")
    assert wrong.status_code == 422
    assert "结束日期不能早于开始日期。" in wrong.content.decode()
    claim = client.get(f"/console/claims/{decided['granted']}/").content.decode()
    assert "10,000.00 元按 70% 计算" in claim
