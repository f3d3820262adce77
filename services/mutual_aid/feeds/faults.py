"""Why one row of a data file is not taken; each with the sentence of the page and of the list."""

from enum import StrEnum


class RowFault(StrEnum):
    """Reason of a refused row 未收原因."""

    SHAPE = "bad_shape"
    IDENTITY = "bad_id_number"
    YEAR = "wrong_year"
    ITEM = "unknown_item"
    EVENT = "bad_event"
    DAYS = "too_many_days"
    AMOUNT = "bad_amount"
    GROUP = "unknown_group"
    DATE = "bad_date"
    REPEATED = "repeated"
    CONFLICTING = "conflicting"
    PERSON = "unknown_person"
    COVER = "no_cover"


SENTENCES: dict[RowFault, str] = {
    RowFault.SHAPE: "这一行的列数和表头不一样，请按表头补齐。",
    RowFault.IDENTITY: "身份证号应为 18 位（索引应为 64 位十六进制），请核对。",
    RowFault.YEAR: "年度与所选的季度不是同一年，请核对。",
    RowFault.ITEM: "互助计划里没有这个项目，请按计划的项目代码填写。",
    RowFault.EVENT: "次序应为 1 到 999 的整数；按全年累计的项目只能有一行，次序为 1。",
    RowFault.DAYS: "天数写得不对，或超过计划的结算周期；长期住院请按周期分行，各行次序不同。",
    RowFault.AMOUNT: "金额应为不带符号的十进制数，最多两位小数；抵扣不能写成负数。",
    RowFault.GROUP: "互助计划里没有这个人群，请按计划的人群代码填写。",
    RowFault.DATE: "计划有等待期或减付期，日期应写成 2026-01-31，并在所选季度末以前的本年度内。",
    RowFault.REPEATED: "同一人、同一项目、同一次序在前面已有相同的一行，只收前面一行。",
    RowFault.CONFLICTING: "同一人、同一项目、同一次序有金额不同的几行，都没有收，请核对后重报。",
    RowFault.PERSON: "平台上没有这个人，请核对身份证号，或先办理入会。",
    RowFault.COVER: "此人在这一年没有参加这个计划，不作结算。",
}
