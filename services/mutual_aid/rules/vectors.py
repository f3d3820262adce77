"""Running the vectors that a pack carries: a pack that fails its own tests is refused (10)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from backend.kernel.money import Money
from services.mutual_aid.rules.entries import EvaluationError
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.exact import plain_fen, read_money
from services.mutual_aid.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class VectorResult:
    """What one vector expects and what came out; `got` is an amount or an error code."""

    place: int
    expected: str
    got: str

    @property
    def passed(self) -> bool:
        """Whether they agree to the letter."""
        return self.expected == self.got


def run_vectors(pack: Pack) -> list[VectorResult]:
    """Run every vector of a pack in file order."""
    vectors: Any = pack.raw["vectors"]
    return [_run(pack, place, vector) for place, vector in enumerate(vectors)]


def circumstances(vector: Mapping[str, Any]) -> Circumstances:
    """Read everything of a vector beside its events and its result."""
    return Circumstances(
        group=vector.get("group"),
        shares=vector.get("shares", 1),
        day=vector.get("day"),
        renewal_gap_days=vector.get("renewal_gap_days"),
        already_paid=_money(vector.get("already_paid", 0)),
        paid_life={item: _money(paid) for item, paid in vector.get("paid_life", {}).items()},
    )


def _run(pack: Pack, place: int, vector: Mapping[str, Any]) -> VectorResult:
    person = circumstances(vector)
    try:
        if "settlements" in vector:
            expected, got = _settle(pack, vector, person)
            return VectorResult(place, expected, got)
        paid = evaluate(pack, vector["in"], person).payment
        got = plain_fen(paid.fen)
    except EvaluationError as error:
        got = error.code
    return VectorResult(place, vector.get("error", vector.get("out", "")), got)


def _settle(pack: Pack, vector: Mapping[str, Any], person: Circumstances) -> tuple[str, str]:
    """Run the steps in order; what each pays is already paid at the next."""
    expected, got, total = [], [], Money.zero()
    for step in vector["settlements"]:
        paid = evaluate(pack, step["in"], person).payment
        total += paid
        person = replace(person, already_paid=person.already_paid + paid)
        expected.append(step["out"])
        got.append(plain_fen(paid.fen))
    return (
        f"{vector['out']} = {' + '.join(expected)}",
        f"{plain_fen(total.fen)} = {' + '.join(got)}",
    )


def _money(written: object) -> Money:
    return Money(read_money(written) or 0)
