"""What a whole batch owes: fees of its persons added up, each payer's part to the fen (section 4).

Each person's fee is split by itself and then added up, since each pays her own part.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from services.mutual_aid.rules import enrolment
from services.mutual_aid.rules.pack import Fee, Pack
from services.mutual_aid.rules.words import RISK_LABELS


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for a batch when it was opened."""

    months: int | None = None
    risk_class: str = ""


@dataclass(frozen=True, slots=True)
class Holders:
    """So many persons with the same number of shares and the same standing."""

    count: int
    shares: int = 1
    holds_card: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a batch owes: the total, each payer's part of it, and how many shares it is for."""

    total: Money
    parts: tuple[tuple[str, Money], ...]
    shares: int


def contribution_of(fee: Fee, chosen: Chosen, groups: Iterable[Holders]) -> Contribution:
    """Add up the fees of groups of persons; the parts come to the total."""
    parts: dict[str, int] = {}
    shares = 0
    for group in groups:
        one = share_fee(fee, chosen, holds_card=group.holds_card)
        shares += group.shares * group.count
        for payer, part in enrolment.split_fee(fee, group.shares, one):
            parts[payer] = parts.get(payer, 0) + part.fen * group.count
    named = tuple((payer, Money(fen)) for payer, fen in parts.items())
    return Contribution(Money.sum(part for _, part in named), named, shares)


def share_fee(fee: Fee, chosen: Chosen, *, holds_card: bool = False) -> Money:
    """Give the fee of one share under what was chosen."""
    return enrolment.fee_due(
        fee, months=chosen.months, holds_card=holds_card, risk_class=chosen.risk_class
    )


def terms_of(pack: Pack) -> tuple[int, ...]:
    """Give the lengths in months among which one may choose; none where there is no choice."""
    return tuple(sorted({*pack.cover.months_options, *pack.fee.by_months}))


def check_chosen(pack: Pack, chosen: Chosen) -> Chosen:
    """Refuse a choice that the plan does not offer; a single offer is taken without asking.

    Raises Invalid `bad_term`, `bad_risk_class`.
    """
    terms, classes = terms_of(pack), tuple(pack.fee.by_risk_class)
    months = terms[0] if chosen.months is None and len(terms) == 1 else chosen.months
    if months not in (terms or (None,)):
        offered = "、".join(f"{one} 个月" for one in terms)
        raise Invalid(
            "bad_term",
            f"请选择保障期限：{offered}。" if terms else "这个计划的期限是固定的，不用选期限。",
        )
    if chosen.risk_class not in (classes or ("",)):
        offered = "、".join(RISK_LABELS.get(one, one) for one in classes)
        raise Invalid(
            "bad_risk_class",
            f"请选择单位的风险类别：{offered}。" if classes else "这个计划不分风险类别，不用选。",
        )
    return Chosen(months, chosen.risk_class)
