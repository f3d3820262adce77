"""Cancelling with a reason at each stage before the award, and drafting anew (R9.3)."""

import pytest

from backend.access.versions import StaleVersion
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from notifications.topics import Topic as Told
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import calls, cancelling
from tests.services.commissioning import walk
from tests.services.commissioning.proof import refused
from tests.services.commissioning.walk import Story

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.3")]


def told(topic: Told) -> set[int | None]:
    """Give who was told of a topic."""
    return set(Event.objects.filter(topic=topic).values_list("person_id", flat=True))


def test_a_project_is_cancelled_with_a_reason_and_drafted_again(story: Story) -> None:
    project, buyer = walk.closed(story, ("heart",)), story.world.actor("project_buyer")
    with refused(Conflict, "not_cancelled"):
        cancelling.draft_again(project.number, actor=buyer, version=project.version)
    with refused(Invalid, "reason_missing"):
        cancelling.cancel_project(project.number, actor=buyer, version=project.version, reason="")
    project = cancelling.cancel_project(
        project.number, actor=buyer, version=project.version, reason="申报不足三家"
    )
    assert (project.state, project.state_reason) == (ProjectState.CANCELLED, "申报不足三家")
    assert told(Told.COMMISSIONING_PROJECT_CANCELLED) == {story.world.cast.people["feng_xue"].pk}
    again = cancelling.draft_again(project.number, actor=buyer, version=project.version)
    assert (again.state, again.title) == (ProjectState.TOPIC, project.title)
    assert again.needs.get().need == project.needs.get().need
    assert list(again.call.criteria.values_list("title", "weight")) == list(
        project.call.criteria.values_list("title", "weight")
    )
    calls.submit_call(again.number, actor=buyer, version=again.version)


@pytest.mark.parametrize("state", ["panel_drawn", "recusal_cleared", "scoring", "ranked", "notice"])
def test_once_the_panel_is_drawn_only_the_approver_cancels(story: Story, state: str) -> None:
    project = walk.closed(story)
    for step in ("panel_drawn", "recusal_cleared", "scoring", "ranked", "notice"):
        project.state = ProjectState(step)
        project.save()
        if step == state:
            break
    given = {"version": project.version, "reason": "经费调整"}
    with refused(Refused, "not_permitted"):
        cancelling.cancel_project(
            project.number,
            actor=story.world.actor("project_buyer"),
            **given,  # type: ignore[arg-type]
        )
    done = cancelling.cancel_project(
        project.number,
        actor=story.world.actor("project_approver"),
        **given,  # type: ignore[arg-type]
    )
    assert done.state is ProjectState.CANCELLED


def test_a_topic_and_an_open_call_are_cancelled_by_the_buyer(story: Story) -> None:
    buyer = story.world.actor("project_buyer")
    for project in (walk.drafted(story), walk.row(walk.opened(story))):
        with refused(StaleVersion, "stale_version"):
            cancelling.cancel_project(project.number, actor=buyer, version=99, reason="不办了")
        done = cancelling.cancel_project(
            project.number, actor=buyer, version=project.version, reason="不办了"
        )
        assert done.state is ProjectState.CANCELLED


def test_an_awarded_project_is_not_cancelled(story: Story) -> None:
    project = walk.closed(story)
    for step in ("panel_drawn", "recusal_cleared", "scoring", "ranked", "notice", "awarded"):
        project.state = ProjectState(step)
        project.save()
    with refused(Conflict, "wrong_state"):
        cancelling.cancel_project(
            project.number,
            actor=story.world.actor("project_approver"),
            version=project.version,
            reason="不办了",
        )


def test_a_foreign_project_reads_as_absent(story: Story) -> None:
    project = walk.drafted(story)
    for number in (project.number, "WT-2026-999999"):
        with refused(NotFound, "not_found"):
            cancelling.cancel_project(
                number, actor=story.world.actor("zhao_min"), version=1, reason="不办了"
            )
