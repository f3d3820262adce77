"""Contract, delivery, reports and payments over the staff and member APIs (R9.12-R9.16)."""

from typing import Any

import pytest
from django.test import Client

from backend.ledger.formats import Outcome
from backend.ledger.models import PaymentBatch
from services.commissioning.models import Contract, Project
from tests.services.commissioning import build, build_contract
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import Call, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world: World, client: Client) -> Call:
    """Call an API as one of the cast."""
    return caller(world, client)


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
