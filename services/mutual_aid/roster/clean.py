"""The rows that need no word: every cell as it should be, told with few calls.

Nine rows of ten are such. A row of which this is not certain is left to the whole judgement, which
alone decides and reports; what is taken here, it would take too, with the same identity.
"""

from collections.abc import Sequence
from operator import itemgetter
from unicodedata import is_normalized

from backend.accounts.rosters import Identity
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.kernel.identifiers import IdNumber, check_id_number, check_phone
from services.mutual_aid.roster.cells import date_of
from services.mutual_aid.roster.columns import Column, Header
from services.mutual_aid.roster.judgement import LONGEST_NAME, SEX_WORDS, STATUSES, RosterRule

_BLANK = ("", None)
# The blank that is put behind each row stands for every column that the roster does not have.
_BEHIND = -1


class CleanRows:
    """Knows the clean rows of one roster under the rule of one plan."""

    def __init__(self, header: Header, rule: RosterRule) -> None:
        self._rule = rule
        self._today = clock.today()
        self._reach = max(header.places.values())
        self._cells = itemgetter(*(header.places.get(column, _BEHIND) for column in Column))

    def identity(self, row: Sequence[object]) -> Identity | None:
        """Give the person of a clean row; None when the row wants a closer look."""
        if len(row) <= self._reach:
            return None
        name, written, phone, sex, birth, status, hired = self._cells((*row, ""))
        if not (isinstance(name, str) and isinstance(written, str) and isinstance(phone, str)):
            return None
        if not (name.isalpha() and len(name) <= LONGEST_NAME and is_normalized("NFKC", name)):
            return None
        try:
            found = check_id_number(written, today=self._today)
            called = check_phone(phone)
        except Invalid:
            return None
        if (
            (sex in _BLANK or SEX_WORDS.get(sex) == found.sex)
            and (birth in _BLANK or date_of(birth) == found.birth_date)
            and (hired in _BLANK or date_of(hired) is not None)
            and self._is_admitted(found, status)
        ):
            return Identity(found.text, name, called, found.sex, found.birth_date)
        return None

    def _is_admitted(self, found: IdNumber, status: object) -> bool:
        rule = self._rule
        if rule.sex is not None and found.sex != rule.sex:
            return False
        if rule.statuses is not None and status not in _BLANK:
            known = STATUSES.get(status) if isinstance(status, str) else None
            if known not in rule.statuses:
                return False
        limits = rule.ages.get(found.sex)
        return limits is None or limits[0] <= found.age_on(rule.first_day) <= limits[1]
