"""What holds for any plan of the six kinds and anything that happens under it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.kernel.money import Money
from services.mutual_aid.rules.evaluate import evaluate
from services.mutual_aid.rules.exact import TICKS_PER_FEN, plain_fen, read_money
from tests.services.mutual_aid.rules.packs import pack_of
from tests.services.mutual_aid.rules.random_packs import Case, cases, written

MONEY_KINDS = ("excess_rate", "ratio", "loss_ratio")


def _dearer(entry: Any, more: int) -> Any:
    """Raise the first amount of an entry."""
    if not isinstance(entry, dict):
        return plain_fen((read_money(entry) or 0) + more)
    key = next(name for name in ("amount", "cycles", "daily") if name in entry)
    if key == "amount":
        return entry | {key: _dearer(entry[key], more)}
    return entry | {key: [_dearer(entry[key][0], more), *entry[key][1:]]}


@given(cases(MONEY_KINDS), st.integers(1, 10**7), st.data())
@settings(max_examples=40, deadline=None)
def test_a_greater_base_never_pays_less_under_any_plan(
    case: Case, more: int, draw: st.DataObject
) -> None:
    places = [(item, at) for item, found in case.events.items() for at in range(len(found))]
    assume(places)
    item, at = draw.draw(st.sampled_from(places))
    entries = list(case.events[item])
    entries[at] = _dearer(entries[at], more)
    before = evaluate(case.pack, case.events, case.person).due
    after = evaluate(case.pack, case.events | {item: entries}, case.person).due
    assert before <= after


@pytest.mark.requirement("R8.20")
@given(cases())
@settings(max_examples=40, deadline=None)
def test_no_cap_is_passed_under_any_plan(case: Case) -> None:
    outcome = evaluate(case.pack, case.events, case.person)
    earlier = case.person.paid_life
    for place, benefit in enumerate(case.pack.benefits):
        lines = [line for line in outcome.lines if line.place == place]
        total = sum(line.ticks for line in lines)
        if benefit.cap_event_fen is not None:
            assert all(line.ticks <= benefit.cap_event_fen * TICKS_PER_FEN for line in lines)
        if benefit.cap_period_fen is not None:
            assert total <= benefit.cap_period_fen * TICKS_PER_FEN
        if benefit.cap_life_fen is not None:
            left = benefit.cap_life_fen - earlier.get(benefit.item, Money.zero()).fen
            assert total <= max(0, left) * TICKS_PER_FEN
    if case.pack.cap_period_fen is not None:
        assert outcome.due.fen <= case.pack.cap_period_fen
    if case.pack.cap_life_fen is not None:
        left = case.pack.cap_life_fen - Money.sum(earlier.values()).fen
        assert outcome.due.fen <= max(0, left)


@pytest.mark.requirement("R8.18")
@given(cases(), st.data())
@settings(max_examples=40, deadline=None)
def test_in_whatever_order_a_period_is_settled_it_pays_the_same_in_all(
    case: Case, draw: st.DataObject
) -> None:
    """States of the period are settled in any order, some twice: the greatest due is paid once."""
    states = [{item: found[:many] for item, found in case.events.items()} for many in range(4)]
    fresh = replace(case.person, already_paid=Money.zero())
    order = draw.draw(st.permutations([*states, *states[:2]]))
    total = Money.zero()
    for state in order:
        outcome = evaluate(case.pack, state, replace(fresh, already_paid=total))
        assert outcome.payment >= Money.zero()
        assert total + outcome.payment - outcome.overpaid == outcome.due
        total += outcome.payment
    assert total == max(evaluate(case.pack, state, fresh).due for state in states)


@given(st.lists(written, min_size=2, max_size=4), written, written, written)
@settings(max_examples=40, deadline=None)
def test_splitting_a_stay_obeys_the_plan(
    cycles: list[str], first: str, following: str, cap: str
) -> None:
    """Each cycle of a long stay is an event: it pays what admissions of their own would."""
    stay = {
        "kind": "excess_rate",
        "item": "stay",
        "base": "oop",
        "deductible_first": first,
        "deductible_next": following,
        "stay_split_days": 90,
        "cap_event": cap,
        "bands": [{"upto": 500, "rate": "0.1234"}, {"upto": None, "rate": "0.5"}],
    }
    split = evaluate(pack_of(stay), {"stay": [{"days": 90 * len(cycles), "cycles": cycles}]})
    apart = evaluate(pack_of(stay), {"stay": list(cycles)})
    assert split == apart
    whole = plain_fen(sum(read_money(one) or 0 for one in cycles))
    short = evaluate(pack_of(stay), {"stay": [{"days": 90, "amount": whole}]})
    assert short == evaluate(pack_of(stay), {"stay": [whole]})
    period = {name: value for name, value in stay.items() if name != "cap_event"}
    added = pack_of(period | {"per": "period"})
    long = {"stay": [{"days": 90 * len(cycles), "cycles": cycles}]}
    assert evaluate(added, long).due == evaluate(added, {"stay": [whole]}).due
