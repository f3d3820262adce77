"""Claiming: until when, with which papers, past whom; values in, verdict out (FORMAT.md 6)."""

import calendar
import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from services.mutual_aid.rules.pack import ClaimTerms, Deadline, Exclusion

ONE_DAY = dt.timedelta(days=1)
# What a plan that names none is claimed by (domain.md 9); levels as section 1.1 finds them.
DEFAULT_DEADLINE = Deadline(after="discharge", days=180)
DEFAULT_LEVELS = ("unit", "district")

DOCUMENT_LABELS: dict[str, str] = {
    "accident_proof": "事故证明",
    "application_form": "申请表",
    "bank_card_copy": "银行卡照片",
    "birth_certificate": "出生医学证明",
    "consent_paper": "本人签名的委托和同意书",
    "cost_list": "费用清单",
    "death_certificate": "死亡证明",
    "diagnosis": "诊断证明",
    "discharge_record": "出院记录",
    "disability_certificate": "伤残鉴定书",
    "fire_proof": "火灾证明",
    "household_book": "户口簿",
    "id_copy": "身份证照片",
    "invoice": "发票",
    "kinship_proof": "亲属关系证明",
    "other": "其他材料",
    "pathology_report": "病理报告",
    "repair_invoice": "维修发票",
    "settlement_sheet": "医保结算单",
}

OTHER = "other"
CONSENT_PAPER = "consent_paper"
INVOICE = "invoice"
# Beside what the plan asks: what shows that somebody else may claim (R8.31).
FILING_DOCUMENTS: dict[str, tuple[str, ...]] = {
    "family": (CONSENT_PAPER,),
    "heir": ("death_certificate", "kinship_proof"),
}
DEATH = "death"
MOST_LINES = 30
MOST_PHOTOS = 60


@dataclass(frozen=True, slots=True)
class EventDays:
    """The days a deadline may count from; what is not known falls back to the event."""

    event: dt.date
    discharge: dt.date | None = None
    diagnosis: dt.date | None = None
    period_end: dt.date | None = None

    def of(self, name: str) -> dt.date:
        """Give the day that the pack names."""
        days = {
            "event": self.event,
            "discharge": self.discharge,
            "diagnosis": self.diagnosis,
            "period_end": self.period_end,
        }
        return days[name] or self.event


def last_day_to_claim(terms: ClaimTerms, item: str, days: EventDays) -> dt.date:
    """Give the last day, inclusive until 24:00, on which an item may be claimed (R8.22)."""
    deadline = terms.deadline_by_item.get(item) or terms.deadline or DEFAULT_DEADLINE
    if deadline.next_year is not None:
        month, day = deadline.next_year
        year = days.event.year + 1
        return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return days.of(deadline.after or "event") + dt.timedelta(days=deadline.days)


def needed_documents(terms: ClaimTerms, items: Iterable[str]) -> list[str]:
    """Give the codes of the papers that a claim for these items needs, each once (R8.23)."""
    wanted = {"*", *items}
    codes = [code for item, needs in terms.documents if item in wanted for code in needs]
    return list(dict.fromkeys(codes))


def documents_of_whole(terms: ClaimTerms, filed: str) -> list[str]:
    """Give the papers that a claim needs once, whatever its items; `filed` says by whom."""
    return list(dict.fromkeys([*needed_documents(terms, ()), *FILING_DOCUMENTS.get(filed, ())]))


def documents_of_claim(terms: ClaimTerms, items: Iterable[str], filed: str) -> list[str]:
    """Give every paper that a claim for these items needs, each once; `filed` says by whom."""
    return list(dict.fromkeys([*documents_of_whole(terms, filed), *needed_documents(terms, items)]))


def documents_of_item(terms: ClaimTerms, item: str) -> list[str]:
    """Give the papers that each line of an item needs beside those of the whole."""
    whole = needed_documents(terms, ())
    return [code for code in needed_documents(terms, (item,)) if code not in whole]


def is_death(terms: ClaimTerms, item: str, row: object) -> bool:
    """Tell whether a line asks for a death benefit, which only an heir may claim (R8.31)."""
    named = item == DEATH or item.startswith(f"{DEATH}_") or row == DEATH
    return named or "death_certificate" in documents_of_item(terms, item)


def document_label(code: str) -> str:
    """Name a paper in Chinese; a code that nobody translated is shown as it is."""
    return DOCUMENT_LABELS.get(code, code)


def levels_of(terms: ClaimTerms) -> tuple[str, ...]:
    """Give the review levels of a plan in order (R8.24)."""
    return terms.levels or DEFAULT_LEVELS


def next_level(levels: Sequence[str], done: Collection[str]) -> str | None:
    """Give the level that has the next step; None when all have looked."""
    return next((level for level in levels if level not in done), None)


def is_last(levels: Sequence[str], level: str) -> bool:
    """Tell whether this level decides: the last one approves instead of passing on."""
    return bool(levels) and levels[-1] == level


def clause_of(exclusions: Iterable[Exclusion], code: str) -> Exclusion | None:
    """Find an exclusion by its code."""
    return next((one for one in exclusions if one.code == code), None)
