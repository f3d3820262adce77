"""The lines of a claim: one event of one benefit item each, checked as the plan wants it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from backend.access.actor import Actor
from backend.access.write import verb
from backend.fields.invoices import invoice_token
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid
from backend.kernel.money import Money
from services.mutual_aid.models import Claim, ClaimantKind, ClaimLine
from services.mutual_aid.rules import claiming, filling
from services.mutual_aid.workflow.claims import parties
from services.mutual_aid.workflow.claims.advance import open_editable, touch
from services.mutual_aid.workflow.claims.photos import line_of


@dataclass(frozen=True, slots=True)
class Invoice:
    """What an invoice says; all three together, so that it can be recognised."""

    number: str
    amount: Money
    on: date


@dataclass(frozen=True, slots=True)
class Answers:
    """One line as a person fills it in; `entry` is that of FORMAT.md section 10 without `day`."""

    item: str
    happened_on: date
    ended_on: date | None = None
    entry: Mapping[str, object] = field(default_factory=dict)
    invoice: Invoice | None = None


@verb
def add_line(number: str, *, actor: Actor, version: int, answers: Answers) -> ClaimLine:
    """Add a line.

    Raises NotFound, StaleVersion, Conflict `not_editable`, `too_many_lines`, Invalid
    `consent_missing`, `unknown_item`, `outside_cover`, `bad_entry` naming the field,
    `heir_needed`, `stays_overlap`, `future_invoice`, `invoice_twice`.
    """
    claim = open_editable(number, actor=actor, version=version)
    if claim.lines.count() >= claiming.MOST_LINES:
        raise Conflict(
            "too_many_lines", f"一份申领最多 {claiming.MOST_LINES} 项，其余的请另开一份申领。"
        )
    line = ClaimLine(claim=claim, key=claim.key)
    _write(claim, line, answers)
    line.save(force_insert=True)
    touch(claim, "add_line", actor=actor)
    return line


@verb
def change_line(
    number: str, *, actor: Actor, version: int, line: str, answers: Answers
) -> ClaimLine:
    """Put other answers into a line; raises as `add_line`."""
    claim = open_editable(number, actor=actor, version=version)
    found = line_of(claim, line)
    _write(claim, found, answers)
    found.save()
    touch(claim, "change_line", actor=actor)
    return found


@verb
def remove_line(number: str, *, actor: Actor, version: int, line: str) -> Claim:
    """Take a line out; its photographs stay with the claim as a whole."""
    claim = open_editable(number, actor=actor, version=version)
    found = line_of(claim, line)
    found.photos.update(line=None)
    found.delete()
    touch(claim, "remove_line", actor=actor)
    return claim


def _write(claim: Claim, line: ClaimLine, answers: Answers) -> None:
    parties.must_consent(claim)
    _check_days(claim, answers)
    _check_entry(claim, answers)
    _check_stays(claim, line, answers)
    line.item = answers.item
    line.happened_on, line.ended_on = answers.happened_on, answers.ended_on
    line.seal("entry_sealed", json.dumps(answers.entry, ensure_ascii=False, sort_keys=True))
    _write_invoice(claim, line, answers.invoice)


def _check_days(claim: Claim, answers: Answers) -> None:
    first, ended = answers.happened_on, answers.ended_on
    for name, day in (("happened_on", first), ("ended_on", ended)):
        if day is not None and day > clock.today():
            raise _wrong("future_event", name, "日期不能晚于今天。")
    if ended is not None and ended < first:
        raise _wrong("ends_before_start", "ended_on", "结束日期不能早于开始日期，请核对。")
    if not claim.cover.first_day <= first <= claim.cover.last_day:
        words = parties.outside_cover(claim.plan_version.title, [claim.cover], first).message
        raise _wrong("outside_cover", "happened_on", words)
    version = claim.plan_version
    if first < version.valid_from or (version.valid_to is not None and first > version.valid_to):
        raise _wrong(
            "other_version",
            "happened_on",
            f"{clock.day_words(first)}适用计划的另一个版本，请为这一天另开一份申领。",
        )


def _check_stays(claim: Claim, line: ClaimLine, answers: Answers) -> None:
    """Nobody lies in two beds: stays of an item share no more than the day of moving (R8.27)."""
    if answers.ended_on is None or answers.ended_on == answers.happened_on:
        return
    same = claim.lines.filter(
        Q(ended_on__gt=F("happened_on")),
        item=answers.item,
        happened_on__lt=answers.ended_on,
        ended_on__gt=answers.happened_on,
    )
    other = same.exclude(pk=line.pk).first()
    if other is not None:
        last = other.ended_on or other.happened_on
        days = f"{clock.day_words(other.happened_on)}至{clock.day_words(last)}"
        raise _wrong(
            "stays_overlap",
            "happened_on",
            f"这份申领里已有一项是{days}，日期重叠。同一次住院只填一项，几张发票的金额加在一起填。",
        )


def _check_entry(claim: Claim, answers: Answers) -> None:
    pack = claim.plan_version.rules
    benefit = filling.benefit_of(pack, answers.item)
    if benefit is None:
        raise _wrong("unknown_item", "item", "这个计划没有这个项目，请从列出的项目里选。")
    fault = filling.fault_of(benefit, answers.entry)
    if fault is not None:
        where = f"entry/{fault.field}" if fault.field else "entry"
        raise _wrong("bad_entry", where, fault.message)
    row = answers.entry.get("class") or answers.entry.get("grade")
    is_death = claiming.is_death(pack.claim, answers.item, row)
    if is_death and claim.claimant_kind != ClaimantKind.HEIR:
        raise _wrong(
            "heir_needed", "item", "身故给付由继承人申领。请继承人登录后选“亲人身故后申领”。"
        )


def _write_invoice(claim: Claim, line: ClaimLine, invoice: Invoice | None) -> None:
    """Seal the number and keep the token that finds the same invoice again (R8.27)."""
    line.seal("invoice_sealed", invoice.number.strip() if invoice else "")
    line.invoice_amount_fen = invoice.amount.fen if invoice else None
    line.invoice_on = invoice.on if invoice else None
    line.invoice_token = None
    if invoice is None:
        return
    if invoice.on > clock.today():
        raise _wrong("future_invoice", "invoice/on", "开票日期不能晚于今天，请核对。")
    try:
        line.invoice_token = invoice_token(invoice.number, invoice.amount, invoice.on)
    except Invalid as fault:
        raise _wrong(fault.code, "invoice/number", fault.message) from fault
    twins = claim.lines.filter(invoice_token=line.invoice_token).exclude(pk=line.pk)
    if twins.exists():
        raise _wrong(
            "invoice_twice",
            "invoice/number",
            "这张发票在这份申领里已经填过一次，一张发票只填一次。",
        )


def _wrong(code: str, pointer: str, words: str) -> Invalid:
    return Invalid(code, words, fields=[FieldError(f"/{pointer}", code, words)])
