"""The contract section: promise, payments, milestones, delivered metrics, spending, verdict."""

from typing import Any

from services.commissioning.feeds.ocds import metrics, parties
from services.commissioning.feeds.ocds.facts import (
    Agreement,
    Change,
    Correction,
    Facts,
    Payment,
    Step,
)
from services.commissioning.feeds.ocds.numbers import amount, exact_text, number
from services.commissioning.feeds.ocds.times import day

LANGUAGE = "zh"
CORRECTION = "figureCorrection"
"""A type of our own in the open codelist: the standard has none for a corrected figure."""


def contract_of(facts: Facts, agreement: Agreement) -> dict[str, Any]:
    """Build the one contract of a project."""
    found: dict[str, Any] = {
        "id": agreement.number,
        "awardID": f"{facts.number}-award",
        "title": facts.title,
        "status": agreement.status,
        "period": {
            "startDate": day(agreement.starts_on),
            "endDate": day(agreement.ends_on, is_end=True),
        },
        "value": amount(agreement.amount_fen),
        "dateSigned": day(agreement.signed_on),
    }
    if agreement.goals:
        found["agreedMetrics"] = [metrics.planned(goal) for goal in agreement.goals]
    if agreement.changes:
        found["amendments"] = [_amendment(one) for one in agreement.changes]
    found["implementation"] = _implementation(facts, agreement)
    return found


def _implementation(facts: Facts, agreement: Agreement) -> dict[str, Any]:
    found: dict[str, Any] = {"financialProgress": _progress(agreement)}
    if agreement.payments:
        found["transactions"] = [_transaction(facts, one) for one in agreement.payments]
    if agreement.steps:
        found["milestones"] = [_milestone(one) for one in agreement.steps]
    counted = [metrics.delivered(goal) for goal in (*agreement.goals, *agreement.metrics)]
    if seen := [one for one in counted if one is not None]:
        found["metrics"] = seen
    if agreement.ended_on is not None:
        paid = sum(one.amount_fen for one in agreement.payments)
        found["endDate"] = day(agreement.ended_on, is_end=True)
        found["finalValue"] = amount(paid)
        found["finalValueDetails"] = "截至发布时经银行支付的金额；未付和不予支付的阶段不计入。"
    papers = [_verdict(facts, agreement)] if agreement.outcome is not None else []
    papers += [
        _correction(facts, agreement, place, one)
        for place, one in enumerate(agreement.corrections, start=1)
    ]
    if papers:
        found["documents"] = papers
    return found


def _progress(agreement: Agreement) -> dict[str, Any]:
    paid = sum(one.amount_fen for one in agreement.payments)
    found: dict[str, Any] = {"totalSpend": amount(paid)}
    if agreement.lines:
        found["breakdown"] = [
            {
                "id": line.key,
                "description": line.title,
                "measures": {
                    "agreed": number(line.agreed_fen),
                    "current": number(line.current_fen),
                    "spentByProvider": number(line.spent_fen),
                },
            }
            for line in agreement.lines
        ]
    return found


def _transaction(facts: Facts, payment: Payment) -> dict[str, Any]:
    supplier = facts.award.supplier if facts.award else facts.buyer
    return {
        "id": payment.key,
        "source": facts.page,
        "date": day(payment.paid_on),
        "value": amount(payment.amount_fen),
        "payer": parties.reference(facts.buyer),
        "payee": parties.reference(supplier),
    }


def _milestone(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": step.key,
        "title": step.title,
        "type": step.kind,
        "status": step.status,
        "dueDate": day(step.due_on, is_end=True),
    }
    if step.met_on is not None:
        found["dateMet"] = day(step.met_on)
    if step.words:
        found["description"] = step.words
    return found


def _amendment(change: Change) -> dict[str, Any]:
    return {
        "id": change.key,
        "date": day(change.on),
        "description": f"{change.what}：由“{change.old}”改为“{change.new}”",
        "rationale": change.reason,
    }


def _verdict(facts: Facts, agreement: Agreement) -> dict[str, Any]:
    outcome = agreement.outcome
    words = outcome.words if outcome else ""
    if outcome and outcome.points_hundredths is not None:
        points = exact_text(outcome.points_hundredths).removesuffix(".00")
        words = f"绩效评价 {points} 分，等次“{outcome.band_label}”。{words}"
    elif outcome and outcome.band_label:
        words = f"绩效等次“{outcome.band_label}”。{words}"
    found = {
        "id": f"{agreement.number}-verdict",
        "documentType": "completionCertificate",
        "title": "验收和绩效评价",
        "description": words,
        "url": facts.page,
        "language": LANGUAGE,
    }
    if outcome and outcome.accepted_on is not None:
        found["datePublished"] = day(outcome.accepted_on)
    return found


def _correction(facts: Facts, agreement: Agreement, place: int, one: Correction) -> dict[str, Any]:
    return {
        "id": f"{agreement.number}-correction-{place}",
        "documentType": CORRECTION,
        "title": f"更正：{one.what}",
        "description": f"“{one.what}”原公布“{one.old}”，更正为“{one.new}”。原因：{one.reason}",
        "url": facts.page,
        "language": LANGUAGE,
        "datePublished": day(one.on),
    }
