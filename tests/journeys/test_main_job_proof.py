"""Main job f and g: what the public sees of the aid, and books that hold against one byte."""

from datetime import date

import httpx
import pytest

from tests.journeys import burglar, public
from tests.journeys.people import PARTS, People
from tests.journeys.stack import Stack, until
from tests.journeys.story import MEI, PING, Story

FIRST_DAY_AFTER_THE_QUARTER = date(2027, 1, 4)
HIDDEN = "人数较少，不列"


def secrets(story: Story) -> list[str]:
    """What no public byte may hold: names, numbers, amounts, illness of the cases."""
    people = [
        text
        for part in PARTS.values()
        for text in (part.id_number, part.phone)
    ]  # fmt: skip
    names = [PARTS[key].name for key in ("li_mei", "chen_ping", "wang_qiang", "liu_yang",
                                         "zhao_min", "sun_li", "he_jing", "wu_tong")]  # fmt: skip
    cases = [story.mei.number, story.ping.number, "心脏", "搭桥", "透析"]
    return [*people, *names, *cases, *MEI.secrets, *PING.secrets]


@pytest.mark.requirement("R12.31")
def test_f1_the_quarters_aid_is_public_as_an_aggregate_without_small_cells(
    stack: Stack, story: Story
) -> None:
    stack.move_to(FIRST_DAY_AFTER_THE_QUARTER)
    stack.kill("celery -A backend.config.celery beat")
    item = until(lambda: _aid(stack), "the quarter's disclosure", 100)
    shown = httpx.get(f"{stack.url}/api/public/v1/disclosures/{item['number']}", timeout=30).json()
    words = shown["versions"][0]["html"]
    assert HIDDEN in words
    total = f"{(MEI.amount_fen + PING.amount_fen) // 100:,}"
    assert total not in words


def _aid(stack: Stack) -> dict[str, str] | None:
    found = httpx.get(
        f"{stack.url}/api/public/v1/disclosures", params={"union": "GH-0001"}, timeout=30
    ).json()["items"]
    aid = [one for one in found if "困难帮扶情况" in one["title"]]
    return next((one for one in aid if one["period_label"] == "2026年第四季度"), None)


@pytest.mark.requirement("R8.42")
def test_f2_nothing_of_the_case_stands_in_any_public_byte_log_or_text(
    stack: Stack, story: Story
) -> None:
    found = public.crawl(stack)
    assert any(where.startswith("/disclosures/") for where in found)
    assert any(where.startswith("/feeds/unions/") for where in found)
    hidden = secrets(story)
    assert public.told(found, hidden) == []
    logs = {str(path.name): path.read_bytes() for path in (stack.data / "logs").rglob("*.log*")}
    assert public.told(logs, hidden) == []
    texts = {str(turn): text["text"].encode() for turn, text in enumerate(stack.texts())}
    assert public.told(texts, hidden) == []


@pytest.mark.requirement("R12.29")
def test_g1_ledger_and_trail_are_clean(stack: Stack) -> None:
    assert "clean" in stack.cli("ledger", "verify")
    assert "clean" in stack.cli("audit", "verify")


@pytest.mark.parametrize("change", burglar.LEDGER, ids=str)
def test_g2_one_changed_figure_of_the_ledger_is_found(stack: Stack, change: burglar.Change) -> None:
    with burglar.changed(stack, change):
        said = stack.cli("ledger", "verify", status=1)
    assert "clean" not in said


@pytest.mark.requirement("R12.29")
@pytest.mark.parametrize("change", burglar.TRAIL, ids=str)
def test_g3_one_changed_byte_of_the_trail_is_found(stack: Stack, change: burglar.Change) -> None:
    with burglar.changed(stack, change):
        said = stack.cli("audit", "verify", status=1)
    assert "clean" not in said


def test_g4_put_back_everything_is_clean_again(stack: Stack, people: People) -> None:
    assert "clean" in stack.cli("ledger", "verify")
    assert "clean" in stack.cli("audit", "verify")
