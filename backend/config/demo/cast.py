"""The cast 演示人物: fixed fictitious people and their federation, for demo world and tests.

The eleven of the cast keep names and posts for good; where a rule needs further people they are
added by post and carry the post's name. ID numbers are valid by GB 11643 but use a division code
that does not exist.
"""

from dataclasses import dataclass, field
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction

from backend.access.actor import Actor
from backend.access.roles import LABELS, Role
from backend.accounts import memberships, people, posts, rosters
from backend.accounts.models import Person, User
from backend.kernel.identifiers import id_check_character
from backend.unions import standards, tree
from backend.unions.models import Union, UnionKind

DEMO_LINE_FEN = 106_200
DEMO_LINE_YEARS = (2025, 2026, 2027)
FICTITIOUS_DIVISION = "999901"
# The same for every demo account; a real installation gives each person a secret of her own.
SECOND_FACTOR_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


@dataclass(frozen=True, slots=True)
class DemoActor:
    """Who sets up the demo world, for the trail."""

    user_id: int | None = None
    label: str = "系统:demo"


@dataclass(frozen=True, slots=True)
class UnionSpec:
    """A union of the demo federation."""

    key: str
    number: str
    name: str
    kind: UnionKind
    parent: str = ""
    is_station: bool = False
    is_home: bool = False
    staff_count: int = 0
    female_staff_count: int = 0


UNIONS = (
    UnionSpec("federation", "GH-0001", "示范市总工会", UnionKind.MUNICIPAL),
    UnionSpec("district", "GH-0002", "示范市河东区总工会", UnionKind.DISTRICT, "federation"),
    UnionSpec(
        "street", "GH-0003", "槐树街道总工会", UnionKind.SUB_DISTRICT, "district", is_station=True
    ),
    UnionSpec("joint", "GH-0004", "槐树街道商圈联合工会", UnionKind.JOINT, "street"),
    UnionSpec(
        "factory",
        "GH-0005",
        "第三机床厂工会",
        UnionKind.BASIC,
        "street",
        is_home=True,
        staff_count=120,
        female_staff_count=40,
    ),
    UnionSpec("restaurant", "GH-0006", "槐香餐饮店工会", UnionKind.BASIC, "joint", staff_count=18),
    UnionSpec("west", "GH-0007", "示范市城西区总工会", UnionKind.DISTRICT, "federation"),
    UnionSpec(
        "bus",
        "GH-0008",
        "城西公交公司工会",
        UnionKind.BASIC,
        "west",
        is_home=True,
        staff_count=300,
        female_staff_count=90,
    ),
    UnionSpec("transport", "GH-0009", "示范市交通运输产业工会", UnionKind.INDUSTRIAL, "federation"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the cast: who, born when, member where, holding which post where."""

    key: str
    name: str
    birth_date: date
    sex: str
    member_of: str
    role: Role | None = None
    post_at: str = ""
    serial: int = field(default=0)

    @property
    def phone(self) -> str:
        """The phone of this part: 13800000001 and so on."""
        return f"138{self.serial:08d}"

    @property
    def id_number(self) -> str:
        """A valid ID number of a division that does not exist."""
        order = self.serial * 2 + (1 if self.sex == "M" else 0)
        first = f"{FICTITIOUS_DIVISION}{self.birth_date:%Y%m%d}{order:03d}"
        return first + id_check_character(first)

    @property
    def identity(self) -> rosters.Identity:
        """What a roster row would say of this part."""
        return rosters.Identity(self.id_number, self.name, self.phone, self.sex, self.birth_date)

    @property
    def post(self) -> str:
        """What the post is called; a member without one is 会员."""
        return LABELS[self.role] if self.role else "会员"


CAST = (
    Part("li_mei", "李梅", date(1985, 3, 12), "F", "factory", serial=1),
    Part("wang_qiang", "王强", date(1976, 8, 5), "M", "factory", Role.UNION_CHAIR, "factory", 2),
    Part("liu_yang", "刘洋", date(1993, 11, 20), "M", "street", Role.STATION_CLERK, "street", 3),
    Part(
        "zhao_min", "赵敏", date(1982, 5, 9), "F", "district", Role.DISTRICT_REVIEWER, "district", 4
    ),
    Part("sun_li", "孙立", date(1979, 1, 30), "M", "federation", Role.FUND_KEEPER, "federation", 5),
    Part(
        "he_jing",
        "何静",
        date(1980, 9, 17),
        "F",
        "federation",
        Role.MEDICAL_REVIEWER,
        "federation",
        6,
    ),
    Part("zhou_lan", "周岚", date(1974, 12, 2), "F", "federation", Role.AUDITOR, "federation", 7),
    Part(
        "wu_tong",
        "吴桐",
        date(1990, 6, 25),
        "F",
        "federation",
        Role.DISCLOSURE_EDITOR,
        "federation",
        8,
    ),
    Part(
        "zheng_he", "郑和", date(1968, 4, 14), "M", "federation", Role.PANEL_EXPERT, "federation", 9
    ),
    Part(
        "feng_xue",
        "冯雪",
        date(1988, 10, 3),
        "F",
        "restaurant",
        Role.PROJECT_OFFICER,
        "federation",
        10,
    ),
    Part("chen_ping", "陈平", date(1987, 2, 18), "M", "bus", serial=11),
)

# Added by post where a rule wants one more person; they bear no name of their own.
FURTHER = tuple(
    Part(key, name, date(1981, 1, day), sex, at, role, at, serial)
    for day, (key, name, sex, at, role, serial) in enumerate(
        (
            ("privacy_checker", "隐私审查人", "F", "federation", Role.PRIVACY_CHECKER, 21),
            ("signatory", "会务签发人", "M", "federation", Role.SIGNATORY, 22),
            ("plan_officer", "计划管理人", "F", "federation", Role.PLAN_OFFICER, 23),
            ("district_approver", "区审批人", "M", "district", Role.DISTRICT_APPROVER, 24),
            ("payment_confirmer", "付款复核人", "F", "federation", Role.PAYMENT_CONFIRMER, 25),
            ("second_reviewer", "区审核人", "F", "district", Role.DISTRICT_REVIEWER, 26),
            ("bus_chair", "公交工会主席", "M", "bus", Role.UNION_CHAIR, 27),
            ("west_reviewer", "城西区审核人", "F", "west", Role.DISTRICT_REVIEWER, 28),
            ("restaurant_chair", "餐饮店工会主席", "F", "restaurant", Role.UNION_CHAIR, 29),
            ("city_reviewer", "市审核人", "M", "federation", Role.CITY_REVIEWER, 30),
            ("plan_approver", "计划批准人", "F", "federation", Role.PLAN_APPROVER, 31),
            ("project_buyer", "委托服务经办人", "M", "federation", Role.PROJECT_BUYER, 32),
            ("project_approver", "委托服务审批人", "F", "federation", Role.PROJECT_APPROVER, 33),
            (
                "acceptance_officer",
                "委托服务验收人",
                "M",
                "federation",
                Role.ACCEPTANCE_OFFICER,
                34,
            ),
            ("second_officer", "第二社会组织负责人", "F", "federation", Role.PROJECT_OFFICER, 35),
            ("third_officer", "第三社会组织负责人", "M", "federation", Role.PROJECT_OFFICER, 36),
            ("second_expert", "评审专家二", "F", "federation", Role.PANEL_EXPERT, 37),
            ("third_expert", "评审专家三", "M", "federation", Role.PANEL_EXPERT, 38),
            ("fourth_expert", "评审专家四", "F", "federation", Role.PANEL_EXPERT, 39),
            ("fifth_expert", "评审专家五", "M", "federation", Role.PANEL_EXPERT, 40),
            ("sixth_expert", "评审专家六", "F", "federation", Role.PANEL_EXPERT, 41),
            ("union_panelist", "评审工会代表", "M", "federation", Role.PANEL_EXPERT, 42),
            ("worker_panelist", "评审职工代表", "F", "factory", Role.PANEL_EXPERT, 43),
        ),
        start=1,
    )
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The created federation: unions, people and users by key (`li_mei`, `factory`)."""

    unions: dict[str, Union]
    people: dict[str, Person]
    users: dict[str, User]
    known_actors: dict[str, Actor] = field(default_factory=dict)


def create() -> Cast:
    """Create the federation's tree, the cast and the further posts in an empty database."""
    with transaction.atomic():
        standards.load_defaults()
        unions = _create_unions()
        _enter_subsistence_lines(unions["federation"])
        return _create_people(unions)


def load() -> Cast:
    """Give the federation that `create` made earlier."""
    numbers = {spec.number: spec.key for spec in UNIONS}
    unions = {numbers[one.number]: one for one in Union.objects.filter(number__in=numbers)}
    cast = Cast(unions, {}, {})
    for part in (*CAST, *FURTHER):
        person = Person.objects.select_related("key").get(id_index=people.id_index(part.id_number))
        cast.people[part.key] = person
        cast.users[part.key] = User.objects.get(person=person)
    return cast


def _create_unions() -> dict[str, Union]:
    unions: dict[str, Union] = {}
    for spec in UNIONS:
        unions[spec.key] = tree.found(
            spec.number,
            spec.name,
            spec.kind,
            unions.get(spec.parent),
            is_station=spec.is_station,
            is_home=spec.is_home,
            staff_count=spec.staff_count,
            female_staff_count=spec.female_staff_count,
        )
    return unions


def _enter_subsistence_lines(federation: Union) -> None:
    """Enter the demo city's own line of each year; nothing is assessed without one (R8.37)."""
    for year in DEMO_LINE_YEARS:
        standards.enter(
            "hardship.dibao_line_fen",
            federation,
            DEMO_LINE_FEN,
            valid_from=date(year, 1, 1),
            valid_to=date(year, 12, 31),
            unit="分/人·月",
            source="演示数据，不是任何城市的真实标准",
            actor=DemoActor(),
        )


def _create_people(unions: dict[str, Union]) -> Cast:
    """Enter everybody with membership, user and post, few statements for all together."""
    demo, parts = DemoActor(), (*CAST, *FURTHER)
    keys = rosters.enter([part.identity for part in parts])
    memberships.join_all(
        [(keys[part.id_number], unions[part.member_of]) for part in parts],
        actor=demo,
        joined_on=date(2020, 1, 1),
    )
    rows = Person.objects.select_related("key").in_bulk(keys.values())
    people_by_key = {part.key: rows[keys[part.id_number]] for part in parts}
    users = posts.users_for(list(people_by_key.values()))
    cast = Cast(unions, people_by_key, dict(zip(people_by_key, users, strict=True)))
    held = [(cast.users[part.key], unions[part.post_at], part.role) for part in parts if part.role]
    posts.appoint_all(held, actor=demo)
    # As TOTP.activate does for one; allauth has no call for many.
    Authenticator.objects.bulk_create(
        Authenticator(
            user=user,
            type=Authenticator.Type.TOTP,
            data={"secret": encrypt(SECOND_FACTOR_SECRET)},
        )
        for user, _, _ in held
    )
    return cast
