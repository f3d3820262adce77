"""What is read off the text of an invoice, and what is better left empty."""

from datetime import date

import pytest

from backend.files.invoice_text import Suggestion, suggestion_in
from backend.kernel.money import Money

BILL = """北京市医疗门诊收费票据（电子）
票据代码：11060122　　　　票据号码：0001234567
交款人：演示职工　　　　　开票日期：2026-03-05
项目名称 数量/单位 金额（元） 备注
治疗费 1 100.00
西药费 2 20.00
金额合计（大写）壹佰贰拾元整　　（小写）120.00
个人现金支付：20.00 医保统筹基金支付：100.00
"""
DIGITAL = """电子发票（普通发票）
发票号码：26112000000012345678
开票日期：2026年03月05日
合 计 ￥1,137.08 ￥68.22
价税合计（大写） ⊗壹仟贰佰零伍圆叁角整 （小写）￥1,205.30
"""
BADLY_READ = """发 票 代 码 ： ０１１００１９００３１１
发 票 号 码 ： １ ２ ３ ４ ５ ６ ７ ８
开 票 日 期 ： 2026 年 3 月 5 日
价 税 合 计 （ 大 写 ） 壹 佰 贰 拾 圆 整 （ 小 写 ） Y 120.00
"""
WITH_MARK = "票据号码 No.BJ26000123\n开票日期 2026/03/05\n合计：88.00\n"
WHOLE = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param(BILL, Suggestion("0001234567", Money(12_000), WHOLE), id="medical bill"),
        pytest.param(
            DIGITAL,
            Suggestion("26112000000012345678", Money(120_530), WHOLE),
            id="digital invoice",
        ),
        pytest.param(BADLY_READ, Suggestion("12345678", Money(12_000), WHOLE), id="badly read"),
        pytest.param(WITH_MARK, Suggestion("BJ26000123", Money(8_800), WHOLE), id="with a mark"),
        pytest.param("合计 100.00 20.00\n", Suggestion(), id="two sums on the line"),
        pytest.param("（小写）120.00\n（小写）121.00", Suggestion(), id="two totals"),
        pytest.param("（小写）1.2.3（小写）120.005", Suggestion(), id="no amount"),
        pytest.param("票据号码：0001234567\n发票号码：7654321", Suggestion(), id="two numbers"),
        pytest.param(
            "票据号码：0001234567\n票据号码：000 123 4567",
            Suggestion("0001234567"),
            id="one number twice",
        ),
        pytest.param("开票日期：2026-02-30", Suggestion(), id="no such day"),
        pytest.param("开票日期：20260305", Suggestion(issued_on=WHOLE), id="day without signs"),
        pytest.param("发票代码：011001900311", Suggestion(), id="only the code"),
        pytest.param("", Suggestion(), id="nothing"),
        pytest.param("\0\ufffd\u202e" * 9, Suggestion(), id="noise"),
    ],
)
def test_number_amount_and_date_are_found_where_they_are_certain(
    text: str, read: Suggestion
) -> None:
    assert suggestion_in(text) == read


def test_a_text_made_to_be_slow_is_read_like_any_other() -> None:
    slow = "发票号码" + "1 " * 15_000 + "合计" * 8_000 + "1," * 8_000 + "小写" * 4_000
    assert suggestion_in(slow).amount is None
