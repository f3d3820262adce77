"""Needs: one voice for each worker, taken back while nothing answers them (R9.26)."""

from dataclasses import replace

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound
from services.commissioning.models import Need, NeedVoice
from services.commissioning.workflow import needs
from tests.services.commissioning import walk
from tests.services.commissioning.proof import refused
from tests.services.commissioning.walk import Story

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.26")]


def voices(need: Need) -> tuple[int, int]:
    """Give the count and the rows that it counts."""
    need.refresh_from_db()
    return need.voices, need.heard.count()


def test_who_suggests_is_the_first_voice_and_others_join_once(story: Story) -> None:
    need = walk.need(story)
    assert need.union == story.world.cast.unions["federation"]
    assert voices(need) == (1, 1)
    other = story.world.actor("chen_ping")
    for _ in range(2):
        needs.add_voice(need.number, actor=other)
    assert voices(need) == (2, 2)


def test_the_same_words_again_join_in(story: Story) -> None:
    need = walk.need(story)
    again = needs.suggest_need(
        actor=story.world.actor("chen_ping"), kind="counselling", title=f" {need.title} "
    )
    assert again == need
    assert voices(need) == (2, 2)
    assert Need.objects.count() == 1


def test_a_voice_is_taken_back_until_a_project_answers(story: Story) -> None:
    need, li_mei = walk.need(story), story.world.actor("li_mei")
    for _ in range(2):
        needs.take_back_voice(need.number, actor=li_mei)
    assert voices(need) == (0, 0)
    needs.add_voice(need.number, actor=li_mei)
    walk.drafted(story)
    with refused(Conflict, "need_answered"):
        needs.take_back_voice(need.number, actor=li_mei)
    assert voices(need) == (1, 1)


def test_a_need_that_was_closed_takes_no_further_voice(story: Story) -> None:
    need, buyer = walk.need(story), story.world.actor("project_buyer")
    with refused(NotFound, "not_found"):
        needs.close_need(need.number, actor=story.world.actor("zhao_min"), reason="已有服务")
    with refused(Invalid, "reason_missing"):
        needs.close_need(need.number, actor=buyer, reason="")
    needs.close_need(need.number, actor=buyer, reason="已有服务")
    with refused(Conflict, "need_closed") as refusal:
        needs.add_voice(need.number, actor=story.world.actor("chen_ping"))
    assert "已有服务" in refusal.value.message
    with refused(Conflict, "need_closed"):
        needs.close_need(need.number, actor=buyer, reason="再来一次")


def test_a_buyer_enters_what_was_collected_elsewhere(story: Story) -> None:
    given = {
        "union_number": story.world.cast.unions["federation"].number,
        "kind": "skills",
        "title": "电工证培训",
        "detail": "",
    }
    need = needs.enter_need(actor=story.world.actor("project_buyer"), **given)
    assert voices(need) == (0, 0)
    with refused(Conflict, "need_exists"):
        needs.enter_need(actor=story.world.actor("project_buyer"), **given)
    with refused(NotFound, "not_found"):
        needs.enter_need(actor=story.world.actor("zhao_min"), **given)


def test_a_need_of_nowhere_and_a_worker_without_a_union_are_refused(story: Story) -> None:
    need = walk.need(story)
    with refused(NotFound, "not_found"):
        needs.add_voice("none", actor=story.world.actor("li_mei"))
    with refused(Conflict, "no_union"):
        stranger = replace(story.world.actor("chen_ping"), membership_place=())
        needs.add_voice(need.number, actor=stranger)
    with refused(Invalid, "bad_kind"):
        needs.suggest_need(actor=story.world.actor("li_mei"), kind="trip", title="旅游")


def test_one_worker_cannot_flood_the_list(story: Story) -> None:
    li_mei = story.world.actor("li_mei")
    for place in range(30):
        needs.suggest_need(actor=li_mei, kind="other", title=f"需求 {place}")
    with refused(Conflict, "too_many_voices"):
        needs.suggest_need(actor=li_mei, kind="other", title="还要")
    assert NeedVoice.objects.count() == 30
