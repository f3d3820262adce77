"""Both doors, by hand."""

import pytest

from tests.browser.visitor import PHONE, Visitors
from tests.journeys.people import PARTS

pytestmark = pytest.mark.browser


def test_she_signs_in_by_code_and_reads_first_that_she_is_covered(visitors: Visitors) -> None:
    her = visitors.come(size=PHONE)
    visitors.sign_in(her, "li_mei", "/me/")
    assert her.heading == "您已参加 2 项医疗互助，保障至 2026年12月31日（周四）"
    assert her.faults == []
    her.close()


def test_a_wrong_code_is_named_beside_its_field_and_the_cursor_goes_to_it(
    visitors: Visitors,
) -> None:
    her = visitors.come(size=PHONE)
    her.open("/me/sign-in/")
    her.page.fill("[name=phone]", PARTS["chen_ping"].phone)
    her.press("获取验证码")
    her.page.fill("[name=code]", "12")
    her.press("登录")
    assert "验证码不对，请对照短信重新输入。" in her.text()
    assert her.page.locator("[name=code]").get_attribute("aria-invalid") == "true"
    assert her.page.evaluate("document.activeElement.id") == "errors"
    her.close()


def test_staff_pass_the_second_factor_into_their_queue(visitors: Visitors) -> None:
    he = visitors.come()
    visitors.sign_in(he, "zhao_min", "/console/")
    assert he.page.locator("table.queue tbody tr").count() > 0
    assert he.faults == []
    he.close()


def test_the_first_tab_leads_past_the_head_of_the_page(visitors: Visitors) -> None:
    guest = visitors.come()
    guest.open("/")
    guest.page.keyboard.press("Tab")
    assert guest.page.evaluate("document.activeElement.textContent") == "跳到正文"
    width = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
    assert guest.page.evaluate(width) >= 3
    guest.page.keyboard.press("Enter")
    assert guest.page.evaluate("document.activeElement.id") == "main"
    guest.close()
