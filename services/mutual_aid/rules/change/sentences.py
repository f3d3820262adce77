"""A change said to the member: what would have to differ, and what would be paid then."""

from collections.abc import Callable, Mapping

from backend.kernel import clock
from backend.kernel.money import Money
from services.mutual_aid.rules.change.steps import Way, What
from services.mutual_aid.rules.pack import Benefit, Kind, Pack

_OTHERS = {
    "unit_supplementary": "单位补充医疗保险",
    "commercial_supplementary": "商业补充医疗保险",
    "medical_assistance": "医疗救助",
}


def words_of(pack: Pack, way: Way, steps: int, payment: Money) -> str:
    """Say a change in one sentence."""
    return f"{_WORDS[way.what](pack, way, steps)}，就会付 {payment} 元。"


def _claim_day(_pack: Pack, way: Way, steps: int) -> str:
    day = way.after(steps).facts.claimed_on
    return f"申领晚了 {steps} 天：如果最迟在 {day and clock.day_words(day)}提交"


def _event_day(pack: Pack, way: Way, steps: int) -> str:
    then = way.after(steps)
    facts, day = then.facts, then.person.day
    if way.benefit is not None:
        entry = then.events[way.benefit.item][way.place]
        day = entry["day"] if isinstance(entry, Mapping) else None
    if way.benefit is None and facts.event_on and facts.cover_first:
        day = (facts.event_on - facts.cover_first).days + 1
        when = f"发生在 {clock.day_words(facts.event_on)}或以后"
    else:
        when = f"发生在保障的第 {day} 天或以后"
    waited = f"，前 {pack.cover.wait_days} 天是等待期" if pack.cover.wait_days else ""
    return f"如果这件事{when}（那天是保障的第 {day} 天{waited}）"


def _shares(_pack: Pack, way: Way, steps: int) -> str:
    return f"如果多参加 {steps} 份，共 {way.after(steps).person.shares} 份"


def _days(_pack: Pack, way: Way, steps: int) -> str:
    return f"{_title(way)}：如果再多 {steps} 天"


def _offset(_pack: Pack, way: Way, steps: int) -> str:
    payer = _OTHERS.get(way.name, "其他保障")
    return f"{_title(way)}：如果{payer}少付 {Money(steps)} 元（已付的部分要先减去）"


def _amount(_pack: Pack, way: Way, steps: int) -> str:
    benefit = way.benefit
    what = "损失" if benefit and benefit.kind is Kind.LOSS_RATIO else "自付金额"
    limit = _limit(benefit) if benefit else ""
    return f"{_title(way)}：如果{what}再多 {Money(steps)} 元{limit}"


def _limit(benefit: Benefit) -> str:
    """Say which line of the plan had to be reached."""
    if benefit.kind is Kind.LOSS_RATIO and benefit.threshold_fen:
        return f"（达到 {Money(benefit.threshold_fen)} 元才付）"
    first, following = Money(benefit.deductible_first_fen), Money(benefit.deductible_next_fen)
    if first == following:
        return f"（起付线 {first} 元）" if first else ""
    return f"（起付线首次 {first} 元，以后每次 {following} 元）"


def _period(_pack: Pack, way: Way, steps: int) -> str:
    day = way.after(steps).facts.event_on
    return f"本期能付的已经付满：如果发生在下一期，即 {day and clock.day_words(day)}或以后"


def _paid_life(_pack: Pack, _way: Way, steps: int) -> str:
    return f"终身最高额已经用完：如果以前各期少付过 {Money(steps)} 元"


def _title(way: Way) -> str:
    return way.benefit.title if way.benefit else ""


_WORDS: dict[What, Callable[[Pack, Way, int], str]] = {
    What.CLAIM_DAY: _claim_day,
    What.EVENT_DAY: _event_day,
    What.SHARES: _shares,
    What.DAYS: _days,
    What.OFFSET: _offset,
    What.AMOUNT: _amount,
    What.PERIOD: _period,
    What.PAID_LIFE: _paid_life,
}
