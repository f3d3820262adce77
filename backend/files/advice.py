"""Advice on a photograph 拍照提示: what the sender may want to do better; never a refusal.

The figures come from the sandbox (`measures.py`); the lines between good and poor were drawn by
`tests/backend/files/papers.py`: drawn invoices, clean and spoiled one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from backend.files.decoder import CleanPhoto

LEAST_SHORT_SIDE = 600
LEAST_SHARPNESS = 200
LEAST_BRIGHTNESS = 90
MOST_GLARE = 5
MOST_CUT_EDGE = 40
AS_YOU_LIKE = "可以重拍一张，也可以就用这张。"


class Poor(StrEnum):
    """What may be poor about a photograph."""

    TOO_SMALL = "too_small"  # 太小
    BLURRED = "blurred"  # 模糊
    GLARE = "glare"  # 反光
    DARK = "dark"  # 太暗
    CUT_EDGE = "cut_edge"  # 没拍全


SENTENCES = {
    Poor.TOO_SMALL: f"照片太小，字可能看不清。请把单据拍得满一些，或选原图。{AS_YOU_LIKE}",
    Poor.BLURRED: f"照片有些模糊，发票号码这样的小字可能看不清。{AS_YOU_LIKE}",
    Poor.GLARE: f"照片有一处反光，反光处的字可能看不清。换个角度、关闪光灯会好些。{AS_YOU_LIKE}",
    Poor.DARK: f"照片有些暗，字可能看不清。到亮一点的地方会好些。{AS_YOU_LIKE}",
    Poor.CUT_EDGE: f"单据好像没有拍全，边上可能缺了内容。{AS_YOU_LIKE}",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do better: its code, and the sentence for the sender."""

    code: str
    sentence: str


def judge(photo: CleanPhoto) -> list[Poor]:
    """Tell what may be poor about a photograph, in the order of `Poor`."""
    original, measures = photo.variants[0], photo.measures
    sharpness = measures.sharpness
    found = {
        Poor.TOO_SMALL: min(original.width, original.height) < LEAST_SHORT_SIDE,
        Poor.BLURRED: sharpness is not None and sharpness < LEAST_SHARPNESS,
        Poor.GLARE: measures.glare > MOST_GLARE,
        Poor.DARK: measures.brightness < LEAST_BRIGHTNESS,
        Poor.CUT_EDGE: measures.cut_edge > MOST_CUT_EDGE,
    }
    return [poor for poor, is_so in found.items() if is_so]


def spoken(codes: Iterable[str]) -> list[Advice]:
    """Give the stored codes of an attachment with their sentences."""
    return [Advice(str(poor), SENTENCES[poor]) for poor in map(Poor, codes)]
