"""The scan finds numbers that belong to somebody, however they are written."""

import pytest

from services.disclosure.rules import privacy
from services.disclosure.rules.privacy import Kind, scan


def kinds(text: str) -> list[Kind]:
    return [finding.kind for finding in scan(text)]


@pytest.mark.requirement("R12.3")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证11010519491231002X", Kind.ID_NUMBER),
        ("１１０１０５１９４９１２３１００２ｘ", Kind.ID_NUMBER),
        ("110105 19491231 002X", Kind.ID_NUMBER),
        ("110105194912310021", Kind.ID_NUMBER),  # wrong check digit, but a birth date inside
        ("老身份证110105491231002。", Kind.ID_NUMBER),
        ("电话13800138000。", Kind.PHONE),
        ("138-0013-8000", Kind.PHONE),
        ("138\u200b0013\u200b8000", Kind.PHONE),
        ("+86 138 0013 8000", Kind.PHONE),
        ("一三八〇〇一三八〇〇〇", Kind.PHONE),
        ("卡4111111111111111", Kind.BANK_CARD),
        ("6222 0212 3456 7890 128", Kind.BANK_CARD),
    ],
)
def test_somebodys_number_blocks(text: str, kind: Kind) -> None:
    found = scan(text)
    assert kind in [one.kind for one in found]
    assert any(one.is_blocking for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "收入 1,204.30 万元，支出 13,800,138,000 元",
        "2011 2012 2013 2014 年",
        "热线 010-65551234、400-810-1234、12351",
        "第三季度 1380 人、0013 次、8000 元",
        "（2014年4月11日）第 60% 条",
        "91110105MA01ABCD3X",
    ],
)
def test_figures_dates_and_office_numbers_do_not_block(text: str) -> None:
    assert privacy.blocking(scan(text)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("周*同志", Kind.MASKED_NAME),
        ("王某某", Kind.MASKED_NAME),
        ("患白血病", Kind.ILLNESS),
        ("其子正在上学", Kind.MINOR),
        ("凭身份证领取", Kind.PAPERS),
        ("写信到 a@b.cn", Kind.EMAIL),
        ("单号 1234567890123456", Kind.LONG_NUMBER),
    ],
)
def test_words_beside_a_person_wait_for_a_reason(text: str, kind: Kind) -> None:
    (found,) = [one for one in scan(text) if one.kind is kind]
    assert not found.is_blocking
    assert privacy.unanswered([found], {}) == [found]
    assert privacy.unanswered([found], {found.key: " "}) == [found]
    assert privacy.unanswered([found], {found.key: "泛指"}) == []


def test_a_finding_never_repeats_a_number() -> None:
    for finding in scan("张三13800138000和李四11010519491231002X，卡4111111111111111"):
        assert not any(part.isdecimal() and len(part) > 2 for part in finding.excerpt.split("…"))
        for number in ("13800138000", "11010519491231002X", "4111111111111111"):
            assert number[:6] not in finding.excerpt


def test_findings_come_in_reading_order_and_stay_apart() -> None:
    found = scan("先是王某某，后是13800138000，再是身份证。")
    assert [one.kind for one in found] == [Kind.MASKED_NAME, Kind.PHONE, Kind.PAPERS]
    assert len({one.key for one in found}) == 3


def test_a_plain_text_has_no_finding() -> None:
    assert scan("本季度走访慰问，按计划完成。") == []
