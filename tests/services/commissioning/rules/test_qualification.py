"""Every reason why an organization may not apply is named, one by one (R9.1, R9.2)."""

from dataclasses import replace
from datetime import date

import pytest

from services.commissioning.rules.periods import months_before
from services.commissioning.rules.qualification import (
    OrgFacts,
    PenaltyFact,
    Periods,
    ProofFact,
    why_not_apply,
)
from services.commissioning.states.organizations import OrgState, ProofState

DAY = date(2026, 3, 2)
PERIODS = Periods(penalty_years=3, check_months=12)
TAX = ProofFact("纳税证明", ProofState.ACCEPTED, date(2026, 1, 1), date(2026, 12, 31))
GOOD = OrgFacts(
    state=OrgState.CHECKED,
    state_reason="",
    barred_until=None,
    checked_on=date(2026, 1, 5),
    proof_kinds=["纳税证明"],
    proofs=[TAX],
    penalties=[],
)

pytestmark = pytest.mark.requirement("R9.2")


def test_a_checked_organization_with_every_proof_may_apply() -> None:
    assert why_not_apply(GOOD, DAY, PERIODS) == ()


@pytest.mark.parametrize(
    ("proofs", "words"),
    [
        ([], "缺少“纳税证明”。"),
        (
            [replace(TAX, valid_to=date(2026, 3, 1))],
            "“纳税证明”已在 2026 年 3 月 1 日到期，请提交新的证明。",
        ),
        ([replace(TAX, valid_from=date(2026, 3, 3))], "“纳税证明”从 2026 年 3 月 3 日起才有效。"),
        ([replace(TAX, state=ProofState.REFUSED)], "“纳税证明”没有通过核查，请重新提交。"),
        ([replace(TAX, state=ProofState.SUBMITTED)], "“纳税证明”已提交，工会还没有核查。"),
        ([replace(TAX, kind="登记证书")], "缺少“纳税证明”。"),
    ],
)
def test_a_missing_or_lapsed_proof_is_named(proofs: list[ProofFact], words: str) -> None:
    assert why_not_apply(replace(GOOD, proofs=proofs), DAY, PERIODS) == (words,)


@pytest.mark.parametrize("end", [date(2026, 3, 2), date(2026, 3, 3)])
def test_a_proof_counts_on_its_first_and_last_day(end: date) -> None:
    facts = replace(GOOD, proofs=[replace(TAX, valid_from=DAY, valid_to=end)])
    assert why_not_apply(facts, DAY, PERIODS) == ()


@pytest.mark.parametrize(
    ("imposed_on", "is_major", "bars"),
    [
        (date(2023, 3, 3), True, True),
        (date(2023, 3, 2), True, False),
        (date(2026, 3, 1), False, False),
        (date(2026, 3, 2), True, True),
    ],
)
def test_a_major_penalty_counts_three_years(
    imposed_on: date, *, is_major: bool, bars: bool
) -> None:
    facts = replace(GOOD, penalties=[PenaltyFact(imposed_on, "市民政局", is_major)])
    found = why_not_apply(facts, DAY, PERIODS)
    words = (
        f"{imposed_on.year} 年 {imposed_on.month} 月 {imposed_on.day} 日"
        "受到市民政局的重大处罚，3 年内不能申报。"
    )
    assert found == ((words,) if bars else ())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"state": OrgState.REGISTERED}, "组织登记后还没有通过工会核查。"),
        (
            {"state": OrgState.SUSPENDED, "state_reason": "账目待查"},
            "组织被暂停申报：账目待查。",
        ),
        (
            {"state": OrgState.BARRED, "barred_until": DAY, "state_reason": "评价为差"},
            "组织被禁止申报，到 2026 年 3 月 2 日为止：评价为差。",
        ),
        ({"state": OrgState.BARRED}, "组织被禁止申报。"),
        (
            {"checked_on": date(2025, 3, 2)},
            "组织超过 12 个月没有经工会核查（上次核查是 2025 年 3 月 2 日）。",
        ),
        ({"checked_on": None}, "组织超过 12 个月没有经工会核查（没有核查日期）。"),
    ],
)
def test_how_the_organization_stands_is_named(changed: dict[str, object], words: str) -> None:
    facts = replace(GOOD, **changed)  # type: ignore[arg-type]
    assert why_not_apply(facts, DAY, PERIODS) == (words,)


def test_a_bar_that_has_run_out_bars_no_longer() -> None:
    facts = replace(GOOD, state=OrgState.BARRED, barred_until=date(2026, 3, 1))
    assert why_not_apply(facts, DAY, PERIODS) == ()


def test_all_reasons_stand_side_by_side() -> None:
    facts = replace(
        GOOD,
        state=OrgState.SUSPENDED,
        proofs=[],
        proof_kinds=["纳税证明", "财务报告"],
        penalties=[PenaltyFact(date(2026, 1, 1), "税务局", is_major=True)],
    )
    assert len(why_not_apply(facts, DAY, PERIODS)) == 4


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(1, 5, 1), 36, date(1, 1, 1)),
    ],
)
def test_months_before_keep_the_day_or_take_the_last(
    day: date, months: int, expected: date
) -> None:
    assert months_before(day, months) == expected
