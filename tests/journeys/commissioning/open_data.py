"""The open data and the feed of a project beside its books (R9.21, R9.22)."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from services.commissioning.feeds.ocds.numbers import decode
from tests.journeys.commissioning.books import Books
from tests.journeys.commissioning.road import OFFICERS, Road

COUNTED = ("confirmations", "provider_count")
"""Figures beside the targets."""


def record_ties(road: Road, books: Books, published: Path) -> None:
    """The record of the project: its amounts, its payments and its measures."""
    path = published / f"open/ocds/records/ocds-abcdef-{road.number}.json"
    record = decode(path.read_bytes())["records"][0]["compiledRelease"]
    price, budget = _yuan(road.service.price), _yuan(road.service.budget_fen)
    [award], [contract] = record["awards"], record["contracts"]
    assert _amount(record["planning"]["budget"], "amount") == budget
    assert _amount(record["tender"]) == budget
    assert record["tender"]["numberOfTenderers"] == len(OFFICERS)
    assert len(record["tender"]["amendments"]) == 1
    assert _amount(award) == _amount(contract) == price
    done = contract["implementation"]
    assert _amount(done, "finalValue") == _yuan(books.paid_fen)
    assert _amount(done["financialProgress"], "totalSpend") == _yuan(books.paid_fen)
    payments = {one["id"].rpartition("-")[2]: _amount(one) for one in done["transactions"]}
    assert payments == {f"{place}": _yuan(fen) for place, fen in books.paid.items()}
    lines = {
        one["description"]: one["measures"]["spentByProvider"]
        for one in done["financialProgress"]["breakdown"]
    }
    assert lines == {title: _yuan(fen) for title, fen in books.spent.items()}
    measures_tie(done["metrics"], books)
    [verdict] = [one for one in done["documents"] if one["documentType"] != "figureCorrection"]
    assert f"{_yuan(books.evaluation.points_hundredths)} 分" in verdict["description"]


def measures_tie(metrics: list[Any], books: Books) -> None:
    """Every measured figure is that of the evaluation, or counted from the sessions."""
    seen = {one["id"]: Decimal(one["observations"][0]["measure"]) for one in metrics}
    counted = dict(zip(COUNTED, (len(books.confirmed), sum(books.counts)), strict=True))
    assert seen == counted | {
        code: _yuan(line.delivered_hundredths or 0) for code, line in books.lines.items()
    }


def feed_ties(road: Road, books: Books, published: Path) -> None:
    """The entry of the feed says what was agreed, paid and measured."""
    feed = (published / "feeds/projects.atom").read_text("utf-8")
    [entry] = feed.split("<entry>")[1:]
    summary = entry.partition('<summary type="text">')[2].partition("</summary>")[0]
    money, paid = _yuan(road.service.price), _yuan(books.paid_fen)
    assert f"/projects/{road.number}/" in entry
    assert summary.startswith("服务结束；")
    assert f"预算 {_yuan(road.service.budget_fen):,} 元" in summary
    assert f"协议 {money:,} 元，已支付 {paid:,} 元" in summary
    said = {one.rpartition(" ")[0] for one in summary.split("；")}
    for line in books.lines.values():
        measure = f"{(line.delivered_hundredths or 0) / 100:.2f}".rstrip("0").rstrip(".")
        assert f"{line.target.title} {measure}" in said


def _yuan(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _amount(holder: Any, name: str = "value") -> Decimal:
    return Decimal(holder[name]["amount"])
