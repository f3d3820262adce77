"""What holds for any amounts: more loss never pays less, and no cap is ever passed."""

from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.money import Money
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.exact import TICKS_PER_FEN, plain_fen
from tests.services.mutual_aid.rules.packs import pack_of

FEN = st.integers(0, 10**9)
PACK = pack_of(
    {
        "kind": "excess_rate",
        "item": "stay",
        "base": "oop",
        "deductible_first": 1000,
        "deductible_next": 400,
        "cap_event": 3000,
        "cap_period": 8000,
        "bands": [{"upto": 500, "rate": "0.1234"}, {"upto": None, "rate": "0.5"}],
    },
    {
        "kind": "loss_ratio",
        "item": "fire",
        "base": "loss",
        "rate": "0.08",
        "min": 5,
        "cap": 900,
    },
    cap_period=8500,
    cap_life=9000,
)


@given(st.lists(FEN, max_size=6), FEN, st.data())
def test_a_greater_base_never_pays_less(stays: list[int], fire: int, draw: st.DataObject) -> None:
    more = [fen + draw.draw(st.integers(0, 10**6)) for fen in stays]
    assert _due(stays, fire) <= _due(more, fire + 1)


@given(st.lists(FEN, max_size=6), FEN, FEN)
def test_no_cap_is_ever_passed(stays: list[int], fire: int, life: int) -> None:
    known = Circumstances(paid_life={"stay": Money(life)})
    outcome = evaluate(PACK, {"stay": _written(stays), "fire": _written([fire])}, known)
    by_item: dict[str, int] = {"stay": 0, "fire": 0}
    for line in outcome.lines:
        by_item[line.item] += line.ticks
    assert by_item["stay"] <= 800_000 * TICKS_PER_FEN
    assert by_item["fire"] <= 90_000 * TICKS_PER_FEN
    assert outcome.due <= Money(850_000)
    assert outcome.due.fen <= max(0, 900_000 - life)


@given(st.lists(FEN, max_size=6), FEN)
def test_running_a_settlement_twice_pays_nothing_the_second_time(
    stays: list[int], fire: int
) -> None:
    first = _due(stays, fire)
    events = {"stay": _written(stays), "fire": _written([fire])}
    again = evaluate(PACK, events, Circumstances(already_paid=first))
    assert again.payment == Money.zero()
    assert again.overpaid == Money.zero()


def _due(stays: list[int], fire: int) -> Money:
    return evaluate(PACK, {"stay": _written(stays), "fire": _written([fire])}).due


def _written(amounts: list[int]) -> list[object]:
    return [plain_fen(fen) for fen in amounts]
