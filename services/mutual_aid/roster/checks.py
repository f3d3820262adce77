"""Judging every row of a roster: a row is kept or goes back with all of its problems.

Nothing is guessed: what can be read without doubt is put right (full-width digits, blanks, dates
as text or serial numbers, a phone kept as a whole number), everything else is reported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from backend.accounts.rosters import Identity
from services.mutual_aid.roster.cells import text_of
from services.mutual_aid.roster.clean import CleanRows
from services.mutual_aid.roster.columns import (
    HEADER_WITHIN,
    Column,
    Header,
    check_header,
    plain_title,
    read_header,
)
from services.mutual_aid.roster.judgement import Judgement, RosterRule, cell_at
from services.mutual_aid.roster.problems import Fault, Problem
from services.mutual_aid.roster.sheets import Table

_NONE: frozenset[int] = frozenset()
_TOTALS = ("合计", "总计", "小计", "填表人", "制表人", "备注", "说明")


class Checked(NamedTuple):
    """One row of persons: who it names, or what is wrong with it; `cells` as they were read."""

    row_number: int
    identity: Identity | None
    problems: tuple[Problem, ...] = ()
    cells: Sequence[object] = ()


@dataclass(slots=True)
class Reading:
    """The rows of a table, judged one by one; `header` is set before the first is given."""

    table: Table
    rule: RosterRule
    header: Header
    seen: dict[str, int] = field(default_factory=dict)

    def rows(self) -> Iterator[Checked]:
        """Give every row that names a person, in order; titles, totals and blanks are passed."""
        clean = CleanRows(self.header, self.rule)
        apart = self.table.title_rows | self.table.formulas.keys()
        start = self.header.row_number
        for row_number, row in enumerate(self.table.rows, start + 1):
            identity = None if row_number in apart else clean.identity(row)
            if identity and self._is_first(identity, row_number):
                yield Checked(row_number, identity, (), row)
            elif _is_person(row, row_number, self):
                yield self._check(row_number, row)

    def _is_first(self, identity: Identity, row_number: int) -> bool:
        return self.seen.setdefault(identity.id_number, row_number) == row_number

    def _check(self, row_number: int, row: Sequence[object]) -> Checked:
        formulas = self.table.formulas.get(row_number, _NONE)
        found = Judgement(self.header, row, formulas)
        identity = found.identity(self.rule)
        if identity is not None:
            if self._is_first(identity, row_number):
                return Checked(row_number, identity, (), row)
            before = self.seen[identity.id_number]
            found.fault(
                Column.ID_NUMBER,
                Fault.DUPLICATE_ROW,
                f"与第 {before} 行是同一个人，已保留第 {before} 行。",
                "请删去这一行；如果是两个人，请核对身份证号。",
            )
        return Checked(row_number, None, tuple(found.problems), row)


def begin(table: Table, rule: RosterRule) -> Reading:
    """Find the header within the first rows; raises Invalid when there is none."""
    header = None
    for row_number in range(1, HEADER_WITHIN + 1):
        row = next(table.rows, None)
        if row is None:
            break
        header = read_header(row_number, row)
        if header is not None:
            break
    return Reading(table, rule, check_header(header))


def _is_person(row: Sequence[object], row_number: int, reading: Reading) -> bool:
    """Pass over blank rows, merged titles, repeated headers and totals; never over a person."""
    if row_number in reading.table.title_rows:
        return False
    identity = cell_at(row, reading.header.places[Column.ID_NUMBER])
    if isinstance(identity, str) and identity[:1].isdigit():
        return True
    if not any(cell not in {"", None} for cell in row):
        return False
    if identity not in {"", None}:
        return plain_title(identity) != plain_title(reading.header.title(Column.ID_NUMBER))
    first = next(text_of(cell) for cell in row if cell not in {"", None})
    return not first.startswith(_TOTALS)
