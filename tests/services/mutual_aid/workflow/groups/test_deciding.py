"""A standing counts by two persons, ends by two persons, and never overlaps another."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import GroupStanding
from services.mutual_aid.queries import groups as queries
from services.mutual_aid.states import GroupState
from services.mutual_aid.workflow.groups import deciding, recording
from tests.cast import Cast, part
from tests.services.mutual_aid import build_groups as build
from tests.services.mutual_aid.build import actor

pytestmark = pytest.mark.django_db
LAST = date(2026, 10, 31)


def told(world: Cast) -> int:
    rows = Event.objects.filter(topic=Topic.MUTUAL_AID_GROUP_CHANGED)
    assert all("劳动" not in str(row.params) for row in rows)
    return rows.filter(person=world.people["li_mei"]).count()


def test_who_recorded_it_never_confirms_it_not_even_past_the_program(world: Cast) -> None:
    made = build.recorded(world, by="plan_officer")
    twice = Actor(**{**_fields(actor(world, "plan_approver")), "user_id": made.recorded_by_id})
    with pytest.raises(Refused) as refused:
        deciding.confirm(made.number, actor=twice, version=made.version)
    assert refused.value.code == "four_eyes"
    with pytest.raises(IntegrityError, match="mutual_aid_group_four_eyes"), transaction.atomic():
        GroupStanding.objects.filter(pk=made.pk).update(
            state="confirmed", confirmed_by=made.recorded_by_id
        )
    with pytest.raises(IntegrityError, match="counts_by_two_persons"), transaction.atomic():
        GroupStanding.objects.filter(pk=made.pk).update(state="confirmed")
    assert (build.fresh(made).state, told(world)) == (GroupState.PROPOSED, 0)


def test_it_counts_on_its_days_once_another_person_confirmed_it(world: Cast) -> None:
    made = build.recorded(world, last=LAST)
    own = world.people["li_mei"].pk
    assert queries.own_standings(own) == []
    done = deciding.confirm(made.number, actor=actor(world, "plan_approver"), version=made.version)
    assert (done.state, told(world)) == (GroupState.CONFIRMED, 1)
    (line,) = queries.own_standings(own)
    assert (line.group_label, line.first_day, line.last_day) == ("劳动模范", build.FIRST, LAST)
    assert (line.source_label, line.is_now) == ("工会登记", False)


def test_nobody_decides_on_herself_and_no_stranger_is_found(world: Cast) -> None:
    with pytest.raises(Refused) as refused:
        build.recorded(world, "zhao_min")
    assert refused.value.code == "own_case"
    who = part("li_mei")
    outside = part("chen_ping")
    for number, name in (
        (who.id_number, "李美"),
        ("110101199003070011", who.name),
        (outside.id_number, outside.name),
    ):
        with pytest.raises(Invalid) as nobody:
            recording.record(
                actor=actor(world, "zhao_min"),
                id_number=number,
                name=name,
                group="model_worker",
                basis="证书",
                first_day=build.FIRST,
            )
        assert nobody.value.code == "nobody_found"
    assert not GroupStanding.objects.exists()


def test_only_a_group_that_some_plan_pays_differently_can_be_recorded(world: Cast) -> None:
    assert queries.known_groups() == {"hardship_worker": "困难职工", "model_worker": "劳动模范"}
    with pytest.raises(Invalid) as refused:
        build.recorded(world, group="nobody")
    assert refused.value.code == "unknown_group"
    with pytest.raises(Invalid) as backward:
        build.recorded(world, last=date(2025, 12, 31))
    assert backward.value.code == "bad_days"
    assert not GroupStanding.objects.exists()


def test_a_second_standing_in_the_same_days_is_not_confirmed(world: Cast) -> None:
    build.confirmed(world)
    again = build.recorded(world, first=date(2026, 6, 1))
    with pytest.raises(Conflict) as refused:
        deciding.confirm(again.number, actor=actor(world, "plan_approver"), version=again.version)
    assert refused.value.code == "group_overlaps"
    assert (build.fresh(again).state, told(world)) == (GroupState.PROPOSED, 1)
    assert build.confirmed(world, group="hardship_worker").state is GroupState.CONFIRMED


def test_its_end_takes_two_persons_and_a_mistake_ends_before_it_began(world: Cast) -> None:
    made = build.confirmed(world)
    officer, approver = actor(world, "zhao_min"), actor(world, "plan_approver")
    with pytest.raises(Invalid):
        deciding.end(made.number, actor=officer, version=made.version, last_day=date(2025, 12, 30))
    asked = deciding.end(
        made.number, actor=officer, version=made.version, last_day=date(2025, 12, 31)
    )
    assert len(queries.own_standings(made.person_id)) == 1
    twice = Actor(**{**_fields(approver), "user_id": officer.user_id})
    with pytest.raises(Refused) as refused:
        deciding.confirm_end(made.number, actor=twice, version=asked.version)
    assert refused.value.code == "four_eyes"
    with pytest.raises(IntegrityError, match="end_four_eyes"), transaction.atomic():
        GroupStanding.objects.filter(pk=made.pk).update(end_confirmed_by=officer.user_id)
    done = deciding.confirm_end(made.number, actor=approver, version=asked.version)
    assert (done.state, done.last_day) == (GroupState.ENDED, date(2025, 12, 31))
    assert (queries.own_standings(made.person_id), told(world)) == ([], 2)
    assert build.confirmed(world).state is GroupState.CONFIRMED


def test_an_end_that_is_turned_down_leaves_it_as_it_was(world: Cast) -> None:
    made = build.confirmed(world)
    approver = actor(world, "plan_approver")
    asked = deciding.end(
        made.number, actor=actor(world, "zhao_min"), version=made.version, last_day=LAST
    )
    kept = deciding.keep(made.number, actor=approver, version=asked.version)
    assert (kept.state, kept.end_on, kept.last_day) == (GroupState.CONFIRMED, None, None)
    dropped = build.recorded(world, first=date(2025, 1, 1), last=date(2025, 2, 1))
    done = deciding.drop(dropped.number, actor=approver, version=dropped.version)
    assert (done.state, len(queries.own_standings(made.person_id))) == (GroupState.DROPPED, 1)


def test_a_list_keeps_its_good_rows_and_names_the_others(world: Cast) -> None:
    li_mei, chen_ping = part("li_mei"), part("chen_ping")
    wrong = recording.record_list(
        actor=actor(world, "plan_officer"),
        group="model_worker",
        basis="2026 年劳模名单",
        entries=[
            recording.Entry(li_mei.id_number, li_mei.name, build.FIRST),
            recording.Entry("123", "某人", build.FIRST),
            recording.Entry(chen_ping.id_number, chen_ping.name, build.FIRST, LAST),
            recording.Entry(chen_ping.id_number, "别人", build.FIRST),
        ],
    )
    assert [place for place, _ in wrong] == [2, 4]
    rows = GroupStanding.objects.order_by("id")
    assert [row.person_id for row in rows] == [
        world.people["li_mei"].pk,
        world.people["chen_ping"].pk,
    ]
    numbers = [row.number for row in rows]
    assert deciding.confirm_chosen(numbers, actor=actor(world, "plan_approver")) == 2
    assert set(rows.values_list("state", flat=True)) == {"confirmed"}


def test_an_officer_of_another_district_finds_nothing(world: Cast) -> None:
    made = build.recorded(world, by="plan_officer")
    with pytest.raises(NotFound):
        deciding.confirm(made.number, actor=actor(world, "wang_qiang"), version=made.version)
    assert build.fresh(made).state is GroupState.PROPOSED


def _fields(who: Actor) -> dict[str, object]:
    return {name: getattr(who, name) for name in Actor.__dataclass_fields__}
