"""What the steps of the main job leave for the next, and whose case it is."""

from dataclasses import dataclass, field

from tests.journeys.case import Case, Words
from tests.journeys.ears import Ears

HOSPITAL, WOMEN = "DEMO-HOSP-2026.v2", "DEMO-F-2026"
MEI = Words(
    spouse="演示配偶甲",
    child="演示孩子甲",
    situation="本人做了心脏搭桥手术，半年没有工资",
    address="槐树街道桂花里 8 号院 3 单元 402",
    amount_fen=1_937_415,
)
PING = Words(
    spouse="演示配偶乙",
    child="演示孩子乙",
    situation="爱人在做血液透析治疗，花费很大",
    address="城西区梧桐巷 21 号 5 室",
    amount_fen=1_264_385,
)


@dataclass
class Story:
    """The one story of the main job, told by several files in order."""

    mei: Case = field(init=False)
    ping: Case = field(init=False)
    ears: Ears = field(init=False)
    batch: str = ""
    spent: int = 0
