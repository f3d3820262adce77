"""On what terms each person joins: shares, member card, and for late joiners the day of hire.

Judged after the person, so that a roster without these columns costs nothing more. Shares above
the plan's maximum are void and reported, they do not send the row back (R8.7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.mutual_aid.roster.cells import date_of, text_of
from services.mutual_aid.roster.columns import TITLES, Column, Header, column_letter, plain_title
from services.mutual_aid.roster.judgement import cell_at
from services.mutual_aid.roster.problems import Fault, Problem
from services.mutual_aid.rules.joining import HireRule

SHARES_TITLES = frozenset(["份数", "参加份数", "参保份数", "购买份数", "投保份数", "认购份数"])
CARD_TITLES = frozenset(
    ["会员卡", "会员服务卡", "工会会员卡", "持卡", "是否持卡", "持会员卡", "是否持会员卡"]
)
YES_AND_NO: Mapping[str, bool] = {
    "是": True,
    "有": True,
    "持卡": True,
    "已办": True,
    "": False,
    "否": False,
    "无": False,
    "没有": False,
    "未办": False,
}
MOST_SHARES_WRITTEN = 99
LONGEST_SHARES = 4


@dataclass(frozen=True, slots=True)
class Held:
    """What one person joins with: valid shares, shares that are void, a member card or not."""

    shares: int = 1
    shares_void: int = 0
    holds_card: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Where the columns stand (from 0) and what the plan asks."""

    header: Header
    shares_place: int | None
    card_place: int | None
    shares_max: int = 1
    hire_rule: HireRule | None = None

    @property
    def are_written(self) -> bool:
        """Tell whether the roster has a column of shares or cards."""
        return self.shares_place is not None or self.card_place is not None

    def problems(self, row: Sequence[object]) -> list[Problem]:
        """Say what is wrong with the terms of one person; nothing when all is well."""
        found = [self._shares_problem(row), self._card_problem(row), self._hire_problem(row)]
        return [one for one in found if one is not None]

    def held(self, row: Sequence[object]) -> Held:
        """Read the terms of a row without problems."""
        asked = self._asked(row) or 1
        shares = min(asked, self.shares_max)
        card = YES_AND_NO.get(self._text(row, self.card_place), False)
        return Held(shares, asked - shares, card)

    def _asked(self, row: Sequence[object]) -> int | None:
        """Read the number of shares: empty is 1, None is no number."""
        text = self._text(row, self.shares_place).removesuffix("份")
        if not text:
            return 1
        is_number = (
            text.isascii() and text.isdigit() and len(text) < len(str(MOST_SHARES_WRITTEN * 10))
        )
        asked = int(text) if is_number else 0
        return asked if 1 <= asked <= MOST_SHARES_WRITTEN else None

    def _shares_problem(self, row: Sequence[object]) -> Problem | None:
        if self.shares_place is None or self._asked(row) is not None:
            return None
        reason = f"份数应是 1 到 {MOST_SHARES_WRITTEN} 的整数。"
        return self._problem(self.shares_place, Fault.BAD_SHARES, reason, "请改正份数。")

    def _card_problem(self, row: Sequence[object]) -> Problem | None:
        if self.card_place is None or self._text(row, self.card_place) in YES_AND_NO:
            return None
        reason = "认不出有没有会员服务卡。"
        return self._problem(self.card_place, Fault.BAD_CARD, reason, "请填写“是”或“否”。")

    def _hire_problem(self, row: Sequence[object]) -> Problem | None:
        rule = self.hire_rule
        if rule is None:
            return None
        place = self.header.places.get(Column.HIRED_ON)
        hired = None if place is None else date_of(cell_at(row, place))
        if hired is None:
            reason = "现在只能补充新入职的人，这一行没有入职日期。"
            remedy = f"请加上“{TITLES[Column.HIRED_ON]}”一列并填写日期。"
            return self._problem(place, Fault.HIRED_MISSING, reason, remedy)
        if rule.admits(hired):
            return None
        reason = (
            f"现在只能补充 {rule.start:%Y-%m-%d} 以后入职、入职不超过 {rule.most_days} 天的人。"
        )
        remedy = "请从名单里删去这一行，参加下一期；如入职日期填错，请改正。"
        return self._problem(place, Fault.HIRED_TOO_EARLY, reason, remedy)

    def _text(self, row: Sequence[object], place: int | None) -> str:
        return "" if place is None else text_of(cell_at(row, place))

    def _problem(self, place: int | None, code: Fault, reason: str, remedy: str) -> Problem:
        if place is None:
            return Problem(code, "", TITLES[Column.HIRED_ON], reason, remedy)
        return Problem(code, column_letter(place), self.header.titles[place], reason, remedy)


def terms_of(header: Header, shares_max: int, hire_rule: HireRule | None) -> Terms:
    """Find the columns of shares and cards under any of their usual names."""
    return Terms(
        header,
        _place(header.titles, SHARES_TITLES),
        _place(header.titles, CARD_TITLES),
        shares_max,
        hire_rule,
    )


def writes_terms(titles: Sequence[str]) -> bool:
    """Tell whether a roster with this header says with how many shares or which card one joins."""
    return any(plain_title(title) in SHARES_TITLES | CARD_TITLES for title in titles)


def _place(titles: Sequence[str], names: frozenset[str]) -> int | None:
    found = (place for place, title in enumerate(titles) if plain_title(title) in names)
    return next(found, None)
