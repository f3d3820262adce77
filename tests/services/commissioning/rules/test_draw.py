"""The draw: repeatable, two thirds experts, the next of the order comes in."""

from hashlib import sha256
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.errors import Conflict
from services.commissioning.rules import draw
from services.commissioning.rules.draw import Candidate

pools = st.lists(
    st.tuples(st.integers(1, 10**6), st.sampled_from(["expert", "union", "worker"])),
    unique_by=lambda one: one[0],
    max_size=25,
).map(lambda rows: [Candidate(f"PS-{number:06d}", kind) for number, kind in rows])
seeds = st.binary(min_size=32, max_size=32)
sizes = st.sampled_from([3, 5, 7, 9])


@pytest.mark.requirement("R9.6")
def test_a_short_program_in_any_language_repeats_it() -> None:
    pool = [("PS-2", "union"), ("PS-1", "expert"), ("PS-3", "expert")]
    seed, receipts = b"\x07" * 32, [b"\x02" * 32, b"\x01" * 32]
    pool_text = "PS-1 expert\nPS-2 union\nPS-3 expert\n"
    text = (
        f"zhijia-draw/1\nWT-2026-000001\n1\n{seed.hex()}\n"
        f"{sha256(pool_text.encode()).hexdigest()}\n{'01' * 32}\n{'02' * 32}\n"
    )
    entropy = sha256(text.encode()).digest()
    candidates = [Candidate(*one) for one in pool]
    assert draw.entropy_of("WT-2026-000001", 1, seed, candidates, receipts) == entropy
    ordered = sorted(pool, key=lambda one: sha256(entropy + one[0].encode()).hexdigest())
    assert [(one.number, one.kind) for one in draw.order_of(entropy, candidates)] == ordered


def test_a_fixed_draw_gives_the_same_order_for_ever() -> None:
    pool = [Candidate(f"PS-{nth}", "expert") for nth in range(1, 6)]
    entropy = draw.entropy_of("WT-2026-000001", 1, bytes(32), pool, [bytes(32)])
    assert entropy.hex() == "b8f14a21011a85fb90e67798c4717ef00941f9331f711a7818faea109c793166"
    assert [one.number for one in draw.order_of(entropy, pool)] == [
        "PS-4",
        "PS-5",
        "PS-2",
        "PS-1",
        "PS-3",
    ]


@given(pools, seeds, st.lists(seeds, min_size=1, max_size=5), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_in_which_pool_and_receipts_come_does_not_matter(
    pool: list[Candidate], seed: bytes, receipts: list[bytes], chance: Random
) -> None:
    first = draw.entropy_of("WT-1", 1, seed, pool, receipts)
    mixed, turned = list(pool), list(receipts)
    chance.shuffle(mixed)
    chance.shuffle(turned)
    assert draw.entropy_of("WT-1", 1, seed, mixed, turned) == first
    assert draw.order_of(first, mixed) == draw.order_of(first, pool)


def test_seed_pool_and_each_receipt_all_change_the_draw() -> None:
    pool = [Candidate("PS-1", "expert"), Candidate("PS-2", "union")]
    base = draw.entropy_of("WT-1", 1, bytes(32), pool, [b"a" * 32])
    others = (
        draw.entropy_of("WT-2", 1, bytes(32), pool, [b"a" * 32]),
        draw.entropy_of("WT-1", 2, bytes(32), pool, [b"a" * 32]),
        draw.entropy_of("WT-1", 1, b"\x01" * 32, pool, [b"a" * 32]),
        draw.entropy_of("WT-1", 1, bytes(32), pool[:1], [b"a" * 32]),
        draw.entropy_of("WT-1", 1, bytes(32), [Candidate("PS-1", "union"), pool[1]], [b"a" * 32]),
        draw.entropy_of("WT-1", 1, bytes(32), pool, [b"b" * 32]),
        draw.entropy_of("WT-1", 1, bytes(32), pool, [b"a" * 32, b"b" * 32]),
    )
    assert len({base, *others}) == 8


@pytest.mark.requirement("R9.6")
@given(pools, seeds, sizes, st.data())
@settings(max_examples=200, deadline=None)
def test_nobody_recused_sits_and_two_thirds_are_experts(
    pool: list[Candidate], seed: bytes, size: int, data: st.DataObject
) -> None:
    order = draw.order_of(seed, pool)
    recused = data.draw(st.sets(st.sampled_from([one.number for one in pool]))) if pool else set()
    seats = draw.fill(order, size, recused)
    experts = sum(one.is_expert for one in seats)
    free = [one for one in pool if one.number not in recused]
    able = sum(one.is_expert for one in free)
    others = min(len(free) - able, size // 3)
    assert not recused & {one.number for one in seats}
    assert len(seats) == min(size, able + others)
    assert len(seats) < size or 3 * experts >= 2 * size


@pytest.mark.requirement("R9.7")
@given(pools, seeds, sizes, st.data())
@settings(max_examples=200, deadline=None)
def test_when_one_steps_back_all_others_keep_their_seats(
    pool: list[Candidate], seed: bytes, size: int, data: st.DataObject
) -> None:
    order = draw.order_of(seed, pool)
    seats = draw.fill(order, size, ())
    if not seats:
        return
    leaver = data.draw(st.sampled_from(seats)).number
    after = draw.fill(order, size, {leaver})
    stayed = [one for one in seats if one.number != leaver]
    assert [one for one in after if one in stayed] == stayed
    assert len(after) <= len(stayed) + 1


@pytest.mark.requirement("R9.6")
@pytest.mark.parametrize("size", [0, 1, 2, 4, 6])
def test_a_panel_is_odd_and_never_below_three(size: int) -> None:
    with pytest.raises(Conflict) as refusal:
        draw.must_be_a_panel(size)
    assert refusal.value.code == "bad_panel_size"


def test_three_and_five_are_panels() -> None:
    draw.must_be_a_panel(3)
    draw.must_be_a_panel(5)


def test_a_seed_fits_only_its_own_commitment() -> None:
    first = bytes(range(32))
    assert draw.fits(first, sha256(first).digest())
    assert not draw.fits(bytes(32), sha256(first).digest())


@given(pools, seeds, sizes)
@settings(deadline=None)
def test_how_many_seats_a_pool_fills_does_not_hang_on_the_order(
    pool: list[Candidate], seed: bytes, size: int
) -> None:
    assert draw.room(pool, size) == len(draw.fill(draw.order_of(seed, pool), size, ()))


def panel_of(experts: int, others: int = 0) -> list[Candidate]:
    """Give a pool of so many experts and others."""
    chosen = [Candidate(f"PS-{nth}", "expert") for nth in range(1, experts + 1)]
    return chosen + [Candidate(f"PS-9{nth}", "union") for nth in range(others)]


@pytest.mark.requirement("R9.6")
def test_a_later_draw_must_leave_a_choice_among_those_who_came_newly() -> None:
    known, barred = {"PS-1", "PS-2", "PS-3", "PS-4", "PS-90"}, {"PS-1"}
    for pool, code in (
        (panel_of(4, 1), "pool_too_small"),
        (panel_of(5, 1), "pool_without_choice"),
        (panel_of(6, 1), ""),
        # Another who is no expert takes no expert's seat, and so leaves no choice.
        (panel_of(5, 2), "pool_without_choice"),
    ):
        try:
            draw.must_leave_a_choice(pool, known, barred, 5)
            said = ""
        except Conflict as refusal:
            said = refusal.code
        assert said == code, pool
