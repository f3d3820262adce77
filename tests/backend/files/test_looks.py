"""One picture sent twice looks alike, two invoices do not: measured on drawn invoices."""

import io
from collections.abc import Callable
from itertools import combinations

import pytest
from PIL import Image

from backend.files.likeness import MOST_DISTANCE
from backend.files.looks import look
from tests.backend.files import papers, samples

Change = Callable[[Image.Image], Image.Image]
SURE = 3


def at_quality(picture: Image.Image, quality: int) -> Image.Image:
    """As JPEG of this quality."""
    return Image.open(io.BytesIO(samples.encoded(picture, "JPEG", quality=quality)))


CHANGES: list[tuple[str, Change]] = [
    ("JPEG at quality 60", lambda picture: at_quality(picture, 60)),
    ("half the size", papers.halved),
    ("15 % brighter", lambda picture: papers.darker(picture, 1.15)),
    ("15 % darker", lambda picture: papers.darker(picture, 0.85)),
    (
        "halved, darker, quality 60",
        lambda picture: at_quality(papers.darker(papers.halved(picture), 0.9), 60),
    ),
]


def looked(picture: Image.Image) -> tuple[int, int]:
    """Look at a picture that shows something."""
    bits = look(picture)
    assert bits is not None
    return bits


def apart(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Give how many bits of the hash and of the detail differ."""
    return (one[0] ^ other[0]).bit_count(), (one[1] ^ other[1]).bit_count()


@pytest.mark.parametrize("change", [pytest.param(row[1], id=row[0]) for row in CHANGES])
def test_the_same_picture_is_surely_found_after_what_phones_do_to_it(change: Change) -> None:
    for picture in (papers.photograph(1), papers.photograph(6), papers.form(1)):
        hashed, detail = apart(looked(picture), looked(change(picture)))
        assert hashed <= SURE
        assert detail <= MOST_DISTANCE


def test_a_picture_turned_by_one_degree_stays_nearer_than_another_invoice() -> None:
    one, other = papers.photograph(1, 800, 600), papers.photograph(2, 800, 600)
    turned = one.rotate(1, resample=Image.Resampling.BICUBIC, fillcolor=100)
    assert apart(looked(one), looked(turned))[1] < apart(looked(one), looked(other))[1]


def test_no_two_of_two_hundred_photographed_invoices_are_taken_for_one() -> None:
    looks = [looked(papers.photograph(seed, 240, 180)) for seed in range(200)]
    distances = [apart(one, other) for one, other in combinations(looks, 2)]
    assert len(distances) == 19_900
    assert min(detail for _, detail in distances) > MOST_DISTANCE
    # What has to be compared at all is a small share: one pair in a thousand.
    assert sum(hashed <= SURE for hashed, _ in distances) < 20


def test_screenshots_of_one_form_are_told_apart_by_the_detail() -> None:
    looks = [looked(papers.form(seed, 640, 480)) for seed in range(40)]
    distances = [apart(one, other) for one, other in combinations(looks, 2)]
    taken = sum(detail <= MOST_DISTANCE for _, detail in distances)
    assert taken <= len(distances) // 100


@pytest.mark.parametrize("colour", ["white", "grey", "black"])
def test_a_picture_of_nothing_looks_like_nothing(colour: str) -> None:
    assert look(Image.new("RGB", (300, 200), colour)) is None
    assert look(Image.new("RGB", (1, 1), colour)) is None
