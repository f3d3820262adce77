"""Do the figures tie: contract, stages, spending, ledger and evaluation (R9.22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backend.kernel.money import Money


@dataclass(frozen=True, slots=True)
class EvaluatedLine:
    """One line of a stored evaluation beside what the rows give now; None: not recomputable."""

    title: str
    stored_hundredths: int
    found_hundredths: int | None
    points_hundredths: int
    points_found_hundredths: int


@dataclass(frozen=True, slots=True)
class Books:
    """What a project's rows and the ledger say, in fen."""

    contract_fen: int
    lines_fen: Sequence[int] = ()
    stages_fen: Sequence[int] = ()
    paid_stages_fen: int = 0
    ledger_paid_fen: int = 0
    spent_by_line: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    evaluated: Sequence[EvaluatedLine] = ()
    points_hundredths: int | None = None


def problems(books: Books) -> list[str]:
    """Every disagreement, one Chinese sentence each; none means that the figures tie."""
    found = []
    for name, parts in (("预算科目", books.lines_fen), ("付款阶段", books.stages_fen)):
        if sum(parts) != books.contract_fen:
            found.append(f"{name}合计{_yuan(sum(parts))}，协议金额{_yuan(books.contract_fen)}")
    if books.paid_stages_fen != books.ledger_paid_fen:
        found.append(
            f"付款阶段记为已支付{_yuan(books.paid_stages_fen)}，"
            f"账上已支付{_yuan(books.ledger_paid_fen)}"
        )
    if books.ledger_paid_fen > books.contract_fen:
        found.append(f"已支付{_yuan(books.ledger_paid_fen)}，超过协议金额")
    for title, (spent, agreed) in books.spent_by_line.items():
        if spent > agreed:
            found.append(f"“{title}”支出{_yuan(spent)}，超过科目金额{_yuan(agreed)}")
    found += _evaluation(books)
    return found


def _evaluation(books: Books) -> list[str]:
    found = []
    for line in books.evaluated:
        if line.found_hundredths is not None and line.found_hundredths != line.stored_hundredths:
            found.append(f"“{line.title}”评价时的实际值和现在算出的不一致")
        if line.points_hundredths != line.points_found_hundredths:
            found.append(f"“{line.title}”的得分和重新计算的不一致")
    stored = sum(line.points_hundredths for line in books.evaluated)
    if books.points_hundredths is not None and stored != books.points_hundredths:
        found.append("评价总分不等于各指标得分之和")
    return found


def _yuan(fen: int) -> str:
    return f"{Money(fen).yuan()} 元"
