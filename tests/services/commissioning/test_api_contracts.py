"""Contract, delivery, reports and payments over the staff and member APIs (R9.12-R9.16)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.access.models import IdempotencyKey
from backend.kernel import clock
from backend.ledger.formats import Outcome
from backend.ledger.models import PaymentBatch
from services.commissioning.models import Confirmation, Contract, Project, Rating, Report
from tests import cast
from tests.services.commissioning import build, build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]


@pytest.fixture
def call(world: World, client: Client) -> Call:
    """Call an API as one of the cast; a write gets a fresh key and, when given, an ETag."""
    count = iter(range(10_000))

    def make(who: str, path: str, body: Any = None, *, etag: str = "", method: str = "") -> Any:
        audience = "member" if path.startswith("/services") else "staff"
        headers = {"X-Session-Token": cast.sign_in(world.cast.users[who])}
        where = f"/api/{audience}/v1{path}"
        if body is None and method in {"", "get"}:
            return client.get(where, headers=headers)
        headers["Idempotency-Key"] = f"test-key-{next(count):08d}"
        if etag:
            headers["If-Match"] = etag
        send = getattr(client, method or "post")
        return send(where, body or {}, content_type="application/json", headers=headers)

    return make


def terms() -> dict[str, Any]:
    """The usual terms as JSON."""
    usual = build_contract.terms()
    return {
        "starts_on": usual.starts_on.isoformat(),
        "ends_on": usual.ends_on.isoformat(),
        "lines": [{"title": one.title, "amount_fen": one.amount.fen} for one in usual.lines],
        "targets": [
            {
                "code": one.code,
                "kind": one.kind,
                "source": one.source,
                "title": one.title,
                "unit": one.unit,
                "planned_hundredths": one.planned,
                "weight": one.weight,
            }
            for one in usual.targets
        ],
        "milestones": [
            {"kind": one.kind, "title": one.title, "due_on": one.due_on.isoformat()}
            for one in usual.milestones
        ],
        "stages": [{"percent": one.percent, "condition": one.condition} for one in usual.stages],
    }


@pytest.mark.requirement("R9.12", "R9.13")
def test_a_contract_is_drafted_agreed_signed_and_paid_over_the_api(
    world: World, call: Call
) -> None:
    project = build.awarded(world)
    here = f"/commissioning/projects/{project.number}/contract"
    assert call("project_buyer", here).status_code == 404
    made = call("project_buyer", here, terms(), etag=f'"{project.version}"')
    assert (made.status_code, made.json()["amount_fen"]) == (201, 18_000_000), made.content
    number = made.json()["number"]
    own = call("feng_xue", f"/provider/projects/{project.number}").json()
    assert own["may"] == ["agree"]
    agreed = call("feng_xue", f"/provider/contracts/{number}/agree", {}, etag=made["ETag"])
    signed = call(
        "project_approver", f"/commissioning/contracts/{number}/sign", {}, etag=agreed["ETag"]
    )
    assert signed.status_code == 200, signed.content
    entered = call(
        "feng_xue", "/provider/account", {"bank": "示范银行槐树支行", "account": "0200001009000001"}
    )
    assert (entered.status_code, entered.json()["account_last4"]) == (201, "0001")
    build_contract.account(world)
    sheet = call("project_approver", here).json()
    due = sheet["stages"][0]
    assert (due["state"], due["may"]) == ("due", ["approve", "withhold"])
    approved = call(
        "project_approver",
        f"/commissioning/stages/{due['number']}/approve",
        {},
        etag=f'"{due["version"]}"',
    )
    assert approved.status_code == 200, approved.content
    waiting = call("sun_li", "/commissioning/stages").json()["items"]
    assert [(one["amount_fen"], one["note"]) for one in waiting] == [(9_000_000, "")]
    ordered = call("sun_li", "/commissioning/stage-batches", {"stages": [due["number"]]})
    assert (ordered.status_code, ordered.json()["count"]) == (201, 1), ordered.content
    batch = PaymentBatch.objects.get()
    there = f"/commissioning/stage-batches/{batch.number}"
    file = call("payment_confirmer", f"{there}/file", {})
    assert "示范市心桥社会工作服务中心" in file.content.decode("utf-8-sig")
    content = build_contract.reply(batch, Outcome.PAID).decode("utf-8-sig")
    done = call("payment_confirmer", f"{there}/reply", {"content": content})
    assert (done.status_code, done.json()["state"]) == (200, "settled"), done.content
    after = call("zhou_lan", here).json()
    assert (after["stages"][0]["state"], after["delivered"]["paid_fen"]) == ("paid", 9_000_000)
    assert call("sun_li", "/commissioning/stage-batches").json()["items"][0]["state"] == "settled"


@pytest.mark.requirement("R9.14", "R9.16")
def test_a_session_is_held_confirmed_rated_and_reported_over_the_api(
    world: World, call: Call
) -> None:
    contract, now = build_contract.signed(world), clock.now()
    project = Project.objects.get()
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
    opened = call("feng_xue", f"/provider/sessions/{number}/open", {}, etag=planned["ETag"])
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
    there = Confirmation.objects.count()
    closed = call(
        "feng_xue",
        f"/provider/sessions/{number}/close",
        {"provider_count": 3},
        etag=opened["ETag"],
    )
    assert (closed.json()["provider_count"], closed.json()["confirmed"]) == (3, there)
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
    assert handed.status_code == 200, handed.content
    waiting = call("project_buyer", "/commissioning/reports").json()["items"]
    assert [one["number"] for one in waiting] == [report]
    sheet = call("project_buyer", f"/commissioning/reports/{report}").json()
    assert (sheet["counted"], sheet["confirmed"], sheet["lines"][0]["here_fen"]) == (
        3, there, 50_000,
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
    assert (after["delivered"]["persons"], after["delivered"]["stars_hundredths"]) == (there, 400)


@pytest.mark.requirement("R9.15")
def test_a_change_is_asked_and_decided_over_the_api(world: World, call: Call) -> None:
    contract = build_contract.signed(world)
    asked = call(
        "feng_xue",
        f"/provider/contracts/{contract.number}/changes",
        {
            "kind": "line_transfer",
            "reason": "场地免费",
            "from_place": 2,
            "to_place": 1,
            "amount_fen": 2_000_000,
        },
        etag=f'"{Contract.objects.get().version}"',
    )
    assert (asked.status_code, asked.json()["needs_approval"]) == (201, True), asked.content
    number = asked.json()["number"]
    own = call("project_buyer", f"/commissioning/changes/{number}/approve", {}, etag=asked["ETag"])
    assert own.status_code == 403
    done = call(
        "project_approver", f"/commissioning/changes/{number}/approve", {}, etag=asked["ETag"]
    )
    assert done.json()["state"] == "approved"


def test_another_organization_finds_nothing(world: World, call: Call) -> None:
    contract = build_contract.signed(world)
    session = build_contract.opened(world, contract)
    report = build_contract.begun(world, contract)
    project = Project.objects.get()
    for path in (
        f"/provider/projects/{project.number}",
        f"/provider/projects/{project.number}/sessions",
        f"/provider/sessions/{session.number}/code",
        f"/provider/reports/{report.number}",
    ):
        assert call("second_officer", path).status_code == 404, path
        assert call("feng_xue", path).status_code == 200, path
    closed = call(
        "second_officer",
        f"/provider/sessions/{session.number}/close",
        {"provider_count": 1},
        etag='"2"',
    )
    assert closed.status_code == 404
    assert call("second_officer", "/provider/projects").json()["items"] == []
