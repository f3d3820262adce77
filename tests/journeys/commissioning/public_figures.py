"""Every figure that the public reads, beside the ledger and the evaluation (R9.20-R9.23)."""

from pathlib import Path
from typing import IO, Any

from backend.ledger.models import Balance
from services.commissioning.feeds.ocds.checks import files
from services.commissioning.queries import reconcile
from tests.journeys.commissioning import deciding, delivering, open_data
from tests.journeys.commissioning.books import Books, books_of
from tests.journeys.commissioning.calling import VOICES
from tests.journeys.commissioning.road import BUYER, MEMBERS, Road


def all_tie(road: Road, published: Path) -> None:
    """Hold API, page, open data and feed of a published project against its books."""
    books = books_of(road.number)
    assert books.paid_fen == road.service.price
    fund = Balance.objects.get(fund=road.world.fund)
    assert (fund.spent_fen, fund.reserved_fen) == (books.paid_fen, 0)
    item = road.read(BUYER, f"public/projects/{road.number}")
    figures_tie(road, item, books)
    contract_ties(item["contract"], books)
    verdict_ties(item["verdict"], books)
    history_ties(road, item)
    page_says(road, item, published)
    open_data.record_ties(road, books, published)
    open_data.feed_ties(road, books, published)
    assert reconcile.reconcile() == (1, [])

    def read(path: str) -> IO[bytes] | None:
        place = published / "open" / path
        return place.open("rb") if place.is_file() else None

    assert files.files(read)[1] == []


def yuan(fen: int) -> str:
    """Write fen as a reader sees them."""
    return f"{fen // 100:,}.{fen % 100:02d} 元"


def plain(hundredths: int) -> str:
    """Write hundredths without zeros at the end."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def figures_tie(road: Road, item: Any, books: Books) -> None:
    """Quantity, quality and money."""
    spent, persons = sum(books.spent.values()), len(set(books.confirmed))
    shown = {
        one["code"]: one["value"] for part in ("quantity", "quality", "money") for one in item[part]
    }
    assert shown == {
        "persons": f"{persons}",
        "sessions": f"{len(books.counts)}",
        "confirmations": f"{len(books.confirmed)}",
        "provider_count": f"{sum(books.counts)}",
        "raters": f"{len(books.stars)}",
        "stars": plain(round(100 * sum(books.stars) / len(books.stars))),
        "points": plain(books.evaluation.points_hundredths),
        "band": books.evaluation.get_band_display(),
        "budget_fen": yuan(road.service.budget_fen),
        "contract_fen": yuan(books.contract.amount_fen),
        "paid_fen": yuan(books.paid_fen),
        "withheld_fen": yuan(0),
        "spent_fen": yuan(spent),
        "unspent_fen": yuan(books.contract.amount_fen - spent),
        "unit_cost_fen": yuan(round(spent / persons)),
    }
    assert persons == len(MEMBERS)
    assert books.stars.count(3) == len(MEMBERS) // 5
    [dispute] = item["quantity"][0]["disputes"]
    assert (dispute["claimed"], dispute["answer"]) == (deciding.CLAIMED, deciding.ANSWER)


def contract_ties(contract: Any, books: Books) -> None:
    """Lines, stages and milestones of the contract."""
    assert contract["amount_fen"] == books.contract.amount_fen
    spent = {one["title"]: one["spent_fen"] for one in contract["lines"]}
    assert spent == books.spent
    assert sum(one["current_fen"] for one in contract["lines"]) == contract["amount_fen"]
    moved = [one["current_fen"] - one["agreed_fen"] for one in contract["lines"]]
    assert moved == [delivering.MOVED_FEN, -delivering.MOVED_FEN, 0]
    stages = {one["place"]: one["amount_fen"] for one in contract["stages"]}
    assert stages == books.paid
    assert {one["state"] for one in contract["stages"]} == {"paid"}
    assert [one["state"] for one in contract["milestones"]] == ["met", "not_met", "met"]


def verdict_ties(verdict: Any, books: Books) -> None:
    """Every target, its points, and their sum."""
    shown = {one["code"]: (one["delivered"], one["points"]) for one in verdict["targets"]}
    assert shown == {
        code: (plain(line.delivered_hundredths or 0), plain(line.points_hundredths))
        for code, line in books.lines.items()
    }
    total = sum(line.points_hundredths for line in books.lines.values())
    assert (verdict["points"], total) == (plain(total), books.evaluation.points_hundredths)
    assert total < 100_00
    cost = sum(books.spent.values()) / len(MEMBERS)
    assert books.lines["unit-cost"].delivered_hundredths == round(cost)


def history_ties(road: Road, item: Any) -> None:
    """What changed, what was corrected, and that every duty was met in time."""
    [change] = item["changes"]
    assert (yuan(150_000) in change["old"], yuan(10_000) in change["new"]) == (True, True)
    price = road.service.price
    last = [one for one in item["corrections"] if one["what"] == "已支付"][-1]
    assert last["new"] == yuan(price)
    assert item["needs"] == [{"title": road.service.need, "voices": VOICES}]
    late = {one["kind"]: (one["met_on"] is not None, one["late_days"]) for one in item["duties"]}
    assert late == dict.fromkeys(("call", "result", "contract", "final"), (True, 0))


def page_says(road: Road, item: Any, published: Path) -> None:
    """The page as it lies on the disk says each figure that the API says."""
    page = (published / f"pages/projects/{road.number}/index.html").read_text("utf-8")
    shown = [one for part in ("quantity", "quality", "money") for one in item[part]]
    assert [one["code"] for one in shown if one["value"] not in page] == []
    [line] = road.read(BUYER, "public/projects")["items"]
    assert (line["number"], line["budget_fen"]) == (road.number, road.service.budget_fen)
