"""Which projects the demo world holds: when each began and where it stands today.

One stands at each stage of a project but `evaluated`: an evaluated project is published by the
worker within seconds, by itself, so that nothing of the demo could keep one there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backend.kernel import clock
from services.commissioning.states.projects import ProjectState

S = ProjectState
PASSES_BY_ITSELF: Final = frozenset({S.EVALUATED})
"""Where no project stands: the program goes on from there before anybody could act."""

WHOLE_FROM_MEMBERS = 200
JUST_BEGUN: Final = (S.TOPIC, S.CALL_OPEN)
"""What a small city tells."""


@dataclass(frozen=True, slots=True)
class Story:
    """How long ago a project began, which idea it follows, its name, and where it stands today.

    `workdays` are those that its panel has waited for on the way: added to the days, so that no
    holiday carries the story into the future. A short one has no midterm; a late one forgot its
    evaluation.
    """

    days: int
    kind: str
    title: str
    stands: ProjectState
    workdays: int = 0
    is_short: bool = False
    is_late: bool = False

    @property
    def begins_at(self) -> datetime:
        """The morning on which its topic is drafted."""
        day = clock.today()
        left = self.workdays
        while left:
            left -= clock.is_working_day(day)
            day -= timedelta(days=1)
        return clock.start_of(day - timedelta(days=self.days)) + timedelta(hours=10)


STORIES: Final = (
    Story(450, "counselling", "产业园区职工心理关爱服务", S.ARCHIVED),
    Story(340, "skills", "转岗职工技能提升培训", S.PUBLISHED, is_short=True),
    Story(300, "family", "职工子女放学后托管服务", S.PUBLISHED, is_short=True),
    Story(260, "mutual_help", "独居老职工志愿陪伴", S.PUBLISHED, is_short=True),
    Story(220, "family", "职工家庭亲子课堂", S.ACCEPTED, is_short=True, is_late=True),
    Story(150, "family", "双职工家庭暑期托管", S.MIDTERM),
    Story(103, "mutual_help", "退休职工义务维修", S.RECTIFYING, 16, is_short=True),
    Story(102, "skills", "青年职工职业规划辅导", S.FINAL_RETURNED, 16, is_short=True),
    Story(101, "counselling", "公交职工减压服务", S.FINAL_REPORT, 16, is_short=True),
    Story(100, "mutual_help", "社区职工互助修理", S.IN_PROGRESS),
    Story(70, "skills", "家政职工技能比武辅导", S.TERMINATED),
    Story(60, "mutual_help", "职工邻里互助驿站", S.CANCELLED),
    Story(18, "skills", "餐饮职工食品安全培训", S.AWARDED, 14),
    Story(18, "family", "职工亲子阅读角", S.OBJECTION, 9),
    Story(18, "counselling", "新就业群体心理支持", S.NOTICE, 8),
    Story(17, "family", "职工婚恋交友服务", S.RANKED, 5),
    Story(17, "mutual_help", "职工闲置物品互换", S.SCORING, 4),
    Story(17, "counselling", "一线班组长情绪疏导", S.RECUSAL_CLEARED, 4),
    Story(17, "skills", "快递员安全驾驶培训", S.PANEL_DRAWN, 1),
    Story(17, "mutual_help", "职工书屋志愿管理", S.QUALIFICATION),
    Story(3, "counselling", "夜班职工睡眠健康服务", S.CALL_OPEN),
    Story(1, "family", "职工子女假期研学", S.TOPIC),
)
"""In the order in which they began."""


def stories_for(members: int) -> Sequence[Story]:
    """Give all stories, for a small city only those that have just begun."""
    if members >= WHOLE_FROM_MEMBERS:
        return STORIES
    return [one for one in STORIES if one.stands in JUST_BEGUN]
