"""What a claim comes to: all decided events of its period and its own, by the version in force."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from services.mutual_aid.models import Claim, PlanVersion
from services.mutual_aid.queries import groups, period
from services.mutual_aid.queries.lifetime import paid_life
from services.mutual_aid.queries.period import Beside, Happening, Versions
from services.mutual_aid.queries.stacking import Stacking, payments_of_others
from services.mutual_aid.rules.dating import dated
from services.mutual_aid.rules.entries import EvaluationError
from services.mutual_aid.rules.evaluate import Circumstances, Outcome, evaluate, waiting_factor
from services.mutual_aid.rules.groups import by_rate
from services.mutual_aid.rules.pack import Benefit as Item
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.receipt import Receipt, make_receipt
from services.mutual_aid.rules.spells import PeriodDays, Spell

Events = dict[str, list[object]]
Place = tuple[str, int]
"""An item, and which of its entries."""
_SAID = {
    "unknown_item": "计划里没有这一项",
    "unknown_class": "计划里没有这一类别",
    "unknown_grade": "计划里没有这一等级",
    "missing_cycles": "住院天数较长，要按结算周期分别填写金额",
    "missing_daily": "天数较多，要逐日填写金额",
    "bad_money": "金额写法不对",
}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A claim computed: the frozen inputs, the outcome, and what a reviewer should know of it.

    `version` and the group are those in force on the event date; `paid_out` is what the plan
    really paid for the period, where `already_paid` counts changed amounts as computed, and
    events decided by the rates of another group as this group's rates give them: so a claim gets
    what it adds by its own rates, and what was decided before stays as it was (8.3). `own`
    says where the entries of the claim itself stand in `events`.
    """

    version: PlanVersion
    pack: Pack
    events: Mapping[str, list[object]]
    circumstances: Circumstances
    outcome: Outcome
    already_paid: Money
    paid_out: Money
    warnings: tuple[str, ...]
    own: tuple[Place, ...] = ()

    @property
    def payment(self) -> Money:
        """What the plan computes for this claim."""
        return self.outcome.payment


def reckon_claim(claim: Claim) -> Reckoned:
    """Compute a claim; raises Conflict `not_computable` naming the item that does not fit."""
    versions = Versions(claim.cover)
    version = versions.on(claim.event_on or claim.cover.first_day)
    pack = version.rules
    days = period.days_of(claim.cover, pack)
    beside = Beside.of(claim, days.spells)
    events, warnings, own = _events(claim, version, days, versions, beside)
    on = claim.event_on or claim.cover.first_day
    group = groups.group_on(claim.person_id, on, pack)
    person = Circumstances(
        group=group,
        shares=claim.cover.shares,
        day=max(1, days.day(claim.cover_id, on)),
        renewal_gap_days=days.gap,
        already_paid=period.paid_in_period(beside, version),
        paid_life=paid_life(claim, pack),
    )
    benefits = beside.benefits
    others = period.paid_as_other_group(benefits, version, group) if by_rate(pack) else Money.zero()
    try:
        if others:
            person = replace(person, already_paid=evaluate(pack, _without(events, own), person).due)
            warnings.append(
                f"本保障期内另按其他人群的比例给付了 {others} 元，已给付的不变，"
                "请核对没有超过最高额。"
            )
        outcome = evaluate(pack, events, person)
    except EvaluationError as error:
        raise _not_computable(pack, error) from error
    other = Money.sum(one.net for one in benefits if one.plan_version_id != version.pk)
    if other:
        warnings.append(f"本保障期内另按其他计划版本给付了 {other} 元，请核对没有超过最高额。")
    return Reckoned(
        version=version,
        pack=pack,
        events=events,
        circumstances=person,
        outcome=outcome,
        already_paid=person.already_paid,
        paid_out=Money.sum(one.net for one in benefits),
        warnings=tuple(dict.fromkeys(warnings)),
        own=tuple(own),
    )


def receipt_of(reckoned: Reckoned, *, about: str) -> Receipt:
    """Write the receipt of a payment: inputs, lines and result as plain values."""
    return make_receipt(
        reckoned.pack,
        bytes(reckoned.version.digest),
        reckoned.events,
        reckoned.circumstances,
        reckoned.outcome,
        about=about,
    )


def _events(
    claim: Claim, version: PlanVersion, days: PeriodDays, versions: Versions, beside: Beside
) -> tuple[Events, list[str], list[Place]]:
    """Gather the events of the period in time order; what does not count is said, not hidden."""
    pack = version.rules
    items = {one.item: one for one in pack.benefits}
    stacking = Stacking(payments_of_others(claim, pack))
    settled = period.settled_events(beside, version)
    events = {item: [*entries] for item, entries in settled.items()}
    warnings: list[str] = []
    own: list[Place] = []
    for event in period.happenings([*beside.decided, claim.pk]):
        is_bound = versions.key_on(event.day) == version.pk
        said = _why_not(event, days.spells[event.cover_id], is_bound=is_bound)
        said = said or _waits(items.get(event.item), event, pack, days)
        if not said:
            entry, words = _entry(items.get(event.item), event, days, stacking)
            warnings += words
            if entry is not None:
                entries = events.setdefault(event.item, [])
                entries.append(entry)
                own += [(event.item, len(entries) - 1)] if event.claim_id == claim.pk else []
        elif event.claim_id == claim.pk:
            warnings.append(said)
    return events, warnings, own


def _without(events: Events, own: Collection[Place]) -> Events:
    """Give the events of the other claims alone."""
    others = {
        item: [one for at, one in enumerate(entries) if (item, at) not in own]
        for item, entries in events.items()
    }
    return {item: entries for item, entries in others.items() if entries}


def _why_not(event: Happening, spell: Spell, *, is_bound: bool) -> str:
    """Say why an event does not count by this cover and version; empty: it counts."""
    if not spell.first <= event.day <= spell.last:
        return f"{clock.day_words(event.day)}不在保障期内，这一项没有计入。"
    if not is_bound:
        return f"{clock.day_words(event.day)}属于计划的另一版本，这一项没有计入，请另行申领。"
    return ""


def _waits(item: Item | None, event: Happening, pack: Pack, days: PeriodDays) -> str:
    """Leave an event of the waiting period out of an item that is counted over the period.

    Such an item has one day for all of its entries, so the evaluator cannot skip one (8.5).
    """
    if item is None or not item.per_period:
        return ""
    if waiting_factor(pack.cover, days.day(event.cover_id, event.day), days.gap):
        return ""
    return f"“{item.title}”{clock.day_words(event.day)}还在等待期内，没有计入。"


def _entry(
    item: Item | None, event: Happening, days: PeriodDays, stacking: Stacking
) -> tuple[object | None, list[str]]:
    if item is None:
        return event.entry, []
    day = days.day(event.cover_id, event.day)
    return stacking.apply(item, event, dated(item, event.entry, day))


def _not_computable(pack: Pack, error: EvaluationError) -> Conflict:
    titles = {one.item: one.title for one in pack.benefits}
    why = _SAID.get(error.code, "填写的内容不合计划规定")
    title = titles.get(error.item, error.item)
    return Conflict(
        "not_computable",
        f"“{title}”第 {error.place + 1} 项无法计算：{why}。请退回补正，或联系互助计划管理人。",
    )
