from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from backend.config.demo.cast import Cast, DemoActor
from backend.kernel.errors import Conflict, Invalid
from backend.unions import standards
from backend.unions.models import Standard

DAY = date(2026, 11, 23)

pytestmark = pytest.mark.requirement("RX.14")


def test_every_shipped_default_is_dated_sourced_and_loaded_once(cast: Cast) -> None:
    shipped = standards.defaults()
    assert len({one.code for one in shipped}) == len(shipped)
    for one in shipped:
        assert one.source
        assert one.unit
        assert not isinstance(one.value, float)
    assert Standard.objects.filter(union=None).count() == len(shipped)
    assert standards.load_defaults() == 0


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("hardship.notice_workdays", 5),
        ("hardship.living_max_months", 12),
        ("hardship.study_higher_max_months", 10),
        ("hardship.study_secondary_max_months", 6),
        ("hardship.review_months", 12),
        ("hardship.review_grace_days", 30),
        ("mutual_aid.share_benefit_fen", 1_000_000),
        ("mutual_aid.claim_window_days", 180),
        ("mutual_aid.waiting_days", 0),
        ("statistics.smallest_cell", 10),
        ("participation.admission_workdays", 10),
        ("participation.answer_days", 60),
        ("outreach.urgent_contact_hours", 2),
    ],
)
def test_the_defaults_are_those_of_the_domain(cast: Cast, code: str, value: int) -> None:
    assert standards.whole(code, cast.unions["factory"], DAY) == value


def test_several_figures_come_in_the_order_asked_by_one_statement(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = ["statistics.smallest_cell", "hardship.dibao_line_fen", "hardship.notice_workdays"]
    with django_assert_num_queries(1):
        found = standards.wholes(codes, cast.unions["factory"], DAY)
    assert found == [standards.whole(code, cast.unions["factory"], DAY) for code in codes]
    with pytest.raises(Conflict) as caught:
        standards.wholes([*codes, "no.such"], cast.unions["factory"], DAY)
    assert caught.value.code == "standard_missing"


def test_rates_are_exact_decimals(cast: Cast) -> None:
    rate = standards.exact("mutual_aid.management_cost_max_share", cast.unions["bus"], DAY)
    assert rate == Decimal("0.05")


def test_the_nearest_union_and_the_latest_start_win(cast: Cast) -> None:
    code, factory = "hardship.notice_workdays", cast.unions["factory"]
    for key, value, start in (
        ("federation", 6, date(2026, 1, 1)),
        ("district", 7, date(2026, 3, 1)),
        ("district", 5, date(2026, 6, 1)),
        ("district", 9, date(2027, 1, 1)),
    ):
        standards.enter(
            code,
            cast.unions[key],
            value,
            valid_from=start,
            unit="工作日",
            source="测试用",
            actor=DemoActor(),
        )
    assert standards.value(code, factory, date(2025, 12, 31)) == 5
    assert standards.value(code, factory, date(2026, 2, 1)) == 6
    assert standards.value(code, factory, date(2026, 4, 1)) == 7
    assert standards.value(code, factory, DAY) == 5
    assert standards.value(code, cast.unions["bus"], DAY) == 6


def test_a_missing_standard_stops_the_matter_with_its_name(cast: Cast) -> None:
    with pytest.raises(Conflict) as refusal:
        standards.value("hardship.dibao_line_fen", cast.unions["factory"], date(2031, 1, 1))
    assert refusal.value.code == "standard_missing"
    assert refusal.value.message == (
        "第三机床厂工会 2031 年的标准“最低生活保障标准（每人每月）”还没有录入，"
        "请先请上级工会录入再办理。"
    )


def test_a_standard_is_dated_and_never_overwritten(cast: Cast) -> None:
    before = Standard.objects.count()
    with pytest.raises(Conflict) as refusal:
        standards.enter(
            "hardship.dibao_line_fen",
            cast.unions["federation"],
            1,
            valid_from=date(2026, 1, 1),
            unit="分",
            source="测试用",
            actor=DemoActor(),
        )
    assert refusal.value.code == "standard_exists"
    assert Standard.objects.count() == before


@pytest.mark.parametrize(
    ("value", "source", "code"),
    [(5, " ", "source_missing"), (0.5, "测试用", "float_value")],
)
def test_a_standard_needs_a_source_and_no_float(
    cast: Cast, value: object, source: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        standards.enter(
            "x.y",
            cast.unions["federation"],
            value,
            valid_from=DAY,
            unit="天",
            source=source,
            actor=DemoActor(),
        )
    assert refusal.value.code == code
    assert not Standard.objects.filter(code="x.y").exists()
