"""The colours of the house can be read: contrast of each pair, computed from the stylesheet."""

import re
from pathlib import Path

import pytest

from backend import web

CSS = (Path(web.__file__).parent / "static" / "web" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")[:2]

TEXT = 4.5
SHAPE = 3.0
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2") for ground in ("paper", "sheet")],
    *[(ink, ground, TEXT) for ink in ("brand", "act") for ground in ("paper", "sheet")],
    *[(ink, ground, TEXT) for ink in ("good", "wait", "stop") for ground in ("paper", "sheet")],
    *[("ink", f"{ground}-wash", TEXT) for ground in ("good", "wait", "stop", "plain")],
    *[(ink, "plain-wash", TEXT) for ink in ("good", "wait", "stop", "act", "ink-2")],
    ("on-brand", "brand", TEXT),
    ("sheet", "act", TEXT),
    *[(line, ground, SHAPE) for line in ("control", "focus") for ground in ("paper", "sheet")],
]


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", css))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.requirement("RX.11")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_each_pair_of_colours_has_enough_contrast(
    scheme: str, ink: str, ground: str, least: float
) -> None:
    known = colours(LIGHT if scheme == "light" else DARK)
    assert contrast(known[ink], known[ground]) >= least


def test_both_schemes_name_the_same_colours() -> None:
    assert colours(LIGHT).keys() == colours(DARK).keys()


@pytest.mark.requirement("RX.11")
def test_large_mode_is_40_percent_larger_with_targets_of_60_pixels() -> None:
    large = CSS.split(":root[data-large]")[1]
    assert "--scale: 1.4;" in large
    assert "--target: 60px;" in large
