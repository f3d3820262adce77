"""The contract, its stages and the bank (R9.12, R9.13)."""

from datetime import timedelta
from typing import Any

from backend.kernel import clock
from backend.ledger.formats import Outcome
from backend.ledger.models import PaymentBatch
from tests.journeys.commissioning.road import APPROVER, BUYER, PROVIDER, Road
from tests.services.commissioning import build_contract

TERM_DAYS = 60
ACCOUNT = "0200001009000001"
KEEPER, CONFIRMER = "sun_li", "payment_confirmer"
SHARES = ((50, "signed"), (30, "midterm"), (20, "accepted"))


def to_signed(road: Road) -> None:
    """Draft, agree and sign; the account is entered by the one side and verified by the other."""
    made = road.act(BUYER, "contract", terms(road))
    assert made["amount_fen"] == road.service.price
    road.contract = made["number"]
    path = f"staff/provider/contracts/{road.contract}/agree"
    agreed = road.send(PROVIDER, path, version=made["version"])
    path = f"staff/commissioning/contracts/{road.contract}/sign"
    road.send(APPROVER, path, version=agreed["version"])
    account = {"bank": "示范银行槐树支行", "account": ACCOUNT}
    entered = road.send(PROVIDER, "staff/provider/account", account)
    path = f"staff/payee-accounts/{entered['number']}/verify"
    road.send(CONFIRMER, path, version=entered["version"])


def terms(road: Road) -> dict[str, Any]:
    """Give the terms: three lines, six targets, three milestones, 50/30/20."""
    today, price = clock.today(), road.service.price
    planned = {"persons": 1_200, "sessions": 100, "unit-cost": price, "helped": 1_000}
    return {
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=TERM_DAYS)).isoformat(),
        "lines": [
            {"title": "人员费用", "amount_fen": price - 200_000},
            {"title": "场地与物料", "amount_fen": 150_000},
            {"title": "宣传", "amount_fen": 50_000},
        ],
        "targets": [
            {
                "code": one.code,
                "kind": one.kind,
                "source": one.source,
                "title": one.title,
                "unit": one.unit,
                "planned_hundredths": planned.get(one.code, one.planned),
                "weight": one.weight,
            }
            for one in build_contract.TARGETS
        ],
        "milestones": [
            {"kind": kind, "title": title, "due_on": (today + timedelta(days=day)).isoformat()}
            for kind, title, day in (
                ("delivery", "办第一场", 15),
                ("delivery", "建好服务点", 25),
                ("reporting", "交终期报告", TERM_DAYS),
            )
        ],
        "stages": [{"percent": share, "condition": why} for share, why in SHARES],
    }


def pay(road: Road, place: int) -> None:
    """Approve the stage that is due, order it, write the bank's file, take in its reply."""
    due = road.sheet()["stages"][place - 1]
    path = f"staff/commissioning/stages/{due['number']}/approve"
    road.send(APPROVER, path, version=due["version"])
    batches = "staff/commissioning/stage-batches"
    batch = road.send(KEEPER, batches, {"stages": [due["number"]]})
    assert (batch["count"], batch["total_fen"]) == (1, due["amount_fen"])
    file = road.send(CONFIRMER, f"{batches}/{batch['number']}/file").decode("utf-8-sig")
    assert ACCOUNT in file
    words = build_contract.reply(PaymentBatch.objects.get(number=batch["number"]), Outcome.PAID)
    content = {"content": words.decode("utf-8-sig")}
    done = road.send(CONFIRMER, f"{batches}/{batch['number']}/reply", content)
    assert done["state"] == "settled"
    paid = [one["state"] for one in road.sheet()["stages"]]
    assert paid[:place] == ["paid"] * place


def not_payable(road: Road, place: int) -> None:
    """Neither approve nor order a stage whose condition is not met."""
    stage = road.sheet()["stages"][place - 1]
    path = f"staff/commissioning/stages/{stage['number']}/approve"
    approved = road.refusal(APPROVER, path, version=stage["version"])
    wanted = {"stages": [stage["number"]]}
    ordered = road.refusal(KEEPER, "staff/commissioning/stage-batches", wanted)
    assert (approved[0], ordered[0]) == (409, 409)
    assert road.sheet()["stages"][place - 1] == stage
