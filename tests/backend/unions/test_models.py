from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import Membership
from backend.config.demo.cast import Cast
from backend.unions.models import Union, tree_indexes, within


def _numbers(cast: Cast, key: str) -> list[str]:
    return list(
        Union.objects.filter(within(cast.unions[key]))
        .order_by("number")
        .values_list("number", flat=True)
    )


def test_a_subtree_is_the_union_itself_and_all_below_it(cast: Cast) -> None:
    assert _numbers(cast, "street") == ["GH-0003", "GH-0004", "GH-0005", "GH-0006"]
    assert _numbers(cast, "west") == ["GH-0007", "GH-0008"]
    assert _numbers(cast, "restaurant") == ["GH-0006"]
    assert len(_numbers(cast, "federation")) == 9


def test_the_question_in_my_subtree_needs_one_comparison(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        members = Membership.objects.filter(within(cast.unions["district"])).count()
    assert len(queries) == 1
    assert "JOIN" not in queries[0]["sql"]
    assert members == 9


def test_a_union_contains_itself_and_what_is_below(cast: Cast) -> None:
    street, factory, bus = (cast.unions[key] for key in ("street", "factory", "bus"))
    assert street.contains(street)
    assert street.contains(factory)
    assert not factory.contains(street)
    assert not street.contains(bus)
    assert factory.name_path == (
        "示范市总工会 / 示范市河东区总工会 / 槐树街道总工会 / 第三机床厂工会"
    )


def test_one_record_serves_a_union_and_its_service_point(cast: Cast) -> None:
    assert cast.unions["street"].point_label == "工会服务站"
    assert cast.unions["factory"].point_label == "职工之家"
    assert cast.unions["joint"].point_label == ""


def test_there_is_one_partial_index_for_each_level() -> None:
    indexes = tree_indexes("hardship_open")
    assert [index.name for index in indexes] == [f"hardship_open_d{n}" for n in range(1, 6)]
    assert indexes[1].fields == ["d2", "created_at", "id"] or indexes[1].fields_orders == [
        ("d2", ""),
        ("created_at", "DESC"),
        ("id", "DESC"),
    ]
