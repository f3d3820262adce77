"""Whether an organization may apply on a day, and every reason why not (R9.1, R9.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.commissioning.rules.periods import months_before
from services.commissioning.states.organizations import OrgState, ProofState

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class ProofFact:
    """A proof as handed in: kind by its Chinese name, both days of its validity included."""

    kind: str
    state: ProofState
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class PenaltyFact:
    """A penalty of an authority."""

    imposed_on: date
    authority: str
    is_major: bool


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """What the file of an organization says: `proof_kinds` are all kinds that are asked for."""

    state: OrgState
    state_reason: str
    barred_until: date | None
    checked_on: date | None
    proof_kinds: Sequence[str]
    proofs: Sequence[ProofFact]
    penalties: Sequence[PenaltyFact]


@dataclass(frozen=True, slots=True)
class Periods:
    """Configured periods: how long a major penalty counts, how often a file is checked."""

    penalty_years: int
    check_months: int


def why_not_apply(facts: OrgFacts, day: date, periods: Periods) -> tuple[str, ...]:
    """Name every reason, one sentence each, why the organization may not apply on a day.

    Nothing when it may. A penalty counts to the day before its anniversary after the configured
    years; a bar counts up to and including its last day.
    """
    return (
        *_standing(facts, day, periods),
        *(reason for kind in facts.proof_kinds for reason in _proof(kind, facts.proofs, day)),
        *_penalties(facts.penalties, day, periods),
    )


def _standing(facts: OrgFacts, day: date, periods: Periods) -> tuple[str, ...]:
    why = f"：{facts.state_reason}" if facts.state_reason else ""
    if facts.state is OrgState.REGISTERED:
        return ("组织登记后还没有通过工会核查。",)
    if facts.state is OrgState.SUSPENDED:
        return (f"组织被暂停申报{why}。",)
    if facts.state is OrgState.BARRED:
        if facts.barred_until is None:
            return (f"组织被禁止申报{why}。",)
        if facts.barred_until >= day:
            return (f"组织被禁止申报，到 {_words(facts.barred_until)}为止{why}。",)
    if facts.checked_on is None or facts.checked_on <= months_before(day, periods.check_months):
        last = f"上次核查是 {_words(facts.checked_on)}" if facts.checked_on else "没有核查日期"
        return (f"组织超过 {periods.check_months} 个月没有经工会核查（{last}）。",)
    return ()


def _proof(kind: str, proofs: Sequence[ProofFact], day: date) -> tuple[str, ...]:
    """Name what is wrong with one kind of proof: the latest state of things, one sentence."""
    own = [one for one in proofs if one.kind == kind]
    good = [one for one in own if one.state is ProofState.ACCEPTED]
    if any(one.valid_from <= day <= one.valid_to for one in good):
        return ()
    if any(one.state is ProofState.SUBMITTED for one in own):
        return (f"“{kind}”已提交，工会还没有核查。",)
    lapsed = [one.valid_to for one in good if one.valid_to < day]
    if lapsed:
        return (f"“{kind}”已在 {_words(max(lapsed))}到期，请提交新的证明。",)
    ahead = [one.valid_from for one in good if one.valid_from > day]
    if ahead:
        return (f"“{kind}”从 {_words(min(ahead))}起才有效。",)
    if own:
        return (f"“{kind}”没有通过核查，请重新提交。",)
    return (f"缺少“{kind}”。",)


def _penalties(penalties: Sequence[PenaltyFact], day: date, periods: Periods) -> tuple[str, ...]:
    since = months_before(day, periods.penalty_years * MONTHS_A_YEAR)
    return tuple(
        f"{_words(one.imposed_on)}受到{one.authority}的重大处罚，"
        f"{periods.penalty_years} 年内不能申报。"
        for one in sorted(penalties, key=lambda one: one.imposed_on)
        if one.is_major and one.imposed_on > since
    )


def _words(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
