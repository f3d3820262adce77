"""Work lists, cards and sums."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.kernel.errors import Invalid
from backend.ledger.formats.lines import Outcome
from services.hardship import queries, workflow
from services.hardship.models import Grant
from services.hardship.queries import figures
from services.hardship.queries.queue import newest
from services.hardship.states import Desk, State
from tests.services.hardship import build
from tests.services.hardship.test_workflow_story import reply_to


def counted(read: Callable[[], Any]) -> int:
    """Count the queries of a read."""
    with CaptureQueriesContext(connection) as seen:
        read()
    return len(seen)


def test_each_desk_sees_what_is_its_turn(story: build.Story) -> None:
    made = build.at(State.SUBMITTED, story)
    for wanted, desk in (
        (State.VISITED, "wang_qiang"),
        (State.RECOMMENDED, "zhao_min"),
        (State.ECONOMIC_CHECK, "zhao_min"),
        (State.CHECKED, "wang_qiang"),
        (State.NOTICE, "zhao_min"),
    ):
        build.step(made.number, wanted, story)
        holders = {
            part
            for part in ("wang_qiang", "zhao_min", "west_reviewer", "bus_chair", "li_mei")
            if any(one.number == made.number for one in queries.queue_items(story.who(part)))
        }
        assert holders == {desk}


def test_a_queue_line_is_masked_and_says_when_the_notice_is_over(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    item = queries.queue_items(story.who("zhao_min"))[0]
    assert (item.number, item.who, item.union, item.state) == (
        made.number, "李*", "第三机床厂工会", "公示中",
    )  # fmt: skip
    story.move_to(build.date(2026, 12, 1))
    item = queries.queue_items(story.who("zhao_min"))[0]
    assert (item.state, item.url) == ("公示期满，待审批", f"/console/hardship/{made.number}/")


def test_the_keeper_sees_what_waits_for_payment(story: build.Story) -> None:
    made = build.at(State.DISTRICT_APPROVED, story)
    items = queries.queue_items(story.who("sun_li"))
    assert [(one.number, one.category) for one in items] == [(f"{made.number}-1", "帮扶付款")]


def test_nobody_finds_his_own_case_in_his_queue(story: build.Story) -> None:
    own = build.Story(story.made, story.fund, story.move_to, worker="wang_qiang")
    made = build.at(State.SUBMITTED, own)
    assert queries.queue_items(story.who("wang_qiang")) == []
    assert queries.queue_items(story.who("liu_yang"))[0].number == made.number


def test_a_queue_takes_the_same_number_of_queries_however_long_it_is(story: build.Story) -> None:
    build.at(State.SUBMITTED, story)
    reviewer = story.who("liu_yang")
    one = counted(lambda: queries.queue_items(reviewer))
    second = build.Story(story.made, story.fund, story.move_to, worker="wang_qiang")
    build.at(State.SUBMITTED, second)
    assert len(queries.queue_items(reviewer)) == 2
    assert counted(lambda: queries.queue_items(reviewer)) == one == 3


def test_the_queue_is_one_walk_along_the_index_of_its_level(story: build.Story) -> None:
    build.at(State.SUBMITTED, story)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    union = story.made.unions["district"]
    plan = newest(union.level, union.pk, Desk.BASIC).explain()
    assert "hardship_desk_d2" in plan
    assert "Index Only Scan" in plan
    assert "Sort" not in plan


def test_the_card_of_the_home_page_shows_the_running_case(story: build.Story) -> None:
    person = story.made.people["li_mei"]
    assert [card.title for card in queries.home_cards(person)] == ["困难帮扶"]
    made = build.at(State.NOTICE, story)
    running, board = queries.home_cards(person)
    assert (running.number, running.state) == (made.number, "公示中")
    assert [step.progress for step in running.steps] == [
        "done", "done", "done", "done", "done", "now", "next",
    ]  # fmt: skip
    assert board.title == "本工会正在公示"


@pytest.mark.requirement("R8.51")
def test_the_sums_of_a_quarter_equal_the_ledger(story: build.Story) -> None:
    build.at(State.DISTRICT_APPROVED, story)
    keeper = story.who("sun_li")
    batch = workflow.order_payments(actor=keeper, grants=[Grant.objects.get().number])
    workflow.build_bank_file(batch.number, actor=keeper)
    city = story.made.unions["federation"]
    assert queries.aggregates(city, "2026-Q4")["persons"] == 0
    workflow.import_bank_reply(
        batch.number, actor=story.who("payment_confirmer"), content=reply_to(batch, Outcome.PAID)
    )
    sums = queries.aggregates(city, "2026-Q4")
    assert (sums["persons"], sums["amount_fen"]) == (1, 200_000)
    assert (sums["medical_persons"], sums["living_persons"]) == (1, 0)
    assert queries.aggregates(city, "2026-Q3")["persons"] == 0
    assert queries.aggregates(story.made.unions["west"], "2026-Q4")["persons"] == 0


def test_a_cell_under_ten_persons_has_no_figure() -> None:
    sums = {"persons": 9, "amount_fen": 900, "medical_persons": 9, "medical_amount_fen": 900}
    whole = {f"{kind}_{what}": 0 for kind in figures.AidKind for what in ("persons", "amount_fen")}
    shown = queries.publishable({**whole, **sums}, 10)
    assert {shown[name] for name in ("persons", "amount_fen", "medical_persons")} == {None}


def test_a_single_hidden_cell_takes_the_next_one_with_it() -> None:
    sums = dict.fromkeys(
        (f"{kind}_{what}" for kind in figures.AidKind for what in ("persons", "amount_fen")), 0
    )
    sums |= {"persons": 45, "amount_fen": 45_000, "medical_persons": 5, "living_persons": 12}
    sums |= {"study_higher_persons": 28}
    shown = queries.publishable(sums, 10)
    assert (shown["medical_persons"], shown["living_persons"]) == (None, None)
    assert (shown["study_higher_persons"], shown["persons"]) == (28, 45)


@pytest.mark.parametrize("period", ["2026", "2026-Q5", "26-Q1", "2026-Q10"])
def test_a_period_is_a_quarter(period: str) -> None:
    with pytest.raises(Invalid):
        figures.quarter(period)


def test_a_quarter_has_its_first_and_last_day() -> None:
    first, last = figures.quarter("2026-Q4")
    assert (str(first), str(last)) == ("2026-10-01", "2026-12-31")
    assert str(figures.quarter("2028-Q1")[1]) == "2028-03-31"
