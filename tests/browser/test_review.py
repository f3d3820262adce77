"""The officer's desk: everything by keyboard, and everything without a script."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor, Visitors

pytestmark = pytest.mark.browser


def _first(officer: Visitor, state: str) -> str:
    """Give the address of the first case of the queue in this state."""
    officer.open("/console/")
    row = officer.page.locator("tbody tr", has_text=state).first
    return str(row.locator("a").get_attribute("href"))


def test_the_queue_is_walked_and_opened_by_keyboard(visitors: Visitors) -> None:
    officer = visitors.come("wang_qiang")
    officer.open("/console/")
    links = officer.page.locator("tbody a")
    keys = officer.page.keyboard
    keys.press("j")
    keys.press("j")
    keys.press("k")
    expect(links.first).to_be_focused()
    keys.press("j")
    expect(links.nth(1)).to_be_focused()
    wanted = links.nth(1).get_attribute("href")
    keys.press("Enter")
    officer.page.wait_for_url(f"**{wanted}")
    officer.open("/console/")
    keys.press("/")
    expect(officer.page.locator("#q")).to_be_focused()
    assert officer.faults == []
    officer.close()


def test_a_case_is_read_and_decided_by_keyboard(visitors: Visitors) -> None:
    officer = visitors.come("wang_qiang")
    officer.open(_first(officer, "待推荐"))
    page, keys = officer.page, officer.page.keyboard
    place = page.locator(".paper-place")
    expect(place).to_contain_text("第 1 /")
    keys.press("ArrowRight")
    expect(place).to_contain_text("第 2 /")
    keys.press("z")
    expect(page.locator(".paper-view.zoom-2")).to_be_visible()
    keys.press("t")
    expect(page.locator("img.turn-90")).to_be_visible()
    keys.press("a")
    expect(page.locator("[name=kind]")).to_be_focused()
    page.locator("h1").click()
    keys.press("n")
    expect(page.locator("#act-refuse")).to_be_visible()
    assert officer.faults == []
    officer.close()


def test_turning_a_paper_over_keeps_what_was_typed(visitors: Visitors) -> None:
    officer = visitors.come("wang_qiang")
    officer.open(_first(officer, "待推荐"))
    officer.page.fill("#act-recommend [name=opinion]", "情况属实。")
    officer.page.locator(".paper-bar a[rel=next]").click()
    expect(officer.page.locator(".paper-place")).to_contain_text("第 2 /")
    assert officer.page.input_value("#act-recommend [name=opinion]") == "情况属实。"
    officer.close()


def test_a_visit_is_recorded_without_javascript(visitors: Visitors, photo: Path) -> None:
    officer = visitors.come("wang_qiang", script=False)
    where = _first(officer, "待走访")
    officer.open(where)
    officer.page.locator("#act-visit button").click()
    assert "需要改正" in officer.text()
    officer.open(where)
    officer.page.set_input_files("input[type=file]", photo)
    officer.press("上传照片")
    assert "材料 3 张" in officer.text()
    officer.page.fill("#act-visit [name=finding]", "已入户，家庭情况与申请一致。")
    officer.page.locator("#act-visit button").click()
    officer.page.wait_for_load_state()
    officer.open(where)
    assert "待推荐" in officer.text()
    assert "基层工会主席" in officer.page.locator(".history").inner_text()
    officer.close()
