"""What cut an amount, in plain Chinese, with the place of the clause in the pack."""

from backend.kernel.money import Money
from services.mutual_aid.rules.evaluate import Circumstances, Cut, CutNote, Line
from services.mutual_aid.rules.exact import plain_rate, round_ticks
from services.mutual_aid.rules.pack import Pack, Stacking

_PLACES = {
    Cut.PLAN_CAP_PERIOD: "/cap_period",
    Cut.PLAN_CAP_LIFE: "/cap_life",
}
_LIMITS = {
    Cut.CAP: "这项最高",
    Cut.CAP_EVENT: "每次最高",
    Cut.CAP_PERIOD: "这项本期最高",
    Cut.CAP_LIFE: "这项终身最高",
    Cut.PLAN_CAP_PERIOD: "本期最高",
    Cut.PLAN_CAP_LIFE: "终身最高",
}


def pointer_of(pack: Pack, line: Line, note: CutNote) -> str:
    """Give the JSON Pointer of the clause that cut a line."""
    if note.cut is Cut.WAITING:
        is_waiting = line.day is not None and line.day <= pack.cover.wait_days
        return "/cover/wait_days" if is_waiting else "/cover/reduced_factor"
    return _PLACES.get(note.cut) or f"/benefits/{line.place}/{note.cut.value}"


def words_of(pack: Pack, line: Line, note: CutNote) -> str:
    """Say what a cut did: the limit, what had used it up, what is left."""
    if note.cut is Cut.WAITING:
        return _waiting(pack, line)
    if note.cut is Cut.EXCLUSIVE_GROUP:
        return "与同组的其他项目只付最多的一项，这项不付"
    left = round_ticks(note.after)
    if note.cut is Cut.STACKING:
        if pack.benefits[line.place].stacking is Stacking.ONCE:
            return "同一期内只付第一次，这次不付"
        return f"同一期内只补足到最高一档，已计 {round_ticks(note.used)} 元，所以只付 {left} 元"
    used = f"，已用 {round_ticks(note.used)} 元" if note.used else ""
    return f"{_LIMITS[note.cut]} {Money(note.limit_fen)} 元{used}，所以只付 {left} 元"


def renewal_clause(pack: Pack, person: Circumstances, line: Line) -> tuple[str, str] | None:
    """Say that a renewal without a long gap waits no more, where waiting would have mattered."""
    cover, gap = pack.cover, person.renewal_gap_days
    last = max(cover.wait_days, cover.reduced_days or 0)
    if gap is None or cover.renewal_grace_days is None or gap > cover.renewal_grace_days:
        return None
    if line.day is None or line.day > last:
        return None
    words = f"续保间隔 {gap} 天，没有超过 {cover.renewal_grace_days} 天，不再等待"
    return "/cover/renewal_grace_days", words


def _waiting(pack: Pack, line: Line) -> str:
    cover, day = pack.cover, line.day or 0
    when = f"这件事在保障的第 {day} 天"
    if day <= cover.wait_days:
        return f"{when}，前 {cover.wait_days} 天是等待期，不付"
    return f"{when}，到第 {cover.reduced_days} 天为止是减付期，按 {plain_rate(line.factor)} 付"
