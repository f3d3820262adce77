"""Figures that do not tie are named one by one."""

from dataclasses import replace

import pytest

from services.commissioning.rules.ties import Books, EvaluatedLine, problems

GOOD = Books(
    contract_fen=1_000,
    lines_fen=(600, 400),
    stages_fen=(500, 300, 200),
    paid_stages_fen=800,
    ledger_paid_fen=800,
    spent_by_line={"人员": (600, 600), "场地": (399, 400)},
    evaluated=(EvaluatedLine("服务人数", 61_200, 61_200, 9_500, 9_500),),
    points_hundredths=9_500,
)


def test_figures_that_tie_have_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.requirement("R9.22")
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"lines_fen": (600, 399)}, "预算科目合计9.99 元，协议金额10.00 元"),
        ({"stages_fen": (500, 500, 1)}, "付款阶段合计10.01 元，协议金额10.00 元"),
        ({"paid_stages_fen": 500}, "付款阶段记为已支付5.00 元，账上已支付8.00 元"),
        (
            {"paid_stages_fen": 1_001, "ledger_paid_fen": 1_001},
            "已支付10.01 元，超过协议金额",
        ),
        ({"spent_by_line": {"场地": (401, 400)}}, "“场地”支出4.01 元，超过科目金额4.00 元"),
        (
            {"evaluated": (EvaluatedLine("服务人数", 61_200, 61_100, 9_500, 9_500),)},
            "“服务人数”评价时的实际值和现在算出的不一致",
        ),
        (
            {"evaluated": (EvaluatedLine("服务人数", 1, 1, 9_500, 9_400),)},
            "“服务人数”的得分和重新计算的不一致",
        ),
        ({"points_hundredths": 9_600}, "评价总分不等于各指标得分之和"),
    ],
)
def test_each_disagreement_is_named(changed: dict[str, object], words: str) -> None:
    assert problems(replace(GOOD, **changed)) == [words]  # type: ignore[arg-type]
