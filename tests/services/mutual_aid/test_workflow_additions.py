"""Late joiners, workers without an employer, and joining alone."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.access.actor import Actor, HeldPost
from backend.access.roles import Role
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Batch, Cover, Line, Upload
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow import batches, cover, opening
from tests.cast import Cast
from tests.services.mutual_aid import build, plans
from tests.services.mutual_aid.roster.files import HEADER, workbook

pytestmark = pytest.mark.django_db
Move = Callable[[date], None]
FIXED = {
    "start": "fixed",
    "from": "2027-01-01",
    "to": "2027-12-31",
    "months": None,
}
LATE = {"late_close_days": 10, "new_hire_days": 60}


def main_batch(world: Cast, folder: Path) -> Batch:
    plans.signed(world, cover=FIXED, entry=LATE)
    done = build.confirmed(world, folder, build.workers(3), plan=plans.ACCIDENT)
    return build.in_force(world, done)


def added(world: Cast, main: Batch, folder: Path, rows: Sequence[tuple[object, ...]]) -> Upload:
    batch = opening.open_addition(main.number, actor=build.actor(world, "wang_qiang"))
    path = workbook(folder / "late.xlsx", [(*HEADER, "入职日期"), *rows])
    return build.send(world, batch, path.read_bytes())


@pytest.mark.requirement("R8.16")
def test_after_the_close_only_new_hires_of_the_last_sixty_days_are_added(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    main = main_batch(world, tmp_path)
    move_to(date(2027, 5, 1))
    in_time, too_late, old = build.workers(3, first=100)
    rows = [(*in_time, "2027-03-02"), (*too_late, "2027-03-01"), (*old, "2020-01-01")]
    upload = added(world, main, tmp_path, rows)
    assert (upload.kept_count, upload.bad_count) == (1, 2)
    batch = batches.confirm_unit(
        upload.batch.number,
        actor=build.actor(world, "wang_qiang"),
        version=build.fresh(upload.batch).version,
    )
    done = build.in_force(world, batch)
    assert (done.first_day, done.last_day) == (date(2027, 5, 2), date(2027, 12, 31))
    assert Cover.objects.filter(last_day=date(2027, 12, 31)).count() == 4


@pytest.mark.requirement("R8.16")
def test_up_to_the_close_everybody_may_be_added_and_is_covered_from_the_start(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    main = main_batch(world, tmp_path)
    move_to(date(2027, 1, 11))
    upload = added(world, main, tmp_path, [(*build.workers(1, first=100)[0], "")])
    assert upload.kept_count == 1
    batch = batches.confirm_unit(
        upload.batch.number,
        actor=build.actor(world, "wang_qiang"),
        version=build.fresh(upload.batch).version,
    )
    assert build.in_force(world, batch).first_day == date(2027, 1, 1)


@pytest.mark.requirement("R8.16")
def test_a_plan_that_takes_no_new_hires_refuses_the_addition(
    world: Cast, tmp_path: Path, move_to: Move
) -> None:
    main = build.in_force(world, build.confirmed(world, tmp_path, build.workers(3)))
    chair = build.actor(world, "wang_qiang")
    move_to(date(2027, 1, 2))
    with pytest.raises(Conflict, match="最迟 2027年1月1日（周五）可以加人") as caught:
        opening.open_addition(main.number, actor=chair)
    assert caught.value.code == "joined_too_late"
    assert Batch.objects.count() == 1
    move_to(date(2027, 1, 1))
    assert opening.open_addition(main.number, actor=chair).supplements_id == main.pk


def street_chair(world: Cast) -> Actor:
    union, user = world.unions["street"], world.users["liu_yang"]
    post = HeldPost(union.pk, union.level, Role.UNION_CHAIR)
    return Actor(user.pk, None, "union_chair", "staff", (post,), union.pk)


@pytest.mark.requirement("R8.33")
def test_a_street_union_enrols_workers_without_an_employer_and_no_headcount(
    world: Cast, tmp_path: Path
) -> None:
    chair = street_chair(world)
    words: dict[str, Any] = {"headcount": 0, "female_headcount": 0, "is_flexible": True}
    with pytest.raises(Conflict) as caught:
        opening.open_batch(
            build.HOSPITAL,
            union_number="GH-0005",
            actor=build.actor(world, "wang_qiang"),
            **words,
        )
    assert caught.value.code == "not_for_flexible"
    batch = opening.open_batch(build.HOSPITAL, union_number="GH-0003", actor=chair, **words)
    free, employed = build.workers(2)
    path = workbook(
        tmp_path / "f.xlsx",
        [(*HEADER, "用工状态"), (*free, "灵活就业"), (*employed, "在职")],
    )
    upload = _send(world, batch, path.read_bytes(), chair)
    assert (upload.kept_count, upload.bad_count) == (1, 1)
    done = batches.confirm_unit(batch.number, actor=chair, version=build.fresh(batch).version)
    assert build.in_force(world, done).state == BatchState.IN_FORCE
    assert Cover.objects.count() == 1


def _send(world: Cast, batch: Batch, content: bytes, chair: Actor) -> Upload:
    sealed = build.receive(
        build.SimpleUploadedFile("f.xlsx", content), actor=chair, media=build.Media.WORKBOOK
    )
    upload = build.rosters.upload(batch.number, actor=chair, attachment_number=sealed.number)
    done = build.reading.read_upload(upload.number)
    assert done is not None
    return done


@pytest.mark.requirement("R8.3")
def test_a_member_joins_alone_pays_by_number_and_is_covered_after_the_upper_union(
    world: Cast, move_to: Move
) -> None:
    split = [{"payer": "member", "remainder": True}]
    plans.signed(
        world,
        entry={"mode": "individual", "shares_max": 2, "window": {"from": "10-15", "to": "12-15"}},
        fee={"per_share": 30, "split": split},
    )
    mei = build.actor(world, "li_mei")
    with pytest.raises(Invalid, match="1 到 2 份"):
        opening.join_alone(plans.ACCIDENT, actor=mei, shares=3)
    move_to(date(2026, 12, 16))
    with pytest.raises(Conflict) as closed:
        opening.join_alone(plans.ACCIDENT, actor=mei)
    assert (closed.value.code, Batch.objects.count()) == ("window_closed", 0)
    move_to(date(2026, 12, 15))
    batch = opening.join_alone(plans.ACCIDENT, actor=mei, shares=2)
    assert (batch.state, batch.fee_due_fen) == (BatchState.UNIT_CONFIRMED, 6_000)
    with pytest.raises(Conflict) as again:
        opening.join_alone(plans.ACCIDENT, actor=mei)
    assert again.value.code == "already_enrolled"
    done = build.in_force(world, batch)
    mine = Cover.objects.get(person=world.people["li_mei"])
    assert (mine.first_day, mine.shares) == (date(2026, 12, 16), 2)
    assert done.fee_parts.get().amount_fen == 6_000
    assert Event.objects.filter(topic=Topic.MUTUAL_AID_COVERED).count() == 1


@pytest.mark.requirement("R8.10")
def test_the_window_opens_at_midnight_and_closes_at_midnight_in_shanghai(
    world: Cast, move_to_moment: Callable[[datetime], None]
) -> None:
    second = timedelta(seconds=20)
    opens = datetime(2026, 10, 15, tzinfo=clock.TZ)
    closes = datetime(2026, 12, 16, tzinfo=clock.TZ)
    for moment in (opens - second, closes):
        move_to_moment(moment)
        with pytest.raises(Conflict) as caught:
            build.open_batch(world)
        assert caught.value.code == "window_closed"
    assert Batch.objects.count() == 0
    move_to_moment(opens)
    build.open_batch(world)
    move_to_moment(closes - second)
    build.open_batch(world, by="restaurant_chair")
    assert Batch.objects.count() == 2


def test_an_application_is_taken_back_before_the_fee_and_not_after_it(world: Cast) -> None:
    split = [{"payer": "member", "remainder": True}]
    plans.signed(world, entry={"mode": "individual"}, fee={"per_share": 30, "split": split})
    mei = build.actor(world, "li_mei")
    batch = opening.join_alone(plans.ACCIDENT, actor=mei)
    with pytest.raises(NotFound):
        opening.withdraw_alone(batch.number, actor=build.actor(world, "wang_qiang"))
    assert opening.withdraw_alone(batch.number, actor=mei).state == BatchState.VOID
    again = build.paid(world, opening.join_alone(plans.ACCIDENT, actor=mei))
    with pytest.raises(Conflict) as caught:
        opening.withdraw_alone(again.number, actor=mei)
    assert caught.value.code == "fee_received"
    assert build.fresh(again).state == BatchState.FEE_MATCHED


@pytest.mark.requirement("R8.6")
def test_who_is_too_old_or_of_the_other_sex_does_not_join_alone(world: Cast) -> None:
    plans.signed(world, entry={"mode": "individual", "age": [18, 40], "sex": "F"})
    for who, code in (("li_mei", "wrong_age"), ("wang_qiang", "wrong_sex")):
        with pytest.raises(Conflict) as caught:
            opening.join_alone(plans.ACCIDENT, actor=build.actor(world, who))
        assert caught.value.code == code
    assert (Batch.objects.count(), Line.objects.count()) == (0, 0)


@pytest.mark.requirement("R8.3")
def test_an_automatic_plan_checks_what_the_platform_knows_and_guesses_nothing(
    world: Cast,
) -> None:
    officer = build.actor(world, "plan_officer")
    automatic = {"mode": "automatic", "sex": "F", "age": [18, 45]}
    free = {"per_share": 0, "split": [{"payer": "city"}]}
    plans.signed(world, entry={**automatic, "requires": ["card"]}, fee=free)
    with pytest.raises(Conflict, match="持有会员服务卡") as caught:
        cover.cover_members(plans.ACCIDENT, actor=officer)
    assert (caught.value.code, Cover.objects.count()) == ("condition_unknown", 0)
    plans.signed(world, code="TEST-AUTO", entry=automatic, fee=free)
    covered = cover.cover_members("TEST-AUTO", actor=officer)
    women = [
        key
        for key, person in world.people.items()
        if person.sex == "F" and date(1980, 11, 25) <= person.birth_date
    ]
    assert covered == len(women)
    assert world.people["li_mei"].pk in set(Cover.objects.values_list("person_id", flat=True))
