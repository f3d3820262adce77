"""What is held about a person is laid out for reading, without codes and machine dates."""

from backend.config.pages import sheets
from backend.web.parts import Fact


def test_small_things_become_a_table_and_cases_a_part_of_their_own() -> None:
    sheet = sheets.lay_out(
        "困难帮扶",
        {
            "申请": [{"编号": "BF-2026-000001", "办理记录": [{"步骤": "提交", "意见": None}]}],
            "消息": [{"时间": "2026-12-05T09:30:00+08:00", "已读": False}],
            "没有": [],
            "空": "",
        },
    )
    application, messages = sheet.parts
    assert application.title == "申请"
    assert application.facts == [Fact("编号", "BF-2026-000001")]
    assert application.parts[0].rows == [[Fact("步骤", "提交"), Fact("意见", "无")]]
    assert messages.title == "消息（1）"
    assert messages.rows == [[Fact("时间", "2026年12月5日 09:30"), Fact("已读", "否")]]
    assert sheet.facts == []


def test_days_read_as_days_and_numbers_stay_as_they_are() -> None:
    sheet = sheets.lay_out("医疗互助", {"第一天": "2026-01-01", "电话": "13800000001", "份数": 2})
    assert [fact.value for fact in sheet.facts] == ["2026年1月1日（周四）", "13800000001", "2"]


def test_a_list_of_words_is_one_line_and_nothing_is_no_sheet() -> None:
    assert sheets.lay_out("附件", {"版本": ["原图", "缩略图"]}).facts == [
        Fact("版本", "原图；缩略图")
    ]
    assert not sheets.lay_out("附件", {"附件": []})
