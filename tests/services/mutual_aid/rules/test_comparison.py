"""Two packs line by line: every field that differs is a line, and nothing else is."""

import copy
from typing import Any

import pytest

from services.mutual_aid.rules.comparison import compare
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.parse import parse
from tests.services.mutual_aid.rules.packs import SHIPPED, pack_of, shipped

RATIO = {"kind": "ratio", "item": "stay", "title": "住院", "base": "oop", "rate": "0.5"}
BURN = {"kind": "class_table", "item": "burn", "classes": {"deep": 500}, "stacking": "once"}


def lines(old: Pack, new: Pack, **how: Any) -> dict[str, list[tuple[str, str, str]]]:
    return {
        part.title: [(pair.name, pair.old, pair.new) for pair in part.pairs]
        for part in compare(old, new, **how)
    }


@pytest.mark.requirement("R8.1")
def test_differences_stand_by_section_with_old_and_new() -> None:
    old = pack_of(RATIO, cap_period=1000, cover={"start": "next_day", "months": 12})
    new = pack_of(
        {**RATIO, "rate": "0.6", "cap_event": "99.50"},
        BURN,
        version=2,
        valid_from="2027-01-01",
        cap_period=1000,
        cover={"start": "calendar_year", "portable": False},
    )
    assert lines(old, new) == {
        "基本情况": [("版本号", "1", "2"), ("有效期起", "2026-01-01", "2027-01-01")],
        "保障时间": [
            ("保障开始", "办齐次日", "每年 1月1日"),
            ("调离后继续", "没有", "否"),
            ("月数", "12", "没有"),
        ],
        "付什么": [
            ("住院 · 比例", "0.5", "0.6"),
            ("住院 · 每次最高", "没有", "99.50"),
            ("burn · 类型", "没有", "按类别定额"),
            ("burn · 项目", "没有", "burn"),
            ("burn · 分类金额 · deep", "没有", "500"),
            ("burn · 多次给付办法", "没有", "只付一次"),
            ("全部项目，按顺序", "住院", "住院、burn"),
        ],
    }


def test_the_same_version_has_no_difference_and_the_whole_has_every_line() -> None:
    pack = shipped("DEMO-HOSP-2026")
    assert compare(pack, pack) == []
    whole = compare(pack, pack, only_changes=False)
    assert sum(part.changes for part in whole) == 0
    assert [part.title for part in whole][:2] == ["基本情况", "谁能参加"]
    assert sum(len(part.pairs) for part in whole) > 30


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_no_field_of_a_shipped_pack_can_change_without_a_line(path: Any) -> None:
    """Take away one optional field after the other; each is seen."""
    old = shipped(path.stem)
    seen = 0
    for key in ("entry", "fee", "cover", "claim", "exclusions", "cap_period", "rate_by_group"):
        raw: dict[str, Any] = copy.deepcopy(dict(old.raw))
        if key in raw:
            del raw[key]
            seen += 1
            assert compare(old, parse(raw)), key
    for place, benefit in enumerate(old.raw["benefits"]):  # type: ignore[arg-type]
        for key in set(benefit) & {"title", "cap_event", "cap_period", "offsets", "max_days"}:
            raw = copy.deepcopy(dict(old.raw))
            del raw["benefits"][place][key]
            seen += 1
            assert compare(old, parse(raw)), (place, key)
    assert seen


def test_another_order_of_benefits_is_one_line_and_of_keys_none() -> None:
    old, new = pack_of(RATIO, BURN), pack_of(BURN, dict(reversed(RATIO.items())))
    assert lines(old, new) == {"付什么": [("全部项目，按顺序", "住院、burn", "burn、住院")]}
