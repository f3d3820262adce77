"""A receipt says every step in plain Chinese and cites where in the plan it stands."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.kernel.money import Money
from services.mutual_aid.rules.canonical import digest
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.receipt import (
    canonical,
    document,
    estimate,
    make_receipt,
    sign,
    verify,
)
from tests.services.mutual_aid.rules.packs import pack_of, shipped

STAY = {
    "kind": "excess_rate",
    "item": "stay",
    "title": "住院",
    "base": "oop",
    "deductible_first": 1300,
    "deductible_next": 650,
    "offsets": ["unit_supplementary"],
    "cap_period": 600,
    "bands": [{"upto": 1000, "rate": "0.20"}, {"upto": None, "rate": "0.5"}],
    "rate_by_group": {"model_worker": ["0.25", "0.5"]},
}


def receipt_of(pack: Pack, events: Any, about: str = "", **known: Any) -> dict[str, Any]:
    person = Circumstances(**known)
    outcome = evaluate(pack, events, person)
    return make_receipt(pack, digest(pack.raw), events, person, outcome, about=about)


def words(line: dict[str, Any]) -> list[tuple[str, str]]:
    return [(clause["at"], clause["words"]) for clause in line["clauses"]]


@pytest.mark.requirement("R8.19", "R8.20", "R8.21")
def test_every_step_of_a_line_is_said_with_its_place_in_the_plan() -> None:
    events = {
        "stay": [
            {"amount": "4000", "offsets": {"unit_supplementary": "700", "other": "50"}},
            "2000.00",
        ]
    }
    receipt = receipt_of(pack_of(STAY), events)
    first, second = receipt["lines"]
    assert words(first) == [
        ("/benefits/0/base", "住院第 1 次，计入费用 4,000.00 元"),
        ("/benefits/0/offsets", "先减去其他保障已付的 700.00 元，剩 3,300.00 元"),
        ("/benefits/0/deductible_first", "起付线 1,300.00 元，超过的部分是 2,000.00 元"),
        ("/benefits/0/bands/0/rate", "1,000.00 元按 20% 计算"),
        ("/benefits/0/bands/1/rate", "1,000.00 元按 50% 计算"),
        ("/benefits/0/cap_period", "这项本期最高 600.00 元，所以只付 600.00 元"),
        ("/benefits/0", "住院这一笔计 600.00 元"),
    ]
    assert words(second)[1:] == [
        ("/benefits/0/deductible_next", "起付线 650.00 元，超过的部分是 1,350.00 元"),
        ("/benefits/0/bands/0/rate", "1,000.00 元按 20% 计算"),
        ("/benefits/0/bands/1/rate", "350.00 元按 50% 计算"),
        (
            "/benefits/0/cap_period",
            "这项本期最高 600.00 元，已用 600.00 元，所以只付 0.00 元",
        ),
        ("/benefits/0", "住院这一笔计 0.00 元"),
    ]
    assert first["cuts"] == [
        {
            "by": "cap_period",
            "at": "/benefits/0/cap_period",
            "limit": "600.00",
            "used": "0.00",
            "before": "700.00",
            "after": "600.00",
        }
    ]
    assert (receipt["total"], receipt["due"], receipt["rounding"]) == ("600.00", "600.00", None)


@pytest.mark.requirement("R8.19")
def test_the_inputs_stand_in_it_as_they_were_given_and_nothing_else_of_the_person() -> None:
    events = {"stay": [{"amount": 4000, "day": 40}]}
    receipt = receipt_of(
        pack_of(STAY),
        events,
        about="SL-2026-000001",
        group="model_worker",
        already_paid=Money(1_00),
        paid_life={"stay": Money(5_00)},
    )
    assert receipt["inputs"] == {
        "events": events,
        "group": "model_worker",
        "shares": 1,
        "day": None,
        "renewal_gap_days": None,
        "already_paid": "1.00",
        "paid_life": {"stay": "5.00"},
    }
    assert receipt["about"] == "SL-2026-000001"
    assert receipt["plan"] == {
        "code": "TEST-1",
        "version": 1,
        "title": "试算计划",
        "digest": digest(pack_of(STAY).raw).hex(),
    }
    assert words(receipt["lines"][0])[2] == (
        "/benefits/0/rate_by_group/model_worker/0",
        "按您所属人群的比例，1,000.00 元按 25% 计算",
    )


def test_lines_that_do_not_add_up_have_a_line_of_their_own() -> None:
    bands = [{"upto": None, "rate": "0.3"}]
    tiny = {"kind": "excess_rate", "item": "stay", "base": "oop", "bands": bands}
    receipt = receipt_of(pack_of(tiny), {"stay": ["0.05", "0.05"]})
    assert [line["amount"] for line in receipt["lines"]] == ["0.015", "0.015"]
    assert [line["rounded"] for line in receipt["lines"]] == ["0.02", "0.02"]
    assert (receipt["total"], receipt["due"]) == ("0.03", "0.03")
    assert receipt["rounding"] == {
        "amount": "-0.01",
        "words": "各项先相加、最后只四舍五入一次，合计比各项所示少 0.01 元",
    }


@pytest.mark.requirement("R8.18")
def test_it_says_what_was_paid_before_and_what_was_paid_too_much() -> None:
    pack = shipped("BJ-MED-2020")
    second = receipt_of(pack, {"outpatient": ["5000"]}, already_paid=Money(160_00))
    assert second["words"] == [
        "到现在应付合计 640.00 元",
        "本期以前已付 160.00 元",
        "这次付 480.00 元",
    ]
    over = receipt_of(pack, {"outpatient": ["2500"]}, already_paid=Money(160_00))
    assert (over["payment"], over["overpaid"]) == ("0.00", "20.00")
    assert over["words"][-1] == "多付了 20.00 元，这次不再付；怎样退回另行通知"


@pytest.mark.requirement("R8.13")
@pytest.mark.parametrize(
    ("day", "payment", "said"),
    [
        (30, "0.00", "这件事在保障的第 30 天，前 30 天是等待期，不付"),
        (31, "250.00", "这件事在保障的第 31 天，到第 60 天为止是减付期，按 50% 付"),
        (60, "250.00", "这件事在保障的第 60 天，到第 60 天为止是减付期，按 50% 付"),
        (61, "500.00", None),
    ],
)
def test_the_waiting_period_is_said_on_both_sides_of_each_boundary_day(
    day: int, payment: str, said: str | None
) -> None:
    pack = pack_of(
        {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"},
        cover={
            "start": "next_day",
            "wait_days": 30,
            "reduced_days": 60,
            "reduced_factor": "0.5",
            "renewal_grace_days": 10,
        },
    )
    receipt = receipt_of(pack, {"stay": ["1000"]}, day=day)
    assert receipt["payment"] == payment
    found = [text for at, text in words(receipt["lines"][0]) if at.startswith("/cover")]
    assert found == ([said] if said else [])
    renewed = receipt_of(pack, {"stay": ["1000"]}, day=day, renewal_gap_days=10)
    assert renewed["payment"] == "500.00"


@pytest.mark.requirement("R8.20")
def test_caps_are_said_in_their_order_with_what_had_used_them_up() -> None:
    stay = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "1",
            "cap_event": 100, "cap_period": 150, "cap_life": 1000}  # fmt: skip
    receipt = receipt_of(
        pack_of(stay, cap_period=130, cap_life=2000),
        {"stay": ["300", "90"]},
        paid_life={"stay": Money(880_00), "old": Money(1_000_00)},
    )
    assert [cut["by"] for cut in receipt["lines"][1]["cuts"]] == ["cap_period", "cap_life"]
    assert [text for _, text in words(receipt["lines"][0])[2:3]] == [
        "每次最高 100.00 元，所以只付 100.00 元"
    ]
    assert [text for _, text in words(receipt["lines"][1])[2:4]] == [
        "这项本期最高 150.00 元，已用 100.00 元，所以只付 50.00 元",
        "这项终身最高 1,000.00 元，已用 980.00 元，所以只付 20.00 元",
    ]
    assert receipt["due"] == "120.00"


@pytest.mark.requirement("R8.20")
def test_of_a_group_that_excludes_each_other_the_smaller_says_why_it_pays_nothing() -> None:
    lump = {"kind": "class_table", "stacking": "sum", "exclusive_group": "lump"}
    pack = pack_of(
        {**lump, "item": "death", "title": "身故", "classes": {"yes": 40000}},
        {**lump, "item": "disability", "title": "伤残", "classes": {"full": 30000}},
    )
    receipt = receipt_of(pack, {"death": ["yes"], "disability": ["full"]})
    assert words(receipt["lines"][1])[1:] == [
        ("/benefits/1/exclusive_group", "与同组的其他项目只付最多的一项，这项不付"),
        ("/benefits/1", "伤残这一笔计 0.00 元"),
    ]
    assert receipt["due"] == "40000.00"


def test_tables_days_and_shares_are_said_in_the_words_of_the_plan() -> None:
    pack = pack_of(
        {"kind": "per_diem", "item": "days", "title": "住院津贴", "rate_per_day": 45,
         "free_days": 3, "max_days": 30, "max_days_period": 40, "per_share": True},
        {"kind": "class_table", "item": "illness", "title": "重大疾病",
         "classes": {"a": 8000, "b": 2500}, "stacking": "highest"},
        {"kind": "graded_table", "item": "injury", "title": "伤残", "unit": "rate",
         "sum": 24000, "grades": {"4": "0.45"}, "stacking": "once"},
        {"kind": "loss_ratio", "item": "fire", "title": "火灾", "base": "loss",
         "rate": "0.08", "threshold": 20000, "min": 2000},
        entry={"mode": "unit", "shares_max": 2},
    )  # fmt: skip
    events = {"days": [20, 50], "illness": ["b", "a"], "injury": ["4", "4"], "fire": ["20000"]}
    lines = receipt_of(pack, events, shares=3)["lines"]
    said = [[text for _, text in words(line)] for line in lines]
    assert said[1] == [
        "住院津贴第 2 次，共 50 天",
        "前 3 天不计",
        "每次最多计 30 天",
        "本期最多计 40 天，这次只计 23 天",
        "23 天，每天 45.00 元",
        "您有 3 份，最多按 2 份计",
        "乘以 2 份",
        "住院津贴这一笔计 2,070.00 元",
    ]
    assert said[3] == [
        "重大疾病第 2 次，a 类，8,000.00 元",
        "同一期内只补足到最高一档，已计 2,500.00 元，所以只付 5,500.00 元",
        "重大疾病这一笔计 5,500.00 元",
    ]
    assert said[5][:3] == [
        "伤残第 2 次，全额 24,000.00 元",
        "4 级按 45% 计算",
        "同一期内只付第一次，这次不付",
    ]
    assert said[6] == [
        "火灾第 1 次，损失 20,000.00 元",
        "损失达到 20,000.00 元",
        "20,000.00 元按 8% 计算",
        "不足 2,000.00 元，按 2,000.00 元计",
        "火灾这一笔计 2,000.00 元",
    ]


def test_a_signature_stands_on_the_canonical_bytes() -> None:
    key = Ed25519PrivateKey.generate()
    receipt = receipt_of(shipped("BJ-MED-2020"), {"outpatient": ["5000"]})
    signed = sign(receipt, key)
    again = json.loads(json.dumps(receipt, indent=3, sort_keys=True))
    assert canonical(again) == canonical(receipt)
    assert verify(again, signed, key.public_key())
    assert not verify(receipt | {"payment": "640.01"}, signed, key.public_key())
    assert not verify(receipt, signed, Ed25519PrivateKey.generate().public_key())


def test_the_document_that_is_handed_out_carries_the_rules() -> None:
    pack = shipped("BJ-MED-2020")
    receipt = receipt_of(pack, {"outpatient": ["5000"]})
    made = document(receipt, "signature", "key", pack)
    assert digest(made["pack"]).hex() == made["receipt"]["plan"]["digest"]
    assert (made["format"], made["key"]) == ("zhijia-receipt-document/1", "key")
    assert "pack" not in receipt


def test_an_estimate_is_the_same_sum_is_called_one_and_is_never_signed() -> None:
    pack = shipped("BJ-MED-2020")
    events = {"inpatient": ["4000", "2000"]}
    supposed = estimate(pack, events)
    real = receipt_of(pack, events)
    assert supposed["words"] == [*real["words"], "这是按您填的情况试算，不是给付决定"]
    assert supposed | {"estimate": False, "words": real["words"]} == real
    with pytest.raises(ValueError, match="not signed"):
        sign(supposed, Ed25519PrivateKey.generate())
