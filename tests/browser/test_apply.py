"""A worker applies for aid on her phone, with every script switched off."""

from pathlib import Path

import pytest

from tests.browser.visitor import PHONE, Visitor, Visitors

pytestmark = pytest.mark.browser


def test_an_application_goes_in_without_javascript(visitors: Visitors, photo: Path) -> None:
    her = visitors.come("chen_ping", size=PHONE, script=False)
    her.open("/me/hardship/")
    her.press("开始填写")
    assert "不勾选“处理家庭成员信息”就不能保存申请" in her.text()
    for box in her.page.locator("main input[type=checkbox]").all():
        box.check()
    her.press("开始填写")
    assert her.heading == "还没有提交"
    where = her.path
    _answer(her, where)
    _attach(her, where, photo)
    her.open(f"{where}check/")
    assert "58,000.00" in her.text()
    her.press("提交申请")
    assert her.heading == "已提交，等工会上门走访"
    her.open("/me/")
    assert where.strip("/").rpartition("/")[2] in her.text()
    steps = her.page.locator(".timeline .step-label").all_inner_texts()
    assert steps[:3] == ["已提交", "工会上门走访", "工会推荐"]
    assert "前答复" in her.text()
    her.close()


def _answer(her: Visitor, where: str) -> None:
    her.open(f"{where}cause/")
    her.press("保存")
    assert "请选择“主要原因”。" in her.text()
    her.page.locator("input[type=radio]").first.check()
    her.page.fill("[name=situation]", "爱人住院，家里收入减少。")
    her.press("保存")
    her.open(f"{where}money/")
    her.page.fill("[name=annual_income]", "五万")
    her.press("保存")
    assert "您填的是“五万”" in her.text()
    her.page.fill("[name=annual_income]", "58,000")
    her.page.fill("[name=rigid_expense]", "30000")
    her.press("保存")
    her.open(f"{where}address/")
    her.page.fill("[name=address]", "示范市城西区公交路 2 号")
    her.press("保存")


def _attach(her: Visitor, where: str, photo: Path) -> None:
    her.open(f"{where}photos/")
    her.page.set_input_files("input[type=file]", photo)
    her.press("上传")
    assert her.heading == "已有 1 张照片"
    her.open(f"{where}authorisations/")
    her.page.set_input_files("input[type=file]", photo)
    her.press("上传并登记")
    assert "已签" in her.text()
