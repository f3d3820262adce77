"""The draw of a panel (R9.6): anyone with the published values repeats it.

1. `pool text`: one line `number kind` for each panelist in service, sorted, each line ended by LF.
2. `draw text`, lines ended by LF: `zhijia-draw/1`, the project's number, the sequence of the draw,
   the seed in hex, the SHA-256 of the pool text in hex, then each receipt in hex, sorted.
3. `entropy` = SHA-256 of the draw text.
4. Order: panelists sorted by SHA-256(entropy, then the number in ASCII).
5. Seats: walk the order; who is recused is passed over; an expert takes a seat while one is free;
   of the others at most a third of the seats, rounded down. The walk ends when all are taken.

The seed of a first draw was committed to when the call opened (SHA-256 of the seed). A later
draw, only where the seats could not be filled, has a seed of its own: made, sealed and committed to
in the same moment in which its pool is fixed. No seed exists while the pool may still change.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from backend.kernel.errors import Conflict

EXPERT = "expert"
LEAST_SEATS = 3
FORMAT = "zhijia-draw/1"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A panelist in the pool: public number and kind (`expert` or another word)."""

    number: str
    kind: str

    @property
    def is_expert(self) -> bool:
        """Tell whether she counts among the two thirds of experts."""
        return self.kind == EXPERT


def fits(seed: bytes, commitment: bytes) -> bool:
    """Tell whether a seed is the one that was committed to when the call opened."""
    return sha256(seed).digest() == commitment


def pool_digest(pool: Iterable[Candidate]) -> bytes:
    """Give the SHA-256 of the pool: numbers and kinds, sorted."""
    lines = sorted(f"{one.number} {one.kind}\n" for one in pool)
    return sha256("".join(lines).encode()).digest()


def entropy_of(
    project: str,
    sequence: int,
    seed: bytes,
    pool: Iterable[Candidate],
    receipts: Iterable[bytes],
) -> bytes:
    """Give the randomness that neither who made the seed nor who applied could choose."""
    lines = [FORMAT, project, str(sequence), seed.hex(), pool_digest(pool).hex()]
    lines += sorted(receipt.hex() for receipt in receipts)
    return sha256("".join(f"{line}\n" for line in lines).encode()).digest()


def lot_of(entropy: bytes, number: str) -> bytes:
    """Give the lot of a panelist or an application: the smaller comes first."""
    return sha256(entropy + number.encode()).digest()


def order_of(entropy: bytes, pool: Iterable[Candidate]) -> list[Candidate]:
    """Give the order in which the pool is asked."""
    return sorted(pool, key=lambda one: lot_of(entropy, one.number))


def most_others(size: int) -> int:
    """Give how many seats may go to others than experts: two thirds are experts (R9.6)."""
    return size // 3


def fill(order: Sequence[Candidate], size: int, recused: Collection[str]) -> list[Candidate]:
    """Give who sits: fewer than `size` where the order does not hold enough people.

    Who was seated stays seated when somebody else steps back: the next of the order comes in.
    """
    seats: list[Candidate] = []
    others = most_others(size)
    for one in order:
        if len(seats) == size:
            break
        if one.number in recused or (not one.is_expert and others == 0):
            continue
        seats.append(one)
        others -= not one.is_expert
    return seats


def room(pool: Iterable[Candidate], size: int) -> int:
    """Give how many seats a pool can fill, whatever the order: others take a third at most."""
    chosen = list(pool)
    experts = sum(one.is_expert for one in chosen)
    return min(size, experts + min(len(chosen) - experts, most_others(size)))


def must_leave_a_choice(
    pool: Sequence[Candidate], known: Collection[str], barred: Collection[str], size: int
) -> None:
    """Raise unless a later draw can be filled, and without any one of those who came newly.

    `known` stood in the pool of the draw before, `barred` may not sit. Where each newcomer is
    needed, whoever entered them has chosen the panel, and there is nothing left to draw. Raises
    Conflict `pool_too_small`, `pool_without_choice`.
    """
    free = [one for one in pool if one.number not in barred]
    must_be_filled(free[: room(free, size)], size)
    new = [one for one in free if one.number not in known]
    if any(room([one for one in free if one != left], size) < size for left in new):
        raise Conflict(
            "pool_without_choice",
            "补充的人正好只够补满席位，等于指定了评审人。请再补充至少 1 位专家，再重新抽取。",
        )


def must_be_a_panel(size: int) -> None:
    """Raise Conflict `bad_panel_size` for a size that is even or below three (R9.6)."""
    if size < LEAST_SEATS or size % 2 == 0:
        raise Conflict(
            "bad_panel_size",
            f"评审组应为单数且不少于 {LEAST_SEATS} 人，公告写的是 {size} 人。请取消后重新征集。",
        )


def must_be_filled(seats: Sequence[Candidate], size: int) -> None:
    """Raise Conflict `pool_too_small` where the pool cannot fill the panel."""
    if len(seats) < size:
        raise Conflict(
            "pool_too_small",
            f"评审组要 {size} 人，其中专家不少于 {size - most_others(size)} 人；"
            f"除去应回避的，评审人库只够 {len(seats)} 人。请先补充评审人库，再抽取。",
        )
