"""Work reports of the demo world: written, handed in, checked or sent back by the verbs of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from django.core.files.uploadedfile import SimpleUploadedFile

from backend.access.actor import Actor
from backend.config.demo.actors import acting
from backend.config.demo.cases import SHEET, sample_photo
from backend.config.demo.cast import Cast
from backend.files import forms
from backend.kernel import clock
from backend.kernel.money import Money
from services.commissioning.queries import report_sheet
from services.commissioning.queries.contract_sheet import ContractSheet
from services.commissioning.workflow import report_checks, report_papers, reports
from services.commissioning.workflow.reports import Content

REACHED, REACHED_HALFWAY = 96, 45
SPENT_FIRST: Final = {1: 45, 2: 90}
SPENT_LATER: Final = {1: 45, 3: 90}
SPENT_ALL: Final = {1: 90, 2: 90, 3: 90}
"""Percent of budget lines by their places, in the first report and in the last, or in the only."""


class Handed(Protocol):
    """What the demo needs to know of a report that a verb gives back."""

    number: str
    version: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Who takes part in a demo project: the cast, the officer of the winner, members who come.

    Its contract runs for so many days; a short one has no midterm.
    """

    cast: Cast
    officer: str
    members: Sequence[Actor]
    days: int = 180
    is_short: bool = False

    def actor(self, key: str) -> Actor:
        """Give a part of the cast as she acts now."""
        return acting(self.cast, key)

    @property
    def provider(self) -> Actor:
        """Who acts for the organization."""
        return self.actor(self.officer)


def report(
    sheet: ContractSheet,
    who: Carried,
    start: date,
    end: date,
    *,
    is_final: bool = False,
) -> Handed:
    """Write and hand in the report of a period, with what it spent.

    What it states of a target is what was reached by its end: nearly all in the final report.
    """
    reached, spent = (REACHED, SPENT_LATER) if is_final else (REACHED_HALFWAY, SPENT_FIRST)
    if who.is_short:
        spent = SPENT_ALL
    provider = who.provider
    made = reports.begin_report(
        sheet.number,
        actor=provider,
        period_start=start,
        period_end=end,
        is_final=is_final,
    )
    _papers(made.number, sheet, provider, spent, until=end)
    made.refresh_from_db()
    here = report_sheet.own_sheet(provider, made.number)
    stated = {
        # Whole figures: nobody helps half a person.
        one.code: one.planned * reached // 10_000 * 100
        for one in sheet.targets
        if one.source == "stated"
    }
    saved = reports.save_report(
        made.number,
        actor=provider,
        version=made.version,
        content=Content(
            here.counted, here.counted_sessions, "按计划开展服务，职工反映良好。", stated
        ),
    )
    return reports.submit_report(saved.number, actor=provider, version=saved.version)


def check(handed: Handed, who: Carried) -> None:
    """Find a report right."""
    report_checks.confirm_report(
        handed.number,
        actor=who.actor("project_buyer"),
        version=handed.version,
        words="与凭证一致。",
    )


def send_back(handed: Handed, who: Carried) -> None:
    """Send a report back with what is missing."""
    report_checks.return_report(
        handed.number,
        actor=who.actor("project_buyer"),
        version=handed.version,
        words="请补充总结活动的签到情况和经费说明。",
    )


def _papers(
    number: str, sheet: ContractSheet, provider: Actor, spent: Mapping[int, int], *, until: date
) -> None:
    """Enter so many percent of some lines as spent, each with its voucher, and a photograph."""
    spent_on = min(until, clock.today())
    for place, percent in spent.items():
        line = sheet.delivered.lines[place - 1]
        report_papers.add_spending(
            number,
            actor=provider,
            line=place,
            amount=Money(line.amount_fen * percent // 100),
            spent_on=spent_on,
            words=f"{line.title}支出",
            voucher=_photo(provider, f"{number} {line.title}"),
        )
    report_papers.add_photo(
        number, actor=provider, upload=_photo(provider, f"{number} 现场"), caption="现场"
    )


def _photo(actor: Actor, words: str) -> str:
    file = SimpleUploadedFile("photo.jpg", sample_photo(words, SHEET), "image/jpeg")
    return forms.receive(file, actor=actor).number
