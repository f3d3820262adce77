"""The spendings of a report with their vouchers, and its photographs (R9.14)."""

from datetime import date

from backend.access.actor import Actor
from backend.access.write import verb
from backend.files import attachments
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.money import Money
from backend.kernel.saying import must_say
from services.commissioning.models import BudgetLine, Report, ReportPhoto, Spending
from services.commissioning.queries.reused import PHOTO, VOUCHER
from services.commissioning.rules import reporting
from services.commissioning.rules.reporting import Period
from services.commissioning.workflow.reports import line_sums, open_editable, touch


@verb
def add_spending(
    number: str,
    *,
    actor: Actor,
    line: int,
    amount: Money,
    spent_on: date,
    words: str,
    voucher: str = "",
) -> Spending:
    """Enter what was spent on a budget line, with the upload of its voucher.

    The voucher can be left out while it is a draft. Raises NotFound, Conflict `not_editable`,
    `project_closed`, `line_beyond`, `too_many`, Invalid `amount_zero`, `amount_negative`,
    `outside_period`, `in_future`, `bad_line`, and what `attachments.attach` raises.
    """
    report = open_editable(number, actor=actor)
    reporting.check_spending(
        amount,
        spent_on,
        period=Period(report.period_start, report.period_end),
        today=clock.today(),
    )
    if report.spendings.count() >= reporting.MOST_SPENDINGS:
        raise Conflict("too_many", f"一份报告最多 {reporting.MOST_SPENDINGS} 笔支出。")
    found = BudgetLine.objects.filter(contract=report.contract, place=line).first()
    if found is None:
        raise Invalid("bad_line", "请从列出的预算科目里选择。")
    spending = Spending.objects.create(
        report=report,
        line=found,
        amount_fen=amount.fen,
        spent_on=spent_on,
        words=must_say(words, "请填写用途。")[:80],
        voucher=_attached(report, voucher, VOUCHER, actor) if voucher else None,
    )
    reporting.check_lines(line_sums(report.contract))
    touch(report, "add_spending", actor=actor, changed=[])
    return spending


@verb
def add_voucher(number: str, *, actor: Actor, spending: str, voucher: str) -> Spending:
    """Put the voucher to a spending, or another one in its place.

    Raises NotFound, Conflict `not_editable`, `project_closed`, and what `attach` raises.
    """
    report = open_editable(number, actor=actor)
    found = _spending(report, spending)
    found.voucher, found.seems_reused = _attached(report, voucher, VOUCHER, actor), False
    found.save(update_fields=["voucher", "seems_reused"])
    touch(report, "add_voucher", actor=actor, changed=[])
    return found


@verb
def remove_spending(number: str, *, actor: Actor, spending: str) -> Report:
    """Take a spending out of a report that may still change; raises NotFound, Conflict."""
    report = open_editable(number, actor=actor)
    _spending(report, spending).delete()
    touch(report, "remove_spending", actor=actor, changed=[])
    return report


@verb
def add_photo(number: str, *, actor: Actor, upload: str, caption: str = "") -> ReportPhoto:
    """Put an uploaded photograph of the service into a report.

    Raises NotFound, Conflict `not_editable`, `project_closed`, `too_many`, and what `attach`
    raises.
    """
    report = open_editable(number, actor=actor)
    if report.photos.count() >= reporting.MOST_PHOTOS:
        raise Conflict("too_many", f"一份报告最多 {reporting.MOST_PHOTOS} 张照片。")
    photo = ReportPhoto.objects.create(
        report=report,
        attachment=_attached(report, upload, PHOTO, actor),
        caption=caption.strip()[:80],
    )
    touch(report, "add_photo", actor=actor, changed=[])
    return photo


@verb
def remove_photo(number: str, *, actor: Actor, photo: str) -> Report:
    """Take a photograph out of a report that may still change; raises NotFound, Conflict."""
    report = open_editable(number, actor=actor)
    found = report.photos.filter(number=photo).first()
    if found is None:
        raise NotFound
    found.delete()
    touch(report, "remove_photo", actor=actor, changed=[])
    return report


def _spending(report: Report, number: str) -> Spending:
    found = report.spendings.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def _attached(report: Report, upload: str, kind: str, actor: Actor) -> Attachment:
    """Claim an upload for a report; it concerns nobody in person."""
    return attachments.attach(
        upload,
        actor=actor,
        kind=kind,
        case=report.number,
        union=report.contract.project.union,
    )
