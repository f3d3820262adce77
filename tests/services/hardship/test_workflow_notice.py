"""The public notice and the objections against it."""

from dataclasses import replace

import pytest
from django.db import ProgrammingError, transaction

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from services.hardship import workflow
from services.hardship.models import Application, Objection, PublicNotice, Refusal
from services.hardship.queries import mine
from services.hardship.states import State
from tests.services.hardship import build
from tests.services.hardship.proof import refused


def colleague(story: build.Story) -> Actor:
    """Wang Qiang is a member of the same union and may object like anybody in it."""
    return story.who("wang_qiang")


def objected(story: build.Story) -> tuple[Application, Objection]:
    made = build.at(State.NOTICE, story)
    objection = workflow.object_to(
        made.notice.number, actor=colleague(story), text="他家有两套房。"
    )
    return build.row(made.number), objection


@pytest.mark.requirement("R8.42")
def test_a_notice_hangs_five_working_days_with_the_allow_list_only(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    notice = PublicNotice.objects.get(application=made)
    assert (str(notice.opened_on), str(notice.until)) == ("2026-11-23", "2026-11-30")
    shown = [notice.applicant_text, notice.category_text, notice.aid_text, notice.band_text]
    assert shown == ["李某", "深度困难", "医疗救助", "1,000元至不足3,000元"]


@pytest.mark.requirement("R8.42")
def test_members_of_the_union_see_it_and_nobody_else(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    number = made.notice.number
    for part in ("li_mei", "wang_qiang"):
        assert mine.notice(number, story.who(part)).number == number
    assert [one.number for one in mine.notices(story.who("li_mei"))] == [number]
    for stranger in ("chen_ping", "bus_chair", "feng_xue", "zheng_he"):
        assert mine.notices(story.who(stranger)) == []
        with pytest.raises(NotFound):
            mine.notice(number, story.who(stranger))


@pytest.mark.requirement("R8.42")
def test_it_is_gone_from_the_board_after_its_last_day(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    story.move_to(build.date(2026, 11, 30))
    assert len(mine.notices(story.who("li_mei"))) == 1
    story.move_to(build.date(2026, 12, 1))
    assert mine.notices(story.who("li_mei")) == []
    with refused(NotFound, "not_found"):
        workflow.object_to(made.notice.number, actor=story.who("chen_ping"), text="迟了。")


def test_its_text_can_not_be_changed_in_the_database(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PublicNotice.objects.filter(application=made).update(band_text="别的")


def test_approval_waits_for_the_last_day(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    story.move_to(build.date(2026, 11, 30))
    with refused(Conflict, "notice_running"):
        workflow.approve(
            made.number,
            actor=story.who("zhao_min"),
            version=made.version,
            amount=build.AMOUNT,
            fund=story.fund.number,
            opinion="同意。",
        )


@pytest.mark.requirement("R8.43", "R8.42")
def test_an_objection_stops_approval_until_it_is_resolved(story: build.Story) -> None:
    made, objection = objected(story)
    assert made.state is State.OBJECTION
    assert objection.unseal("text_sealed") == "他家有两套房。"
    with refused(Conflict, "wrong_state"):
        build.approve(made.number, story)
    workflow.dismiss_objection(
        made.number,
        actor=story.who("zhao_min"),
        version=made.version,
        objection=objection.number,
        reason="另一套是父母的，不计入。",
    )
    assert build.row(made.number).state is State.NOTICE
    assert build.approve(made.number, story).state is State.DISTRICT_APPROVED


@pytest.mark.requirement("R8.43")
def test_the_objector_learns_the_outcome_and_the_applicant_not_who_objected(
    story: build.Story,
) -> None:
    made, objection = objected(story)
    workflow.dismiss_objection(
        made.number,
        actor=story.who("zhao_min"),
        version=made.version,
        objection=objection.number,
        reason="另一套是父母的，不计入。",
    )
    told = Event.objects.get(topic="hardship.objection_resolved")
    assert told.person == story.made.people["wang_qiang"]
    resumed = Event.objects.get(topic="hardship.notice_resumed")
    assert resumed.person == story.made.people["li_mei"]
    own = mine.my_objection(made.notice, colleague(story))
    assert own is not None
    assert (own.outcome, own.reason) == ("dismissed", "另一套是父母的，不计入。")
    history = made.decisions.filter(act="object").get()
    assert (history.by, history.by_label) == (None, "系统:notice")


@pytest.mark.requirement("R8.43", "R8.45")
def test_an_upheld_objection_refuses_with_its_reason(story: build.Story) -> None:
    made, objection = objected(story)
    workflow.uphold_objection(
        made.number,
        actor=story.who("zhao_min"),
        version=made.version,
        objection=objection.number,
        reason="名下有两套住房，超出标准。",
    )
    again = build.row(made.number)
    assert again.state is State.REFUSED
    assert (
        Refusal.objects.get(application=again).unseal("reason_sealed")
        == "名下有两套住房，超出标准。"
    )
    assert again.notice.taken_down_at is not None
    assert again.grant.state == "cancelled"


def test_two_objections_are_each_resolved_before_the_notice_goes_on(story: build.Story) -> None:
    made, first = objected(story)
    clerk = replace(story.who("liu_yang"), membership_union_id=made.union_id)
    second = workflow.object_to(made.notice.number, actor=clerk, text="我也有异议。")
    for objection, stands in ((first, State.OBJECTION), (second, State.NOTICE)):
        workflow.dismiss_objection(
            made.number,
            actor=story.who("zhao_min"),
            version=build.row(made.number).version,
            objection=objection.number,
            reason="不成立。",
        )
        assert build.row(made.number).state is stands


def test_an_objection_needs_a_reason_and_comes_once_and_not_from_the_applicant(
    story: build.Story,
) -> None:
    made = build.at(State.NOTICE, story)
    number = made.notice.number
    with refused(Invalid, "reason_missing"):
        workflow.object_to(number, actor=colleague(story), text=" ")
    with refused(Refused, "own_notice"):
        workflow.object_to(number, actor=story.who("li_mei"), text="我自己。")
    workflow.object_to(number, actor=colleague(story), text="有异议。")
    with refused(Conflict, "objected_before"):
        workflow.object_to(number, actor=colleague(story), text="再说一次。")


def test_nobody_resolves_his_own_objection_and_a_reason_is_needed(story: build.Story) -> None:
    made, objection = objected(story)
    given = {"version": made.version, "objection": objection.number}
    with refused(Refused, "own_objection"):
        workflow.dismiss_objection(made.number, actor=colleague(story), reason="不成立。", **given)
    with refused(Invalid, "reason_missing"):
        workflow.dismiss_objection(made.number, actor=story.who("zhao_min"), reason="", **given)
