"""Checking a report: confirmed, or returned with words, never by who wrote it (R9.14)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel.errors import Refused
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Report
from services.commissioning.rules import reporting
from services.commissioning.states.delivery import REPORT, ReportAct
from services.commissioning.states.projects import ProjectAct, ProjectState
from services.commissioning.workflow.advance import advance, note, tell_organization
from services.commissioning.workflow.reports import line_sums, move
from services.commissioning.workflow.under_contract import must_buy, tell_holders


@verb
def confirm_report(number: str, *, actor: Actor, version: int, words: str = "") -> Report:
    """Confirm a report: its spending counts from now on.

    Raises NotFound, Refused `four_eyes`, `related`, StaleVersion, Conflict `wrong_state`,
    `line_beyond`.
    """
    report = _open(number, actor, version, ReportAct.CONFIRM)
    reporting.check_lines(line_sums(report.contract))
    report.checked_by_id, report.answer = access.user_key(actor), words.strip()[:500]
    move(report, ReportAct.CONFIRM, actor=actor, changed=["checked_by", "answer"])
    project = report.contract.project
    note(project, "confirm_report", actor=actor, words=f"{report} {report.answer}")
    tell_organization(Topic.COMMISSIONING_REPORT_CONFIRMED, report.contract.organization, report)
    if report.is_final:
        tell_holders(
            Topic.COMMISSIONING_DELIVERY_TO_ACCEPT,
            Permission.COMMISSIONING_ACCEPTANCE_WRITE,
            report.contract,
        )
    return report


@verb
def return_report(number: str, *, actor: Actor, version: int, words: str) -> Report:
    """Send a report back with what is wrong; a final one opens the delivery again.

    Raises NotFound, Refused `four_eyes`, StaleVersion, Conflict `wrong_state`, Invalid.
    """
    report = _open(number, actor, version, ReportAct.RETURN)
    said = must_say(words, "请写明退回的原因，承接组织会按此补正。")[:500]
    report.checked_by_id, report.answer = access.user_key(actor), said
    move(report, ReportAct.RETURN, actor=actor, changed=["checked_by", "answer"])
    project = report.contract.project
    note(project, "return_report", actor=actor, words=f"{report}：{said}")
    if report.is_final and project.state is ProjectState.FINAL_REPORT:
        advance(project, ProjectAct.RETURN_FINAL, actor=actor, words=said)
    tell_organization(Topic.COMMISSIONING_REPORT_RETURNED, report.contract.organization, report)
    return report


def _open(number: str, actor: Actor, version: int, act: ReportAct) -> Report:
    report = Report.objects.locked(number)
    must_buy(report.contract, actor, Permission.COMMISSIONING_REPORT_CHECK)
    check_version(report, version)
    REPORT.move(report.state, act)
    if report.written_by_id == actor.user_id:
        raise Refused("four_eyes", "报告由您填写，请交给另一位经办人核对。")
    return report
