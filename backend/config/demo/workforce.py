"""The workforce of the demo world: generated people, the same for a given number of members."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction

from backend.accounts import rosters
from backend.accounts.models import Membership
from backend.audit import trail
from backend.config.demo.actors import SYSTEM
from backend.config.demo.cast import Cast
from backend.kernel.identifiers import id_check_character
from backend.unions import tree
from backend.unions.models import Union, UnionKind

DIVISION = "999902"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静强磊洋艳勇军杰娟涛明超秀霞平刚桂英华玉萍红兰波辉宁"
JOINED = date(2021, 1, 1)
BATCH = 2000
PEOPLE_PER_UNION = 250
FIRST_BIRTH = date(1967, 1, 1)
BIRTH_SPAN_DAYS = 36 * 365
TRADES = ("纺织厂", "物流公司", "建筑公司", "医药公司", "食品厂", "电子公司", "供热公司", "印刷厂")


def people(count: int, *, seed: int = 2014) -> Iterator[rosters.Identity]:
    """Make fictitious workers; their ID numbers use a division code that does not exist."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret: a demo that is the same each time
    for serial in range(count):
        birth = FIRST_BIRTH + timedelta(days=dice.randrange(BIRTH_SPAN_DAYS))
        order = dice.randrange(100) * 10 + serial % 10
        first = f"{DIVISION}{birth:%Y%m%d}{order:03d}"
        name = dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2))))
        yield rosters.Identity(
            id_number=first + id_check_character(first),
            name=name,
            phone=f"199{serial:08d}",
            sex="M" if order % 2 else "F",
            birth_date=birth,
        )


def found_unions(cast: Cast, members: int) -> list[Union]:
    """Give the factory of the cast and as many further basic unions as the members need."""
    parents = [cast.unions["street"], cast.unions["district"], cast.unions["west"]]
    count = -(-members // PEOPLE_PER_UNION) - 1
    with transaction.atomic():
        return [cast.unions["factory"]] + [
            tree.found(
                f"GH-1{serial:03d}",
                f"示范市第{serial + 1}{TRADES[serial % len(TRADES)]}工会",
                UnionKind.BASIC,
                parents[serial % len(parents)],
                is_home=True,
                staff_count=PEOPLE_PER_UNION,
                female_staff_count=PEOPLE_PER_UNION // 2,
            )
            for serial in range(count)
        ]


def enter(cast: Cast, members: int, say: Callable[[str], None]) -> list[Union]:
    """Enter the generated workers as members of their unions, in batches; gives the unions."""
    unions = found_unions(cast, members)
    waiting: list[rosters.Identity] = []
    entered = 0
    for person in people(members):
        waiting.append(person)
        if len(waiting) == BATCH:
            entered += _enter_batch(waiting, unions, entered)
            say(f"会员 {entered}/{members}")
            waiting = []
    if waiting:
        entered += _enter_batch(waiting, unions, entered)
    say(f"会员 {entered}")
    return unions


def _enter_batch(batch: list[rosters.Identity], unions: list[Union], before: int) -> int:
    unique = list({person.id_number: person for person in batch}.values())
    with transaction.atomic():
        keys = rosters.enter(unique)
        standing = set(
            Membership.objects.filter(person_id__in=keys.values()).values_list(
                "person_id", flat=True
            )
        )
        rows = []
        for place, person_id in enumerate(keys.values()):
            if person_id in standing:
                continue
            row = Membership(person_id=person_id, joined_on=JOINED)
            row.place(unions[(before + place) // PEOPLE_PER_UNION % len(unions)])
            rows.append(row)
        Membership.objects.bulk_create(rows)
        for union in {row.union_id: row.union for row in rows}.values():
            trail.record(SYSTEM, "membership.import", union, union_id=union.pk)
    return len(batch)
