"""A bank statement is matched line by line, refused whole when it cannot be trusted."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backend.files.forms import receive
from backend.files.models import Media
from backend.kernel.errors import Conflict, DomainError, Invalid, NotFound
from backend.ledger.models import Balance
from services.mutual_aid.models import Batch, FeeReceipt, FeeStatement, StatementLine
from services.mutual_aid.queries import fees
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow import statements
from tests.cast import Cast
from tests.services.mutual_aid import build

pytestmark = pytest.mark.django_db
TITLES = ("交易日期", "收入金额", "对方户名", "流水号", "附言")
Lines = Sequence[tuple[object, ...]]


def csv(lines: Lines, total: str, titles: Sequence[str] = TITLES) -> bytes:
    rows = [titles, *lines, ("合计", total, "", "", "")]
    return "\n".join(",".join(map(str, row)) for row in rows).encode()


def take(world: Cast, content: bytes, *, by: str = "sun_li") -> FeeStatement:
    keeper = build.actor(world, by)
    file = SimpleUploadedFile("会费.csv", content)
    sealed = receive(file, actor=keeper, media=Media.WORKBOOK)
    return statements.take_statement(sealed.number, actor=keeper)


@pytest.fixture
def waiting(world: Cast, tmp_path: Path) -> tuple[Batch, Batch]:
    """Two batches of two unions that await 100 and 150 yuan."""
    first = build.confirmed(world, tmp_path, build.workers(2))
    second = build.confirmed(world, tmp_path, build.workers(3, first=50), by="restaurant_chair")
    return first, second


def test_lines_find_their_batch_by_number_or_by_union_and_sum(
    world: Cast, waiting: tuple[Batch, Batch]
) -> None:
    first, second = waiting
    bare = first.number.replace("-", "")
    lines = [
        ("2026-11-20", "60.00", "王某", "YH1", f"会费{bare}第一笔"),
        ("2026年11月21日", "40", "第三机床厂工会", "YH2", first.number),
        ("20261122", "150.00", "槐香餐饮店工会", "YH3", "互助"),
        ("2026-11-22", "12.30", "李某某", "YH4", "互助"),
    ]
    statement = take(world, csv(lines, "262.30"))
    assert (statement.line_count, statement.matched_count) == (4, 3)
    assert build.fresh(first).state == BatchState.FEE_MATCHED
    assert build.fresh(second).state == BatchState.FEE_MATCHED
    sheet = fees.statement_sheet(build.actor(world, "sun_li"), statement.number)
    (left,) = sheet.open_lines
    assert (left.row_number, left.payer, left.reason) == (
        5,
        "李某某",
        "附言里没有名单编号，也没有这家单位正好等这笔钱的名单。",
    )
    assert "李某某".encode() not in bytes(StatementLine.objects.get(row_number=5).words_sealed)
    assert Balance.objects.get(fund=first.plan_version.plan.fund).available_fen == 25_000


def test_lines_that_do_not_fit_are_listed_with_their_reason(
    world: Cast, waiting: tuple[Batch, Batch]
) -> None:
    first, _ = waiting
    lines = [
        ("2026-11-20", "100.01", "", "YH7", first.number),
        ("2026-11-20", "100", "", "YH8", "CB-2026-999999"),
        ("2026-11-20", "99.99", "第三机床厂工会", "YH9", ""),
    ]
    statement = take(world, csv(lines, "300"))
    assert statement.matched_count == 0
    reasons = list(statement.lines.order_by("row_number").values_list("reason", flat=True))
    assert "多出 0.01 元" in reasons[0]
    assert reasons[1] == "没有编号是 CB-2026-999999 的参加名单。"
    assert "没有这家单位正好等这笔钱" in reasons[2]
    assert (build.fresh(first).version, FeeReceipt.objects.count()) == (first.version, 0)


def test_a_reference_is_recorded_once_within_a_file_and_across_files(
    world: Cast, waiting: tuple[Batch, Batch]
) -> None:
    first, second = waiting
    lines = [
        ("2026-11-20", "60", "", "YH1", first.number),
        ("2026-11-20", "40", "", "YH1", first.number),
    ]
    statement = take(world, csv(lines, "100"))
    reasons = list(statement.lines.order_by("row_number").values_list("reason", flat=True))
    assert reasons == ["", "流水号与第 2 行相同，没有登记。"]
    again = take(world, csv([("2026-11-21", "150", "", "YH1", second.number)], "150"))
    assert again.lines.get().reason == "这个流水号以前登记过，没有重复登记。"
    assert [build.fresh(one).fee_received_fen for one in waiting] == [6_000, 0]


def test_a_statement_with_a_wrong_total_is_refused_whole(
    world: Cast, waiting: tuple[Batch, Batch]
) -> None:
    content = csv([("2026-11-20", "100", "", "YH1", waiting[0].number)], "100.01")
    with pytest.raises(Invalid, match=r"相加是 100\.00 元，合计写的是 100\.01 元") as caught:
        take(world, content)
    assert caught.value.code == "statement_wrong_total"
    assert (FeeStatement.objects.count(), FeeReceipt.objects.count()) == (0, 0)
    assert build.fresh(waiting[0]).version == waiting[0].version


def test_a_statement_is_taken_once(world: Cast, waiting: tuple[Batch, Batch]) -> None:
    content = csv([("2026-11-20", "100", "", "YH1", waiting[0].number)], "100")
    take(world, content)
    with pytest.raises(Conflict) as caught:
        take(world, content)
    assert caught.value.code == "statement_known"
    assert FeeReceipt.objects.count() == 1


def test_a_line_without_a_batch_is_given_one_by_hand(
    world: Cast, waiting: tuple[Batch, Batch]
) -> None:
    first, second = waiting
    statement = take(world, csv([("2026-11-20", "100", "某人", "YH1", "")], "100"))

    def assign(batch: str, by: str = "sun_li") -> FeeStatement:
        return statements.assign_line(
            statement.number, row_number=2, batch_number=batch, actor=build.actor(world, by)
        )

    with pytest.raises(NotFound):
        assign(first.number, by="zhao_min")
    done = assign(f" {first.number.lower()} ")
    assert (done.matched_count, build.fresh(first).state) == (1, BatchState.FEE_MATCHED)
    with pytest.raises(DomainError) as caught:
        assign(second.number)
    assert caught.value.code == "line_matched"


def test_two_batches_that_fit_equally_are_left_to_the_officer(world: Cast, tmp_path: Path) -> None:
    one = build.confirmed(world, tmp_path, build.workers(1))
    two = build.confirmed(world, tmp_path, build.workers(2, first=50), plan=build.WOMEN)
    statement = take(world, csv([("2026-11-20", "50", "第三机床厂工会", "YH1", "")], "50"))
    reason = statement.lines.get().reason
    assert reason.startswith("有 2 份名单都对得上")
    assert one.number in reason
    assert two.number in reason
