"""How a photograph looks, in 64 and in 256 bits: alike for one picture sent twice.

Runs inside the sandbox: Pillow and the standard library only.

The picture is averaged to 64 x 64 grey cells and transformed (DCT); the signs of the 8 x 8 lowest
waves, without the flat ones, are the hash, those of the 16 x 16 lowest the detail. A sign does not
move with light, contrast, scale or JPEG quality. Measured on 80 drawn photographs of invoices at
400 x 300, the hardest size, in differing bits of 64, median/most (`test_looks.py` keeps a floor
under it):

                                     dHash   DCT, median   DCT, sign
    JPEG quality 60                   1/3        2/2          0/1
    half the size                     1/3        2/6          1/4
    brightness +15 % or -15 %         2/4        2/4          1/5
    turned by 1 degree                3/13       4/8          5/10
    nearest two other photographs     2          4            6
    nearest two screenshots of a form 0          0            1

The sign has the widest gap, and its bits flip one by one, not in pairs. Two screenshots of one
form still fall within a few bits. The 256 bits tell them apart: at 800 x 600 the same picture,
halved, darkened and at quality 60, differs in 12 at most; of 1,770 pairs of other photographs the
nearest differ in 39, of as many pairs of screenshots of one form in 14, 99 % of them in 26 or more.
So both are kept: the hash is looked up, the detail compared.
"""

import math
from operator import mul

from PIL import Image

CELLS = 64
DETAIL_WAVES = 16
HASH_WAVES = 8
# Below this amplitude (grey levels x cells) the strongest wave is noise: nothing is to be seen.
FLAT = 2 * CELLS
WAVES = [
    [math.cos(math.pi * (2 * cell + 1) * wave / (2 * CELLS)) for cell in range(CELLS)]
    for wave in range(1, DETAIL_WAVES + 1)
]


def look(preview: Image.Image) -> tuple[int, int] | None:
    """Give (hash of 64 bits, detail of 256 bits), unsigned; None for a picture without content.

    The halves of the hash hold every second wave each, so that both are equally steady.
    """
    waves = _transformed(preview.convert("L"))
    if max(abs(value) for row in waves for value in row) < FLAT:
        return None
    low = [(down, across) for down in range(HASH_WAVES) for across in range(HASH_WAVES)]
    low.sort(key=lambda place: (sum(place) % 2, place))
    short = _bits([waves[down][across] for down, across in low])
    return short, _bits([value for row in waves for value in row])


def _transformed(grey: Image.Image) -> list[list[float]]:
    cells = grey.resize((CELLS, CELLS), Image.Resampling.BOX).tobytes()
    rows = [cells[start : start + CELLS] for start in range(0, CELLS * CELLS, CELLS)]
    columns = [[_dot(wave, row) for row in rows] for wave in WAVES]
    return [[_dot(wave, column) for column in columns] for wave in WAVES]


def _dot(wave: list[float], values: bytes | list[float]) -> float:
    return float(sum(map(mul, wave, values)))


def _bits(values: list[float]) -> int:
    number = 0
    for value in values:
        number = number << 1 | (value > 0)
    return number
