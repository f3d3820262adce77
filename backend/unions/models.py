"""The tree of unions: ancestors in one column per level, so that a subtree is one comparison.

Columns per level were measured flat from 10^4 to 5*10^6 rows where recursion and path prefixes
grow with the size (performance.md 2f).
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from backend.kernel import clock
from backend.kernel.identifiers import uuid7

LEVELS = (1, 2, 3, 4, 5)
PLACE_COLUMNS = ("d1", "d2", "d3", "d4", "d5")


class UnionKind(models.TextChoices):
    """Kind of a union 工会类型."""

    MUNICIPAL = "municipal", "市总工会"
    DISTRICT = "district", "区总工会"
    INDUSTRIAL = "industrial", "产业工会"
    SUB_DISTRICT = "sub_district", "街道（乡镇）总工会"
    JOINT = "joint", "联合工会"
    BASIC = "basic", "基层工会"


class Place(models.Model):
    """Ancestors of a union, itself included: `d1` the municipal level down to `d5`."""

    d1 = models.BigIntegerField("第一级", null=True, editable=False)
    d2 = models.BigIntegerField("第二级", null=True, editable=False)
    d3 = models.BigIntegerField("第三级", null=True, editable=False)
    d4 = models.BigIntegerField("第四级", null=True, editable=False)
    d5 = models.BigIntegerField("第五级", null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def ancestors(self) -> tuple[int | None, ...]:
        """Keys of the ancestors by level, itself last, then None."""
        return (self.d1, self.d2, self.d3, self.d4, self.d5)

    def is_within(self, union_id: int, level: int) -> bool:
        """Tell whether this stands at or below the union of that key and level."""
        return self.ancestors[level - 1] == union_id


class Union(Place):
    """Union 工会: one organisation of the tree, with its service point where it has one."""

    number = models.CharField("工会编号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类型", max_length=16, choices=UnionKind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="上级工会",
        null=True,
        blank=True,
    )
    level = models.PositiveSmallIntegerField("层级")
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    is_station = models.BooleanField("会站合一", default=False)
    is_home = models.BooleanField("会家合一", default=False)
    address = models.CharField("地址", max_length=120, blank=True)
    opening_hours = models.CharField("开放时间", max_length=80, blank=True)
    service_phone = models.CharField("服务电话", max_length=20, blank=True)
    grid_code = models.CharField("网格编码", max_length=30, blank=True)
    staff_count = models.PositiveIntegerField("职工人数", default=0)
    female_staff_count = models.PositiveIntegerField("女职工人数", default=0)
    founded_on = models.DateField("建会日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    created_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = "工会"
        verbose_name_plural = "工会"
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="unions_union_level_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, level=1) | Q(parent__isnull=False, level__gt=1),
                name="unions_union_only_the_root_has_no_parent",
            ),
        ]
        indexes = [
            models.Index(fields=[f"d{level}"], name=f"unions_union_d{level}") for level in LEVELS
        ]

    def __str__(self) -> str:
        return self.name

    def contains(self, other: "Place") -> bool:
        """Tell whether `other` stands in my subtree (myself included)."""
        return other.is_within(self.pk, self.level)

    @property
    def name_path(self) -> str:
        """Names from the top down, with ` / ` between; one query."""
        keys = [key for key in self.ancestors if key is not None]
        names = dict(Union.objects.filter(pk__in=keys).values_list("pk", "name"))
        return " / ".join(names[key] for key in keys)

    @property
    def point_label(self) -> str:
        """What the service point on this record is called; empty where there is none."""
        if self.is_station:
            return "工会服务站"
        return "职工之家" if self.is_home else ""


class PlacedInTree(Place):
    """A row that belongs to a union and carries the union's ancestors, for one-step scoping."""

    union = models.ForeignKey(
        Union,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_%(class)s",
        verbose_name="工会",
    )

    class Meta:
        abstract = True

    def place(self, union: Union) -> None:
        """Stand under this union: sets the union and all ancestor columns (does not save)."""
        self.union = union
        self.d1, self.d2, self.d3, self.d4, self.d5 = union.ancestors


def within(union: Union) -> Q:
    """Give the condition "in my subtree" for any `Place`."""
    return Q(**{f"d{union.level}": union.pk})


def tree_indexes(
    prefix: str, *, order: Sequence[str] = ("-created_at", "-id"), where: Q | None = None
) -> list[models.Index]:
    """Give one partial index for each level: newest first inside any subtree (B10).

    `prefix` names them (`hardship_open` gives `hardship_open_d1` and so on, at most 30 signs).
    """
    indexes = []
    for column in PLACE_COLUMNS:
        condition = Q(**{f"{column}__isnull": False})
        options: dict[str, Any] = {
            "fields": [column, *order],
            "name": f"{prefix}_{column}",
            "condition": condition if where is None else condition & where,
        }
        indexes.append(models.Index(**options))
    return indexes


class Standard(models.Model):
    """Local standard 地方标准: one dated figure with its source (RX.14); never a constant in code.

    The one with the nearest union up the tree and the latest start that is not in the future holds.
    """

    number = models.UUIDField("编号", default=uuid7, unique=True, editable=False)
    code = models.CharField("代码", max_length=60)
    union = models.ForeignKey(
        Union,
        on_delete=models.PROTECT,
        related_name="standards",
        verbose_name="适用工会",
        null=True,
        blank=True,
    )
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("截止日期", null=True, blank=True)
    value = models.JSONField("数值")
    unit = models.CharField("单位", max_length=30)
    source = models.CharField("依据", max_length=200)
    verified = models.BooleanField("已核实", default=False)

    class Meta:
        verbose_name = "地方标准"
        verbose_name_plural = "地方标准"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "union", "valid_from"],
                name="unions_standard_one_per_start",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"
