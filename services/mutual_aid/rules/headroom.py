"""How much a reviewer may decide at the most: what the caps of a plan still leave.

A cap is what the members of the plan agreed on; nothing in a pack lets anybody set one aside
(only an exclusion can be overridable). So a raised amount stays under the caps too.
"""

from collections.abc import Mapping, Sequence

from backend.kernel.money import Money
from services.mutual_aid.rules.pack import Pack


def most_payable(
    pack: Pack,
    events: Mapping[str, Sequence[object]],
    *,
    paid_out: Money,
    paid_life: Mapping[str, Money],
) -> Money | None:
    """Give the most that may still be paid in this period; None where no cap holds.

    `events` are all of the period, `paid_out` what the period paid already. The caps of items
    hold where every item with an event has one.
    """
    limits = []
    if pack.cap_period_fen is not None:
        limits.append(pack.cap_period_fen - paid_out.fen)
    if pack.cap_life_fen is not None:
        life = sum(paid.fen for paid in paid_life.values())
        limits.append(pack.cap_life_fen - life - paid_out.fen)
    items = [_item_limit(pack, item, events, paid_life) for item in events if events[item]]
    known = [limit for limit in items if limit is not None]
    if known and len(known) == len(items):
        limits.append(sum(known) - paid_out.fen)
    return Money(max(0, min(limits))) if limits else None


def _item_limit(
    pack: Pack,
    item: str,
    events: Mapping[str, Sequence[object]],
    paid_life: Mapping[str, Money],
) -> int | None:
    benefit = next(one for one in pack.benefits if one.item == item)
    limits = []
    if benefit.cap_event_fen is not None and benefit.split_days is None:
        count = 1 if benefit.per_period else len(events[item])
        limits.append(benefit.cap_event_fen * count)
    if benefit.cap_period_fen is not None:
        limits.append(benefit.cap_period_fen)
    if benefit.cap_life_fen is not None:
        paid = paid_life.get(item, Money.zero())
        limits.append(max(0, benefit.cap_life_fen - paid.fen))
    return min(limits) if limits else None
