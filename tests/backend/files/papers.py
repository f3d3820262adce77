"""Drawn invoices, photographed well and badly: every picture the same each time."""

import random
from functools import cache, lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

LETTERS = "ABCDEFGHIKLMNOPRSTUW"
Picture = Image.Image


@cache
def _font(size: int) -> "ImageFont.FreeTypeFont | ImageFont.ImageFont":
    return ImageFont.load_default(size)


@lru_cache(maxsize=16)
def form(seed: int, width: int = 1600, height: int = 1200) -> Picture:
    """The page of an electronic invoice as a screenshot shows it; only its content varies."""
    dice = random.Random(seed)
    page = Image.new("L", (width, height), 250)
    pen = ImageDraw.Draw(page)
    unit = height / 100

    def write(x: float, y: float, text: str, size: float = 4) -> None:
        pen.text((x * width, y * unit), text, font=_font(max(4, int(size * unit))), fill=50)

    def amount(most: int) -> str:
        return f"{dice.randrange(100, most) / 100:.2f}"

    def word(most: int) -> str:
        return "".join(dice.choice(LETTERS) for _ in range(dice.randrange(4, most)))

    thin = max(1, int(unit / 2))
    write(0.3, 4, "MEDICAL INVOICE", 6)
    write(0.05, 14, f"No. {dice.randrange(10**9, 10**10)}")
    write(0.6, 14, f"2026-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}")
    write(0.05, 20, word(14))
    pen.rectangle((4 * unit, 28 * unit, width - 4 * unit, 78 * unit), outline=90, width=thin)
    for x in (0.45, 0.6, 0.8):
        pen.line((width * x, 28 * unit, width * x, 78 * unit), fill=90, width=thin)
    for row in range(dice.randrange(2, 9)):
        down = 30 + row * 6
        write(0.06, down, word(18))
        write(0.47, down, str(dice.randrange(1, 30)))
        write(0.62, down, amount(99_999))
        write(0.82, down, amount(9_999_999))
    write(0.05, 82, f"TOTAL {amount(99_999_999)}", 5)
    right, bottom = width - 6 * unit, 92 * unit
    pen.ellipse((right - 24 * unit, bottom - 20 * unit, right, bottom), outline=120, width=2 * thin)
    return page


@lru_cache(maxsize=16)
def photograph(seed: int, width: int = 1600, height: int = 1200) -> Picture:
    """The invoice on a table, a little askew, under a lamp from one side, with a camera's noise."""
    dice = random.Random(-1 - seed)
    table = Image.new("L", (width, height), dice.randrange(60, 150))
    light = Image.linear_gradient("L").rotate(dice.choice((0, 90, 180, 270)))
    table = Image.blend(table, light.resize(table.size), 0.15)
    wide, high = (int(side * dice.uniform(0.7, 0.9)) for side in (width, height))
    turn = dice.uniform(-4, 4)
    page = form(seed, wide, high).rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    shape = Image.new("L", (wide, high), 255).rotate(turn, expand=True)
    left = int((width - page.width) * dice.uniform(0.2, 0.8))
    top = int((height - page.height) * dice.uniform(0.2, 0.8))
    table.paste(page, (left, top), shape)
    return noisy(darker(table, 0.85).filter(ImageFilter.GaussianBlur(0.6)))


def noisy(picture: Picture, grain: int = 4) -> Picture:
    """What the sensor of a telephone adds."""
    width, height = picture.size
    dice = random.Random(grain)
    even = Image.frombytes("L", picture.size, dice.randbytes(width * height))
    # An even spread from -1.7 to 1.7 grains has the variance of one grain.
    noise = even.point(lambda value: round(128 + (value - 127.5) * 1.73 * grain / 127.5))
    return ImageChops.add(picture, noise, 1, -128)


def darker(picture: Picture, factor: float) -> Picture:
    """With other light: below 1 darker, above 1 brighter."""
    return picture.point(lambda value: min(255, int(value * factor)))


def blurred(picture: Picture, radius: float = 4) -> Picture:
    """Out of focus, by the radius in pixels."""
    return noisy(picture.filter(ImageFilter.GaussianBlur(radius)))


def with_glare(picture: Picture) -> Picture:
    """With the lamp's reflection on the paper."""
    width, height = picture.size
    spot = Image.new("L", picture.size)
    box = (width * 0.45, height * 0.35, width * 0.65, height * 0.6)
    ImageDraw.Draw(spot).ellipse(box, fill=255)
    return ImageChops.lighter(picture, spot.filter(ImageFilter.GaussianBlur(width // 60)))


def cut_off(picture: Picture) -> Picture:
    """With the left and the upper third outside the picture."""
    width, height = picture.size
    return picture.crop((width * 3 // 10, height * 3 // 10, width, height))


def halved(picture: Picture) -> Picture:
    """At half the size."""
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)
