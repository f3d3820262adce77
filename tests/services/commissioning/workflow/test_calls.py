"""From topic to open call: drafting, the second person, amendments, cancelling (R9.3-R9.6)."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection

from backend.kernel.errors import Conflict, Invalid, Refused
from backend.kernel.money import Money
from notifications.models import Event
from notifications.topics import Topic as Told
from services.commissioning.models import Amendment, Project, ProjectNeed
from services.commissioning.rules.call import CriterionDraft
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import bids, calls, drafting, needs
from tests.services.commissioning import walk
from tests.services.commissioning.proof import refused
from tests.services.commissioning.walk import Story

pytestmark = pytest.mark.django_db
LEVELS = ("好", "中")


def told(topic: Told) -> set[int | None]:
    """Give who was told of a topic."""
    return set(Event.objects.filter(topic=topic).values_list("person_id", flat=True))


@pytest.mark.requirement("R9.26")
def test_a_project_keeps_the_voices_of_the_day_it_was_drafted(story: Story) -> None:
    project = walk.drafted(story)
    needs.add_voice(walk.need(story).number, actor=story.world.actor("chen_ping"))
    answered = ProjectNeed.objects.get(project=project)
    assert (answered.voices_then, answered.need.voices) == (1, 2)
    assert project.state is ProjectState.TOPIC


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "bad_project"),
        ({"kind": "trip"}, "bad_project"),
        ({"budget": Money(0)}, "bad_project"),
        ({"needs": ()}, "bad_needs"),
        ({"needs": ("none",)}, "bad_needs"),
        ({"fund": "none"}, "bad_fund"),
    ],
)
@pytest.mark.requirement("R9.3")
def test_a_project_without_what_it_needs_is_refused(
    story: Story, changed: dict[str, object], code: str
) -> None:
    project = walk.drafted(story)
    with refused(Invalid, code):
        drafting.save_project(
            project.number,
            actor=story.world.actor("project_buyer"),
            version=project.version,
            topic=walk.topic(story, **changed),
        )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (
            {"criteria": (CriterionDraft("一", 50, LEVELS), CriterionDraft("二", 49, LEVELS))},
            "weights_not_100",
        ),
        (
            {"criteria": (CriterionDraft("一", 50, LEVELS), CriterionDraft("二", 51, LEVELS))},
            "weights_not_100",
        ),
        ({"panel_size": 4}, "bad_panel_size"),
        ({"panel_size": 3}, "bad_panel_size"),
        ({"mode": "tender"}, "deadline_too_soon"),
        ({"planned_persons": 0}, "bad_call"),
        ({"text": ""}, "bad_call"),
        ({"mode": "single"}, "bad_call"),
    ],
)
@pytest.mark.requirement("R9.3", "R9.4", "R9.6")
def test_a_call_that_could_not_be_opened_is_refused(
    story: Story, changed: dict[str, object], code: str
) -> None:
    project = walk.drafted(story)
    with refused(Invalid, code):
        drafting.save_call(
            project.number,
            actor=story.world.actor("project_buyer"),
            version=project.version,
            draft=walk.call_draft(**changed),
        )


@pytest.mark.requirement("R9.3", "R9.6")
def test_a_call_is_opened_by_another_person_with_a_committed_seed(story: Story) -> None:
    project = walk.submitted(story)
    approver = story.world.cast.people["project_approver"]
    assert told(Told.COMMISSIONING_CALL_TO_OPEN) == {approver.pk}
    project = walk.row(
        calls.open_call(
            project.number, actor=story.world.actor("project_approver"), version=project.version
        )
    )
    assert (project.state, project.opened_at) == (ProjectState.CALL_OPEN, project.call.opened_at)
    seed = project.call.unseal_seed()
    assert len(seed) == 32
    assert bytes(project.call.seed_commitment or b"") == sha256(seed).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT position(%s in seed_sealed) FROM commissioning_call", [seed])
        assert cursor.fetchone() == (0,)
    people = story.world.cast.people
    officers = {people[key].pk for key in ("feng_xue", "second_officer", "third_officer")}
    assert told(Told.COMMISSIONING_CALL_OPENED) == officers


@pytest.mark.requirement("R9.6")
def test_two_calls_never_share_their_seed(story: Story) -> None:
    seeds = {walk.row(walk.opened(story)).call.unseal_seed() for _ in range(2)}
    assert len(seeds) == 2


@pytest.mark.requirement("R9.3")
def test_who_drafted_does_not_open_and_who_opens_does_not_draft(story: Story) -> None:
    project = walk.submitted(story)
    with refused(Refused, "not_permitted"):
        calls.open_call(
            project.number, actor=story.world.actor("project_buyer"), version=project.version
        )
    users = story.world.cast.users
    approver = story.world.actor("project_approver")
    Project.objects.filter(pk=project.pk).update(drafted_by=users["project_approver"])
    with refused(Refused, "own_draft"):
        calls.open_call(project.number, actor=approver, version=project.version)


@pytest.mark.requirement("R9.3")
def test_a_call_that_was_not_sent_or_was_changed_since_is_not_opened(story: Story) -> None:
    approver, buyer = (story.world.actor(f"project_{who}") for who in ("approver", "buyer"))
    project = walk.submitted(story)
    with refused(Conflict, "already_submitted"):
        calls.submit_call(project.number, actor=buyer, version=project.version)
    project = calls.return_call(
        project.number, actor=approver, version=project.version, reason="公告写得不清楚"
    )
    with refused(Conflict, "not_submitted"):
        calls.open_call(project.number, actor=approver, version=project.version)
    project = calls.submit_call(project.number, actor=buyer, version=project.version)
    project = drafting.save_project(
        project.number, actor=buyer, version=project.version, topic=walk.topic(story)
    )
    with refused(Conflict, "not_submitted"):
        calls.open_call(project.number, actor=approver, version=project.version)


@pytest.mark.requirement("R9.4")
def test_a_deadline_that_came_too_near_while_waiting_is_refused(story: Story) -> None:
    project = walk.submitted(story)
    story.move_to(walk.MONDAY + timedelta(days=5))
    with refused(Invalid, "deadline_too_soon"):
        calls.open_call(
            project.number, actor=story.world.actor("project_approver"), version=project.version
        )


def test_a_budget_beyond_the_fund_is_not_opened(story: Story) -> None:
    project, buyer = walk.drafted(story), story.world.actor("project_buyer")
    project = drafting.save_project(
        project.number,
        actor=buyer,
        version=project.version,
        topic=walk.topic(story, budget=Money.from_yuan("1000000.01")),
    )
    with refused(Conflict, "fund_short") as refusal:
        calls.submit_call(project.number, actor=buyer, version=project.version)
    assert "可用 1,000,000.00 元，不够项目预算 1,000,000.01 元" in refusal.value.message


def test_a_project_without_a_call_is_not_sent(story: Story) -> None:
    buyer = story.world.actor("project_buyer")
    federation = story.world.cast.unions["federation"].number
    project = drafting.draft_project(actor=buyer, union_number=federation, topic=walk.topic(story))
    with refused(Conflict, "call_missing"):
        calls.submit_call(project.number, actor=buyer, version=project.version)


@pytest.mark.requirement("R9.3")
def test_after_the_opening_nothing_changes(story: Story) -> None:
    project, buyer = walk.row(walk.opened(story)), story.world.actor("project_buyer")
    for act in (
        lambda: drafting.save_project(
            project.number, actor=buyer, version=project.version, topic=walk.topic(story)
        ),
        lambda: drafting.save_call(
            project.number, actor=buyer, version=project.version, draft=walk.call_draft()
        ),
        lambda: calls.submit_call(project.number, actor=buyer, version=project.version),
    ):
        with refused(Conflict, "not_a_draft"):
            act()


@pytest.mark.requirement("R9.3")
def test_an_amendment_always_extends_and_reaches_all_who_have_drafts(story: Story) -> None:
    project = walk.row(walk.opened(story))
    bids.start_bid(project.number, actor=story.world.actor("feng_xue"))
    walk.bid(story, project, "lamp")
    approver, old = story.world.actor("project_approver"), project.call.deadline
    given = {"actor": approver, "version": project.version, "text": "增加一处服务点。"}
    for late in (old, old - timedelta(days=1)):
        with refused(Invalid, "deadline_not_extended"):
            calls.amend_call(project.number, reason="漏写", new_deadline=late, **given)  # type: ignore[arg-type]
    with refused(Invalid, "deadline_too_late"):
        calls.amend_call(
            project.number,
            reason="漏写",
            new_deadline=old + timedelta(days=400),
            **given,  # type: ignore[arg-type]
        )
    with refused(Invalid, "reason_missing"):
        calls.amend_call(
            project.number,
            reason=" ",
            new_deadline=old + timedelta(days=3),
            **given,  # type: ignore[arg-type]
        )
    made = calls.amend_call(
        project.number,
        reason="漏写",
        new_deadline=old + timedelta(days=3),
        **given,  # type: ignore[arg-type]
    )
    assert (made.sequence, made.old_deadline) == (1, old)
    assert walk.row(project).call.deadline == old + timedelta(days=3)
    people = story.world.cast.people
    assert told(Told.COMMISSIONING_CALL_AMENDED) == {
        people["feng_xue"].pk, people["second_officer"].pk
    }  # fmt: skip


@pytest.mark.requirement("R9.3")
def test_no_amendment_after_the_deadline_or_before_the_opening(story: Story) -> None:
    approver = story.world.actor("project_approver")
    given = {"text": "改", "reason": "改", "new_deadline": walk.MONDAY + timedelta(days=60)}
    topic = walk.submitted(story)
    with refused(Conflict, "call_not_open"):
        calls.amend_call(topic.number, actor=approver, version=topic.version, **given)  # type: ignore[arg-type]
    project = walk.row(walk.opened(story))
    story.pass_deadline(project)
    with refused(Conflict, "call_closed"):
        calls.amend_call(project.number, actor=approver, version=project.version, **given)  # type: ignore[arg-type]
    assert not Amendment.objects.exists()
