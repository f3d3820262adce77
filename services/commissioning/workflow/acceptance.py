"""Acceptance 验收 by somebody who did not buy, with the workers' opinion in it (R9.16, R9.17)."""

from datetime import date

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Acceptance, AcceptanceOutcome, Contract, Report
from services.commissioning.queries import delivered
from services.commissioning.states.delivery import ReportState
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow.advance import advance, tell_organization, trace
from services.commissioning.workflow.public_words import said_publicly
from services.commissioning.workflow.standing import open_to_judge


@verb
def accept_delivery(number: str, *, actor: Actor, version: int, opinion: str) -> Acceptance:
    """Accept what was delivered; the workers' ratings as they stand become part of it.

    Raises NotFound, Refused `bought`, `related`, StaleVersion, Conflict `wrong_state`,
    `final_not_checked`, Invalid `reason_missing`, `personal_number`.
    """
    contract = open_to_judge(number, ProjectAct.ACCEPT, actor=actor, version=version)
    acceptance = _write(contract, AcceptanceOutcome.ACCEPTED, opinion, actor=actor)
    project = contract.project
    if contract.ended_on is None:
        contract.ended_on = min(contract.ends_on, clock.today())
        contract.version += 1
        contract.save(update_fields=["ended_on", "version"])
    project.accepted_by_id = access.user_key(actor)
    advance(
        project, ProjectAct.ACCEPT, actor=actor, words=acceptance.opinion, changed=["accepted_by"]
    )
    tell_organization(Topic.COMMISSIONING_DELIVERY_ACCEPTED, contract.organization, project)
    return acceptance


@verb
def ask_rectification(
    number: str, *, actor: Actor, version: int, opinion: str, rectify_by: date
) -> Acceptance:
    """Ask for what is missing to be put right by a day; the final report is handed in again.

    Raises what `accept_delivery` raises, and Invalid `bad_day` for a day that is not to come.
    """
    contract = open_to_judge(number, ProjectAct.ASK_RECTIFICATION, actor=actor, version=version)
    if rectify_by <= clock.today():
        raise Invalid("bad_day", "整改截止日期要在今天以后，请重新填写。")
    acceptance = _write(
        contract, AcceptanceOutcome.RECTIFY, opinion, actor=actor, rectify_by=rectify_by
    )
    project = contract.project
    advance(project, ProjectAct.ASK_RECTIFICATION, actor=actor, words=acceptance.opinion)
    tell_organization(Topic.COMMISSIONING_RECTIFICATION_ASKED, contract.organization, project)
    return acceptance


def _write(
    contract: Contract,
    outcome: AcceptanceOutcome,
    opinion: str,
    *,
    actor: Actor,
    rectify_by: date | None = None,
) -> Acceptance:
    said = said_publicly(opinion, "请写明验收意见。", pointer="/opinion", longest=1000)
    final = Report.objects.filter(contract=contract, is_final=True, state=ReportState.CONFIRMED)
    if not final.exists():
        raise Conflict("final_not_checked", "终期报告还没有核对，核对以后才能验收。")
    found = delivered.figures(contract)
    acceptance = Acceptance.objects.create(
        contract=contract,
        outcome=outcome,
        opinion=said,
        rectify_by=rectify_by,
        ratings=found.ratings,
        stars_hundredths=found.stars_hundredths,
        by_id=access.user_key(actor),
    )
    trace(acceptance, f"acceptance.{outcome}", project=contract.project, actor=actor)
    return acceptance
