"""What a call must hold before it opens: weights, panel, time (R9.3, R9.4, R9.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.kernel import clock
from backend.kernel.errors import FieldError, Invalid

WHOLE = 100
SMALLEST_PANEL = 3
LARGEST_PANEL = 15
MOST_CRITERIA = 20
LEAST_LEVELS, MOST_LEVELS = 2, 6
LONGEST_TITLE = 60
LONGEST_LEVEL = 100
LATEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A criterion with its weight in points and what each level means."""

    title: str
    weight: int
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenFor:
    """How long a call must stay open: civil days of a tender, working days of a comparison."""

    tender_days: int
    comparison_workdays: int


def check_criteria(criteria: Sequence[CriterionDraft]) -> None:
    """Refuse criteria that cannot be scored: the weights sum to 100, each has title and levels.

    Raises Invalid `no_criteria`, `bad_criterion`, `weights_not_100` with the sum that was given.
    """
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        raise Invalid("no_criteria", f"请写 1 到 {MOST_CRITERIA} 条评审标准。")
    faults = [fault for place, one in enumerate(criteria) for fault in _faults(place, one)]
    titles = [one.title for one in criteria]
    if len(set(titles)) < len(titles):
        faults.append(
            FieldError("/criteria", "twice", "有两条评审标准名称相同，请改成不同的名称。")
        )
    if faults:
        raise Invalid("bad_criterion", faults[0].message, faults)
    total = sum(one.weight for one in criteria)
    if total != WHOLE:
        raise Invalid(
            "weights_not_100",
            f"评审标准的权重合计应为 100 分，现在是 {total} 分，请调整。",
            [FieldError("/criteria", "weights_not_100", f"权重合计 {total}，应为 100。")],
        )


def _faults(place: int, one: CriterionDraft) -> list[FieldError]:
    at, named = f"/criteria/{place}", f"第 {place + 1} 条评审标准"
    faults = []
    if not one.title or len(one.title) > LONGEST_TITLE:
        faults.append(FieldError(at, "title", f"{named}请写名称，最多 {LONGEST_TITLE} 个字。"))
    if not 1 <= one.weight <= WHOLE:
        faults.append(FieldError(at, "weight", f"{named}的权重应在 1 到 100 之间。"))
    fits = LEAST_LEVELS <= len(one.levels) <= MOST_LEVELS
    if not fits or any(len(level) > LONGEST_LEVEL for level in one.levels):
        words = f"{named}请分 {LEAST_LEVELS} 到 {MOST_LEVELS} 档，每档 {LONGEST_LEVEL} 个字以内。"
        faults.append(FieldError(at, "levels", words))
    return faults


def check_panel_size(size: int, least: int) -> None:
    """Refuse a panel that is even, below the configured size or below 3 (R9.6).

    Raises Invalid `bad_panel_size`.
    """
    floor = max(SMALLEST_PANEL, least)
    if size % 2 == 0 or not floor <= size <= LARGEST_PANEL:
        raise Invalid(
            "bad_panel_size",
            f"评审组人数应为单数，在 {floor} 到 {LARGEST_PANEL} 人之间，您填的是 {size} 人。",
            [FieldError("/panel_size", "bad_panel_size", f"请填 {floor} 以上的单数。")],
        )


def too_few(qualified: int, least: int, *, may_go_on: bool) -> str:
    """Say that too few qualified applications are there, and what can be done about it."""
    found = f"资格合格的申报只有 {qualified} 家，少于 {least} 家，不能直接评审。"
    again = "请写明原因取消项目，再重新征集"
    if may_go_on:
        return f"{found}{again}；或者请审批人写明理由，批准继续评审，理由会对外公布。"
    return f"{found}{again}。"


def earliest_deadline(mode: str, opened_at: datetime, periods: OpenFor) -> datetime:
    """Give the first moment at which a call opened then may end (R9.4).

    The same time of day on the last day of the period: 20 civil days for a tender, 5 working
    days for a comparison, as configured.
    """
    opened = clock.to_local(opened_at)
    if mode == "tender":
        return opened + timedelta(days=periods.tender_days)
    last = clock.add_working_days(opened.date(), periods.comparison_workdays)
    return opened + timedelta(days=(last - opened.date()).days)


def check_deadline(mode: str, deadline: datetime, *, opened_at: datetime, periods: OpenFor) -> None:
    """Refuse a deadline that comes too soon, or more than a year away.

    Raises Invalid `deadline_too_soon` with the earliest day, `deadline_too_late`.
    """
    first = earliest_deadline(mode, opened_at, periods)
    if deadline < first:
        span = (
            f"{periods.tender_days} 天"
            if mode == "tender"
            else f"{periods.comparison_workdays} 个工作日"
        )
        said = (
            f"申报时间至少 {span}，截止时间不能早于 {first.year} 年 {first.month} 月 "
            f"{first.day} 日 {first.hour:02d}:{first.minute:02d}。"
        )
        raise Invalid(
            "deadline_too_soon", said, [FieldError("/deadline", "deadline_too_soon", said)]
        )
    if deadline > opened_at + timedelta(days=LATEST_DAYS):
        said = "“截止时间”最晚在一年以内，请改成更早的时间。"
        raise Invalid(
            "deadline_too_late", said, [FieldError("/deadline", "deadline_too_late", said)]
        )
