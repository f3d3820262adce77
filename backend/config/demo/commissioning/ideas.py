"""Which organizations apply in the demo world, and what its projects are about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Applicant:
    """An organization of the demo: who acts for it, and its share of the budget in percent."""

    key: str
    credit_code: str
    name: str
    officer: str
    kind: str
    percent: int


APPLICANTS = (
    Applicant(
        "heart", "51990100MJ00000015", "示范市心桥社会工作服务中心", "feng_xue", "social", 90
    ),
    Applicant(
        "lamp", "51990100MJ00000028", "示范市明灯职工成长促进会", "second_officer", "social", 97
    ),
    Applicant(
        "tree", "51990100MJ0000003B", "示范市大树家庭服务社", "third_officer", "mutual_help", 94
    ),
)


@dataclass(frozen=True, slots=True)
class Idea:
    """A project of the demo: the need that it answers, and its measures."""

    kind: str
    need: str
    title: str
    purpose: str
    budget_yuan: str
    persons: int
    sessions: int
    voices: int


IDEAS = (
    Idea(
        "counselling",
        "下班后能有就近、保密的心理咨询",
        "一线职工心理关爱服务",
        "一线职工倒班多、压力大，需要就近、保密的心理咨询。",
        "200000",
        600,
        60,
        24,
    ),
    Idea(
        "skills",
        "想学新技能，考一个职业证书",
        "转岗职工技能提升培训",
        "产线调整后转岗职工需要新的职业技能和证书。",
        "150000",
        300,
        40,
        18,
    ),
    Idea(
        "family",
        "放学后孩子没人接、没人管",
        "职工子女放学后托管服务",
        "双职工家庭下班晚，孩子放学后需要安全的去处。",
        "180000",
        200,
        120,
        15,
    ),
    Idea(
        "mutual_help",
        "独居老职工希望有人上门看看",
        "独居老职工志愿陪伴",
        "退休独居老职工需要定期探访和生活上的小帮助。",
        "60000",
        150,
        200,
        9,
    ),
)
