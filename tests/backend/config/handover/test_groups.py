"""An approved hardship file counts as a rate group of mutual aid, as long as it stands."""

from datetime import date

import pytest
from django.conf import LazySettings

from backend.config.handover import groups
from backend.kernel.errors import Conflict
from notifications.models import Event
from notifications.topics import Topic
from services.hardship.queries import ApprovedFile
from services.hardship.states import State
from services.mutual_aid.models import GroupSource, GroupStanding
from services.mutual_aid.states import GroupState
from services.mutual_aid.workflow.groups import deciding, files
from tests.services.hardship import build
from tests.services.hardship.conftest import fund, move_to, story, world
from tests.services.mutual_aid.build import actor

pytestmark = pytest.mark.django_db
__all__ = ["fund", "move_to", "story", "world"]


def test_the_approval_of_a_file_makes_it_count_at_once_and_only_once(story: build.Story) -> None:
    number = build.at(State.NOTICE, story).number
    assert not GroupStanding.objects.exists()
    build.step(number, State.DISTRICT_APPROVED, story)
    file = build.row(number)
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


def test_an_approval_whose_follower_breaks_leaves_neither_file_nor_standing(
    story: build.Story, settings: LazySettings
) -> None:
    """One transaction: the file and what follows it stand together or not at all."""
    file = build.at(State.NOTICE, story)
    settings.HARDSHIP_FILE_FOLLOWER = "tests.backend.config.handover.test_groups.follow_and_break"
    with pytest.raises(ZeroDivisionError):
        build.step(file.number, State.DISTRICT_APPROVED, story)
    assert build.row(file.number).state is State.NOTICE
    assert not GroupStanding.objects.exists()


def follow_and_break(approved: ApprovedFile) -> None:
    groups.follow_file(approved)
    raise ZeroDivisionError


def test_what_the_approval_could_not_bring_over_the_schedule_finds(
    story: build.Story, settings: LazySettings
) -> None:
    settings.HARDSHIP_FILE_FOLLOWER = ""
    file = build.at(State.NOTICE, story)
    build.step(file.number, State.DISTRICT_APPROVED, story)
    assert not GroupStanding.objects.exists()
    assert (groups.follow_hardship_files(), groups.follow_hardship_files()) == (1, 0)
    assert GroupStanding.objects.get().reference == file.number


def test_who_holds_the_group_by_an_officers_word_holds_it_by_her_file_as_well(
    story: build.Story,
) -> None:
    person = story.made.people["li_mei"]
    mine = GroupStanding(
        number="SF-2026-900001", key=person.key, person=person, group="hardship_worker",
        first_day=date(2026, 1, 1), source=GroupSource.OFFICER, state=GroupState.PROPOSED,
        recorded_by=story.made.users["plan_officer"],
    )  # fmt: skip
    mine.place(story.made.unions["factory"])
    mine.save(force_insert=True)
    deciding.confirm(mine.number, actor=actor(story.made, "plan_approver"), version=1)
    file = build.at(State.NOTICE, story)
    build.step(file.number, State.DISTRICT_APPROVED, story)
    assert file.person_id == person.pk
    assert build.row(file.number).state is State.DISTRICT_APPROVED
    assert groups.follow_hardship_files() == 0
    held = GroupStanding.objects.order_by("first_day").values_list("source", "reference")
    assert list(held) == [("officer", ""), ("hardship_file", file.number)]


def test_it_ends_with_its_file_and_no_officer_ends_it(story: build.Story) -> None:
    build.at(State.DISTRICT_APPROVED, story)
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
