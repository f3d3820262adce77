"""One release from the facts of a project: a whole picture, with what changed said by its tags."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.commissioning.feeds.ocds import metrics, parties
from services.commissioning.feeds.ocds.agreement import contract_of
from services.commissioning.feeds.ocds.facts import Award, Facts, Planning, Tender
from services.commissioning.feeds.ocds.numbers import amount
from services.commissioning.feeds.ocds.times import moment

LANGUAGE = "zh"


def build(
    facts: Facts, *, prefix: str, sequence: int, at: datetime, tags: Sequence[str]
) -> dict[str, Any]:
    """Build the release number `sequence` of a project; `at` is when it was made public."""
    ocid = f"{prefix}-{facts.number}"
    release: dict[str, Any] = {
        "ocid": ocid,
        "id": f"{facts.number}-{sequence:04d}",
        "date": moment(at),
        "tag": list(tags),
        "initiationType": "tender",
        "language": LANGUAGE,
        "parties": parties.listed(facts),
        "buyer": parties.reference(facts.buyer),
        "planning": _planning(facts, facts.planning),
    }
    if facts.tender is not None:
        release["tender"] = _tender(facts, facts.tender)
    if facts.award is not None:
        release["awards"] = [_award(facts, facts.award)]
    if facts.agreement is not None:
        release["contracts"] = [contract_of(facts, facts.agreement)]
    return release


def _planning(facts: Facts, planning: Planning) -> dict[str, Any]:
    found: dict[str, Any] = {
        "rationale": planning.rationale,
        "budget": {
            "id": f"{facts.number}-budget",
            "description": planning.fund_name,
            "amount": amount(planning.budget_fen),
            "project": facts.title,
            "projectID": facts.number,
        },
    }
    if planning.needs:
        words = "；".join(f"{title}（{voices}人响应）" for title, voices in planning.needs)
        found["documents"] = [
            {
                "id": f"{facts.number}-needs",
                "documentType": "needsAssessment",
                "title": "职工需求",
                "description": words,
                "url": facts.page,
                "language": LANGUAGE,
            }
        ]
    return found


def _tender(facts: Facts, tender: Tender) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"{facts.number}-tender",
        "title": facts.title,
        "description": tender.text,
        "status": tender.status,
        "procuringEntity": parties.reference(facts.buyer),
        "items": items(facts, tender.persons, tender.sessions),
        "value": amount(facts.planning.budget_fen),
        "procurementMethod": "open",
        "procurementMethodDetails": tender.mode_label,
        "mainProcurementCategory": "services",
        "awardCriteria": "ratedCriteria",
        "submissionMethod": ["electronicSubmission"],
        "tenderPeriod": {
            "startDate": moment(tender.opened_at),
            "endDate": moment(tender.deadline),
        },
        "targets": [
            metrics.promised("persons", "服务人数", "人", tender.persons),
            metrics.promised("sessions", "服务场次", "场", tender.sessions),
        ],
    }
    if tender.criteria:
        found["awardCriteriaDetails"] = "；".join(f"{name} {w} 分" for name, w in tender.criteria)
    if tender.number_of_tenderers is not None:
        found["numberOfTenderers"] = tender.number_of_tenderers
    if tender.tenderers:
        found["tenderers"] = [parties.reference(one) for one in tender.tenderers]
    if tender.extensions:
        found["amendments"] = [
            {
                "id": f"{facts.number}-amendment-{one.sequence}",
                "date": moment(one.at),
                "description": one.text,
                "rationale": one.reason,
            }
            for one in tender.extensions
        ]
    return found


def _award(facts: Facts, award: Award) -> dict[str, Any]:
    return {
        "id": f"{facts.number}-award",
        "title": facts.title,
        "status": "active" if award.is_final else "pending",
        "date": moment(award.at),
        "value": amount(award.amount_fen),
        "suppliers": [parties.reference(award.supplier)],
        "items": items(facts, award.persons, award.sessions),
        "documents": [
            {
                "id": f"{facts.number}-evaluation",
                "documentType": "evaluationReports",
                "title": "综合评审结果",
                "url": facts.page,
                "language": LANGUAGE,
            }
        ],
        "agreedMetrics": [
            metrics.promised("persons", "服务人数", "人", award.persons),
            metrics.promised("sessions", "服务场次", "场", award.sessions),
        ],
    }


def items(facts: Facts, persons: int, sessions: int) -> list[dict[str, Any]]:
    """What is bought: persons and sessions of a kind of service."""
    return [
        {
            "id": "persons",
            "description": f"{facts.kind_label}：服务职工",
            "quantity": persons,
            "unit": {"name": "人"},
        },
        {
            "id": "sessions",
            "description": f"{facts.kind_label}：场次",
            "quantity": sessions,
            "unit": {"name": "场"},
        },
    ]
