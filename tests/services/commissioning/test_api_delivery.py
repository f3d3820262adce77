"""Sessions, confirmations, ratings and reports over the APIs (R9.14, R9.16)."""

from datetime import timedelta

import pytest
from django.test import Client

from backend.access.models import IdempotencyKey
from backend.kernel import clock
from services.commissioning.models import Project, Rating, Report
from tests import cast
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import Call, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world: World, client: Client) -> Call:
    """Call an API as one of the cast."""
    return caller(world, client)


@pytest.mark.requirement("R9.16")
def test_a_session_is_planned_opened_and_confirmed_over_the_api(world: World, call: Call) -> None:
    contract, now = build_contract.signed(world), clock.now()
    planned = call(
        "feng_xue",
        f"/provider/contracts/{contract.number}/sessions",
        {
            "title": "团体辅导",
            "place": "服务站",
            "starts_at": (now + timedelta(minutes=5)).isoformat(),
            "ends_at": (now + timedelta(minutes=65)).isoformat(),
        },
    )
    assert planned.status_code == 201, planned.content
    number = planned.json()["number"]
    call("feng_xue", f"/provider/sessions/{number}/open", {}, etag=planned["ETag"])
    shown = call("feng_xue", f"/provider/sessions/{number}/code").json()
    assert shown["address"].split("?")[0].endswith("/me/services/confirm/")
    long = shown["address"].rpartition("&c=")[2]
    come = call("li_mei", f"/services/{number}/confirm", {"code": long, "way": "qr"})
    assert (come.status_code, come.json()["again"]) == (200, False), come.content
    wrong = call("wang_qiang", f"/services/{number}/confirm", {"code": "00000000"})
    assert wrong.json()["code"] == "wrong_code"
    worker = cast.part("chen_ping")
    clerk = call(
        "liu_yang",
        f"/commissioning/sessions/{number}/confirmations",
        {"id_number": worker.id_number, "name": worker.name},
    )
    assert clerk.status_code in {200, 404}


@pytest.mark.requirement("R9.16")
def test_a_session_is_closed_and_rated_over_the_api(world: World, call: Call) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    number, project = session.number, Project.objects.get()
    code = build_contract.code_of(session)
    call("li_mei", f"/services/{number}/confirm", {"code": code})
    closed = call(
        "feng_xue",
        f"/provider/sessions/{number}/close",
        {"provider_count": 3},
        etag=f'"{session.version}"',
    )
    assert (closed.json()["provider_count"], closed.json()["confirmed"]) == (3, 1)
    keys = IdempotencyKey.objects.count()
    rated = call("li_mei", f"/services/{number}/rating", {"stars": 4, "words": "好"})
    assert (rated.status_code, Rating.objects.get().stars) == (204, 4)
    assert IdempotencyKey.objects.count() == keys
    absent = call("zhou_lan", f"/services/{number}/rating", {"stars": 4})
    assert (absent.status_code, absent.json()["code"]) == (403, "was_not_there")
    mine = call("li_mei", "/services").json()["items"]
    assert [(one["number"], one["has_rated"], one["may_rate"]) for one in mine] == [
        (number, True, False)
    ]
    assert call("zhou_lan", f"/services/{number}").status_code == 404
    listed = call("feng_xue", f"/provider/projects/{project.number}/sessions").json()["items"]
    assert listed[0]["share"]["low"] < listed[0]["share"]["share"] < listed[0]["share"]["high"]


@pytest.mark.requirement("R9.14")
def test_a_report_is_written_over_the_api(world: World, call: Call) -> None:
    contract = build_contract.signed(world)
    begun = call(
        "feng_xue",
        f"/provider/contracts/{contract.number}/reports",
        {
            "period_start": (clock.today() - timedelta(days=30)).isoformat(),
            "period_end": clock.today().isoformat(),
        },
    )
    report = begun.json()["number"]
    day = (clock.today() - timedelta(days=1)).isoformat()
    zero = call(
        "feng_xue",
        f"/provider/reports/{report}/spendings",
        {"line": 1, "amount_fen": 0, "spent_on": day, "words": "劳务"},
    )
    assert (zero.status_code, zero.json()["code"]) == (422, "amount_zero")
    spent = call(
        "feng_xue",
        f"/provider/reports/{report}/spendings",
        {
            "line": 1,
            "amount_fen": 50_000,
            "spent_on": day,
            "words": "劳务",
            "voucher": build_contract.upload(world.actor("feng_xue")),
        },
    )
    assert spent.status_code == 201, spent.content
    version = Report.objects.get().version
    saved = call(
        "feng_xue",
        f"/provider/reports/{report}",
        {"persons": 3, "sessions": 1, "words": "办了一场", "stated": {"helped": 200}},
        etag=f'"{version}"',
        method="put",
    )
    assert saved.status_code == 200, saved.content
    # A draft is the organization's own: the buyer does not see it.
    assert call("project_buyer", f"/commissioning/reports/{report}").status_code == 404
    handed = call("feng_xue", f"/provider/reports/{report}/submit", {}, etag=saved["ETag"])
    assert (handed.status_code, handed.json()["state"]) == (200, "submitted"), handed.content


@pytest.mark.requirement("R9.14", "R9.16")
def test_a_report_is_checked_over_the_api(world: World, call: Call) -> None:
    contract = build_contract.signed(world)
    build_contract.closed(world, contract, ("li_mei",), counted=3)
    begun, project = build_contract.begun(world, contract, ago=29), Project.objects.get()
    build_contract.spent(world, begun, 50_000)
    report = build_contract.submitted(world, begun).number
    waiting = call("project_buyer", "/commissioning/reports").json()["items"]
    assert [one["number"] for one in waiting] == [report]
    sheet = call("project_buyer", f"/commissioning/reports/{report}").json()
    assert (sheet["counted"], sheet["confirmed"], sheet["lines"][0]["here_fen"]) == (
        3, 1, 50_000,
    )  # fmt: skip
    assert sheet["may"] == ["confirm", "return"]
    confirmed = call(
        "project_buyer",
        f"/commissioning/reports/{report}/confirm",
        {},
        etag=f'"{sheet["version"]}"',
    )
    assert confirmed.json()["state"] == "confirmed"
    after = call("zhou_lan", f"/commissioning/projects/{project.number}/contract").json()
    assert after["delivered"]["spent_fen"] == 50_000
    assert (after["delivered"]["persons"], after["delivered"]["sessions"]) == (1, 1)
