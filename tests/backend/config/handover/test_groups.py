"""An approved hardship file counts as a rate group of mutual aid, as long as it stands."""

from datetime import date

import pytest

from backend.config.handover import groups
from backend.kernel.errors import Conflict
from notifications.models import Event
from notifications.topics import Topic
from services.hardship.states import State
from services.mutual_aid.models import GroupStanding
from services.mutual_aid.states import GroupState
from services.mutual_aid.workflow.groups import deciding, files
from tests.services.hardship import build
from tests.services.hardship.conftest import fund, move_to, story, world
from tests.services.mutual_aid.build import actor

pytestmark = pytest.mark.django_db
__all__ = ["fund", "move_to", "story", "world"]


def test_a_file_counts_from_its_approval_once_and_only_once(story: build.Story) -> None:
    number = build.at(State.NOTICE, story).number
    assert groups.follow_hardship_files() == 0
    assert not GroupStanding.objects.exists()
    build.step(number, State.DISTRICT_APPROVED, story)
    file = build.row(number)
    assert groups.follow_hardship_files() == 1
    made = GroupStanding.objects.select_related("key").get()
    approved_on = file.state_since
    assert (made.person_id, made.group, made.first_day, made.last_day) == (
        file.person_id,
        "hardship_worker",
        approved_on,
        None,
    )
    assert (made.state, made.reference, made.unseal("basis_sealed")) == (
        GroupState.CONFIRMED,
        file.number,
        "",
    )
    build.step(file.number, State.ON_FILE, story)
    assert groups.follow_hardship_files() == 0
    assert GroupStanding.objects.get().first_day == approved_on
    told = Event.objects.filter(topic=Topic.MUTUAL_AID_GROUP_CHANGED)
    assert [one.person_id for one in told] == [file.person_id]


def test_it_ends_with_its_file_and_no_officer_ends_it(story: build.Story) -> None:
    build.at(State.DISTRICT_APPROVED, story)
    groups.follow_hardship_files()
    made = GroupStanding.objects.get()
    with pytest.raises(Conflict) as refused:
        deciding.end(
            made.number,
            actor=actor(story.made, "plan_officer"),
            version=made.version,
            last_day=date(2026, 12, 31),
        )
    assert refused.value.code == "follows_file"
    system = actor(story.made, "plan_officer").system("schedule")
    assert files.follow_files([], actor=system) == 1
    assert files.follow_files([], actor=system) == 0
    ended = GroupStanding.objects.get()
    assert (ended.state, ended.version) == (GroupState.ENDED, made.version + 1)
    assert ended.last_day is not None
    assert ended.last_day >= ended.first_day or (ended.first_day - ended.last_day).days == 1
