"""The copy of one's own data: her own rows, and nothing of anybody else."""

import json

import pytest

from services.commissioning.models import Seat
from services.commissioning.queries.personal import personal_data
from services.commissioning.workflow import objections, ratings
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_panel
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World
from tests.services.commissioning.build_panel import Story

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RX.3")]
WORDS = "中选组织去年的服务没有做完。"


def test_an_objection_is_in_the_copy_of_who_made_it_alone(review: Story) -> None:
    build_panel.to_notice(review)
    objections.object_to_result(review.number, actor=review.who("li_mei"), text=WORDS)
    people = review.world.cast.people
    [own] = personal_data(people["li_mei"])["提出的评审异议"]
    assert (own["项目"], own["针对"], own["内容"], own["状态"]) == (
        review.number, "评审结果", WORDS, "待答复",
    )  # fmt: skip
    for key in ("chen_ping", "feng_xue", "project_approver", "zheng_he"):
        assert personal_data(people[key])["提出的评审异议"] == []


def test_a_panelist_finds_her_entry_her_seat_and_her_scores(review: Story) -> None:
    build_panel.to_notice(review)
    mine = Seat.objects.filter(state="signed").order_by("pk")[0]
    person = mine.panelist.user.person
    found = personal_data(person)
    assert [one["编号"] for one in found["评审人登记"]] == [mine.panelist.number]
    [seat] = found["评审席位"]
    assert (seat["项目"], seat["状态"]) == (review.number, "已评分签字")
    assert seat["评分"].count(" 分") == mine.scores.count()
    others = Seat.objects.exclude(pk=mine.pk).values_list("panelist__number", flat=True)
    said = json.dumps(found, ensure_ascii=False, default=str)
    assert [number for number in others if number in said] == []
    assert personal_data(review.world.cast.people["li_mei"])["评审席位"] == []


def test_a_dispute_is_in_the_copy_of_the_officer_who_made_it(world: World) -> None:
    made = bv.evaluated(world)
    bv.disputed(world, made.contract, "target.helped")
    [own] = personal_data(world.cast.people["feng_xue"])["代表组织提出的数字异议"]
    assert (own["项目"], own["数字"]) == (made.contract.project.number, "指标：困扰得到缓解的人数")
    assert personal_data(world.cast.people["second_officer"])["代表组织提出的数字异议"] == []


def test_of_a_rating_the_copy_says_only_that_it_was_given(world: World) -> None:
    session = bc.closed(world, bc.signed(world), ("li_mei",), counted=1)
    ratings.rate(session.number, actor=world.actor("li_mei"), stars=1, words="太吵了")
    [own] = personal_data(world.cast.people["li_mei"])["确认参加的服务"]
    assert (own["场次"], own["确认方式"], own["已评价"]) == (session.number, "现场验证码", True)
    said = json.dumps(personal_data(world.cast.people["li_mei"]), ensure_ascii=False, default=str)
    assert "太吵了" not in said
    assert personal_data(world.cast.people["wang_qiang"])["确认参加的服务"] == []
