"""Parts of a claim as a reviewer sees them: lines, papers, photographs, doubles, history."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from services.mutual_aid.models import Claim, ClaimPhoto, ClaimStep, ReturnList
from services.mutual_aid.queries.doubles import PERSONAL, Double
from services.mutual_aid.rules.claiming import (
    document_label,
    documents_of_claim,
)
from services.mutual_aid.rules.entry_words import entry_words
from services.mutual_aid.rules.pack import Pack

SHOWN_DIGITS = 4
ACT_LABELS = {
    "submit": "提交",
    "return": "退回补正",
    "verify_unit": "单位工会核实",
    "review_district": "区总工会审核",
    "review_city": "市总工会审核",
    "review_medical": "市级医疗审核",
    "approve": "核定",
    "reject": "不予给付",
    "suspend": "转入调查",
    "resume": "恢复审核",
    "close": "办结",
    "withdraw": "撤回",
    "adjust": "调整金额",
    "override": "不适用除外责任",
    "look": "核对疑点",
    "confirm_mandate": "核对委托和同意书",
    "second_look": "抽查复核",
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of a claim in words; the invoice shows its last digits only."""

    id: int
    number: str
    title: str
    happened_on: date
    ended_on: date | None
    words: str
    invoice: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A paper that plan and items need, and how many photographs of it there are."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photograph of a paper."""

    number: str
    kind_label: str
    line_id: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class DoubleLine:
    """Another claim with something in common: its number and its union, nothing else of it."""

    key: str
    label: str
    number: str
    union_name: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A list of what was missing."""

    serial: int
    missing: list[str]
    reason: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the history: what, which post, when, opinion."""

    act: str
    act_label: str
    by: str
    at: datetime
    opinion: str


def items_of(claim: Claim, pack: Pack) -> list[ItemLine]:
    """Read the lines of a claim out."""
    items = {one.item: one for one in pack.benefits}
    lines = []
    for row in claim.lines.select_related("key").order_by("happened_on", "pk"):
        item = items.get(row.item)
        entry = json.loads(row.unseal("entry_sealed") or "null")
        invoice = row.unseal("invoice_sealed")
        lines.append(
            ItemLine(
                id=row.pk,
                number=row.number,
                title=item.title if item else row.item,
                happened_on=row.happened_on,
                ended_on=row.ended_on,
                words=entry_words(item, entry) if item else "",
                invoice=f"尾号 {invoice[-SHOWN_DIGITS:]}" if invoice else "",
            )
        )
    return lines


def documents_of(claim: Claim, pack: Pack) -> list[DocumentLine]:
    """List the needed papers, those without a photograph too (R8.23)."""
    items = claim.lines.order_by("pk").values_list("item", flat=True)
    there = list(claim.photos.values_list("document", flat=True))
    return [
        DocumentLine(code, document_label(code), there.count(code))
        for code in documents_of_claim(pack.claim, items, claim.claimant_kind)
    ]


def photos_of(claim: Claim) -> list[PhotoLine]:
    """List the photographs of a claim."""
    return _photos(ClaimPhoto.objects.filter(claim=claim))


def photos_of_double(double: Double) -> tuple[list[PhotoLine], list[PhotoLine]]:
    """List the papers in question, ours and theirs: of two lines, or two photographs."""
    if double.other_photo:
        ours, theirs = Q(number=double.photo), Q(number=double.other_photo)
    else:
        ours, theirs = Q(line_id=double.line_id), Q(line_id=double.other_line_id)
    rows = ClaimPhoto.objects.exclude(document__in=PERSONAL)
    return _photos(rows.filter(ours)), _photos(rows.filter(theirs))


def _photos(rows: QuerySet[ClaimPhoto]) -> list[PhotoLine]:
    return [
        PhotoLine(row.number, document_label(row.document), row.line_id, row.added_at)
        for row in rows.order_by("pk")
    ]


def double_line(double: Double, claim: Claim) -> DoubleLine:
    """Say what a double is without saying whose."""
    return DoubleLine(
        key=double.key,
        label=double.label,
        number=double.number,
        union_name=double.union_name,
        is_own=double.number == claim.number,
    )


def returns_of(claim: Claim) -> list[ReturnLine]:
    """List what was missing, first return first."""
    rows = ReturnList.objects.select_related("key").filter(claim=claim).order_by("serial")
    return [
        ReturnLine(
            row.serial,
            row.unseal("missing_sealed").splitlines(),
            row.unseal("reason_sealed"),
            row.answer_by,
        )
        for row in rows
    ]


def steps_of(claim: Claim) -> list[StepLine]:
    """List the history, oldest first."""
    rows = ClaimStep.objects.select_related("key").filter(claim=claim).order_by("pk")
    return [
        StepLine(
            row.act,
            ACT_LABELS.get(row.act, row.act),
            row.by_label,
            row.at,
            row.unseal("opinion_sealed"),
        )
        for row in rows
    ]
