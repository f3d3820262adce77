"""Work reports: one for each period, kept as a draft until it is submitted (R9.14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import (
    BudgetLine,
    Contract,
    Report,
    Session,
    StageCondition,
    StatedFigure,
    TargetSource,
)
from services.commissioning.models.serial import REPORT_PREFIX, next_number
from services.commissioning.queries import reused
from services.commissioning.rules import reporting
from services.commissioning.rules.contract import is_broken
from services.commissioning.rules.reporting import LineSum, Period
from services.commissioning.states.contracts import StageState
from services.commissioning.states.delivery import REPORT, ReportAct, ReportState, SessionState
from services.commissioning.states.projects import PROJECT, ProjectAct, ProjectState
from services.commissioning.workflow.advance import advance, trace
from services.commissioning.workflow.under_contract import (
    must_be_delivering,
    must_provide,
    open_provided,
    tell_holders,
)

EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)
LONGEST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Content:
    """What the screen of a report says; `stated` by the code of the target, in hundredths."""

    persons: int
    sessions: int
    words: str
    stated: Mapping[str, int] = field(default_factory=dict)


@verb
def begin_report(
    contract_number: str,
    *,
    actor: Actor,
    period_start: date,
    period_end: date,
    is_final: bool = False,
) -> Report:
    """Begin the report of a period, by the organization.

    Raises NotFound, Conflict `project_closed`, `period_overlaps`, `has_final`, Invalid
    `period_backward`, `period_outside`.
    """
    contract = open_provided(contract_number, actor=actor)
    must_be_delivering(contract)
    others = list(contract.reports.values_list("period_start", "period_end"))
    reporting.check_period(
        Period(period_start, period_end),
        term=Period(contract.starts_on, contract.ends_on),
        others=[Period(*one) for one in others],
    )
    if contract.reports.filter(is_final=True).exists():
        raise Conflict("has_final", "终期报告已经建立，不能再建别的报告。")
    report = Report.objects.create(
        number=next_number(REPORT_PREFIX),
        contract=contract,
        is_final=is_final,
        period_start=period_start,
        period_end=period_end,
        written_by_id=access.user_key(actor),
    )
    trace(report, "begin_report", project=contract.project, actor=actor)
    return report


@verb
def save_report(number: str, *, actor: Actor, version: int, content: Content) -> Report:
    """Save what the screen says; the report stays a draft that can be taken up again.

    Raises NotFound, StaleVersion, Conflict `not_editable`, `project_closed`, Invalid `bad_count`,
    `too_long`, `bad_target`.
    """
    report = open_editable(number, actor=actor, version=version)
    if content.persons < 0 or content.sessions < 0:
        raise Invalid("bad_count", "人数和场次不能是负数。")
    if len(content.words) > LONGEST_WORDS:
        raise Invalid("too_long", f"进展说明最多 {LONGEST_WORDS} 个字。")
    report.persons, report.sessions = content.persons, content.sessions
    report.words = content.words.strip()
    _state(report, content.stated)
    touch(report, "save_report", actor=actor, changed=["persons", "sessions", "words"])
    return report


@verb
def submit_report(number: str, *, actor: Actor, version: int) -> Report:
    """Hand a report in for checking; a final one closes the delivery.

    Raises NotFound, StaleVersion, Conflict `not_editable`, `project_closed`, `line_beyond`,
    `voucher_missing`, `sessions_open`, `reports_open`, `midterm_open`, Invalid `in_future`,
    `words_missing`.
    """
    report = open_editable(number, actor=actor, version=version)
    contract = report.contract
    _check_complete(report)
    reporting.check_lines(line_sums(contract))
    if report.is_final:
        _check_final(report)
    reused.mark(report)
    report.submitted_at, report.answer, report.checked_by = clock.now(), "", None
    changed = ["submitted_at", "answer", "checked_by"]
    move(report, ReportAct.SUBMIT, actor=actor, changed=changed)
    if report.is_final:
        advance(contract.project, ProjectAct.SUBMIT_FINAL, actor=actor)
    tell_holders(
        Topic.COMMISSIONING_REPORT_TO_CHECK, Permission.COMMISSIONING_REPORT_CHECK, contract
    )
    return report


@verb
def take_up_final(number: str, *, actor: Actor, version: int) -> Report:
    """Take the final report up again while the delivery is being put right.

    Raises NotFound, StaleVersion, Conflict `wrong_state`, `not_rectifying`.
    """
    report = Report.objects.locked(number)
    must_provide(report.contract, actor)
    check_version(report, version)
    if not report.is_final or report.contract.project.state is not ProjectState.RECTIFYING:
        raise Conflict("not_rectifying", "只有整改期间才能补充终期报告。")
    move(report, ReportAct.REOPEN, actor=actor)
    return report


def open_editable(number: str, *, actor: Actor, version: int | None = None) -> Report:
    """Lock project, contract and a report that its organization may still change.

    Raises NotFound, StaleVersion, Conflict `not_editable`, `project_closed`.
    """
    report = Report.objects.locked(number)
    must_provide(report.contract, actor)
    if version is not None:
        check_version(report, version)
    if report.state not in EDITABLE:
        words = REPORT.labels[report.state]
        raise Conflict("not_editable", f"报告现在是“{words}”，不能再改。")
    must_be_delivering(report.contract)
    return report


def move(report: Report, act: ReportAct, *, actor: Actor, changed: list[str] | None = None) -> None:
    """Move a report along its machine and leave the trace; raises Conflict `wrong_state`."""
    report.state = REPORT.move(report.state, act)
    touch(report, f"{act}_report", actor=actor, changed=["state", *(changed or [])])


def touch(report: Report, act: str, *, actor: Actor, changed: list[str]) -> None:
    """Save changed columns as a new version of the report and leave the trace."""
    report.version += 1
    report.save(update_fields=["version", *changed])
    trace(report, act, project=report.contract.project, actor=actor, fields=changed)


def line_sums(contract: Contract) -> list[LineSum]:
    """Give what all reports of a contract spend on each line, and what the line allows."""
    rows = BudgetLine.objects.filter(contract=contract).annotate(spent=Sum("spendings__amount_fen"))
    return [
        LineSum(row.title, Money(row.amount_fen), Money(row.spent or 0))
        for row in rows.order_by("place")
    ]


def _state(report: Report, stated: Mapping[str, int]) -> None:
    """Keep the figures of targets that nothing counts; raises Invalid `bad_target`."""
    known = {
        target.code: target for target in report.contract.targets.filter(source=TargetSource.STATED)
    }
    strange = sorted(set(stated) - set(known))
    if strange or any(hundredths < 0 for hundredths in stated.values()):
        raise Invalid("bad_target", "只能填报协议里列明由承接组织填报的指标，数值不能是负数。")
    broken = [one for code, one in known.items() if is_broken(stated.get(code, 0), one.unit)]
    if broken:
        raise Invalid("bad_target", f"“{broken[0].title}”按{broken[0].unit}计，请填整数。")
    report.figures.all().delete()
    StatedFigure.objects.bulk_create(
        StatedFigure(report=report, target=known[code], hundredths=hundredths)
        for code, hundredths in stated.items()
    )


def _check_complete(report: Report) -> None:
    if report.period_end > clock.today():
        raise Invalid("in_future", "这段期间还没有结束，到期以后再提交。")
    if not report.words:
        raise Invalid("words_missing", "请填写进展说明。")
    bare = report.spendings.filter(voucher__isnull=True).count()
    if bare:
        raise Conflict("voucher_missing", f"有 {bare} 笔支出还没有凭证照片，请补齐再提交。")
    days = (clock.start_of(report.period_start), clock.end_of(report.period_end))
    running = Session.objects.filter(contract=report.contract, state=SessionState.OPEN)
    if running.filter(starts_at__gte=days[0], starts_at__lt=days[1]).exists():
        raise Conflict("sessions_open", "这段期间还有场次没有结束登记，请先结束。")


def _check_final(report: Report) -> None:
    contract = report.contract
    PROJECT.move(contract.project.state, ProjectAct.SUBMIT_FINAL)
    rest = contract.reports.filter(~Q(pk=report.pk), ~Q(state=str(ReportState.CONFIRMED)))
    if rest.exists():
        raise Conflict("reports_open", "还有进展报告没有核对完，请先办完再交终期报告。")
    if contract.stages.filter(condition=StageCondition.MIDTERM, state=StageState.PLANNED).exists():
        raise Conflict("midterm_open", "中期评估还没有通过，请先办中期评估再交终期报告。")
    if contract.sessions.filter(state=SessionState.OPEN).exists():
        raise Conflict("sessions_open", "还有场次没有结束登记，请先结束。")
