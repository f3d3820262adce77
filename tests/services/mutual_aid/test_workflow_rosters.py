"""Uploaded rosters: good rows are kept, bad rows go back, one person counts once (R8.8, R8.9)."""

from pathlib import Path

import pytest
from django.db import transaction

from backend.kernel import clock
from backend.kernel.errors import Conflict
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import BadRow, Batch, Cover, Line, StagedRow, Upload
from services.mutual_aid.queries import rosters as queries
from services.mutual_aid.roster.sample import write_sample
from services.mutual_aid.states import BatchState, LineState, UploadState
from services.mutual_aid.workflow import batches, reading, rosters
from tests.cast import Cast
from tests.services.mutual_aid import build
from tests.services.mutual_aid.roster.files import HEADER, read, workbook

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R8.9")
def test_the_sample_keeps_every_good_row_and_gives_every_bad_one_back(
    world: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "sample.xlsx"
    planted = write_sample(path, 400)
    batch = build.open_batch(world, headcount=420, female=200)
    upload = build.send(world, batch, path.read_bytes())
    assert (upload.state, upload.bad_count) == (UploadState.READ, len(planted))
    assert upload.kept_count == 400 - len(planted)
    assert batch.lines.filter(state=LineState.ACTIVE).count() == upload.kept_count
    found = BadRow.objects.filter(upload=upload).values_list("row_number", "problems__0__code")
    assert set(found) == {(one.row_number, str(one.fault)) for one in planted}
    assert StagedRow.objects.count() == 0
    assert not rosters.stored_at(upload.number).exists()
    assert build.fresh(batch).state == BatchState.ROSTER_CHECKED


@pytest.mark.requirement("R8.9")
def test_corrected_rows_can_be_sent_again(world: Cast, tmp_path: Path) -> None:
    batch = build.open_batch(world)
    name, identity, phone = build.of_cast("li_mei")
    good = build.workers(2)
    first = build.send_rows(world, batch, tmp_path, [*good, (name, identity, "1380000001")])
    assert (first.kept_count, first.bad_count) == (2, 1)
    marked = queries.marked_workbook(first)
    back = tmp_path / "back.xlsx"
    back.write_bytes(marked)
    assert [row.problems[0].code for row in read(back)] == ["bad_phone"]
    second = build.send_rows(world, batch, tmp_path, [*good, (name, identity, phone)])
    assert (second.kept_count, second.known_count, second.bad_count) == (1, 2, 0)
    assert build.fresh(batch).line_count == 3


@pytest.mark.requirement("R8.8")
def test_the_earliest_line_stands_and_both_unions_are_told(world: Cast, tmp_path: Path) -> None:
    ping = build.of_cast("chen_ping")
    theirs = build.open_batch(world, by="bus_chair", headcount=1, female=0)
    build.send_rows(world, theirs, tmp_path, [ping], by="bus_chair")
    ours = build.open_batch(world)
    upload = build.send_rows(world, ours, tmp_path, [*build.workers(2), ping])
    assert (upload.kept_count, upload.bad_count) == (2, 1)
    lines = {
        line.batch_id: line.state for line in Line.objects.filter(person=world.people["chen_ping"])
    }
    assert lines == {theirs.pk: LineState.ACTIVE, ours.pk: LineState.DUPLICATE_VOID}
    (row,) = BadRow.objects.filter(upload=upload)
    assert row.problems[0]["code"] == "enrolled_elsewhere"
    told = Event.objects.filter(topic=Topic.MUTUAL_AID_DUPLICATE_FOUND)
    assert {(one.person_id, one.params["number"], one.params["state"]) for one in told} == {
        (world.people["bus_chair"].pk, theirs.number, "一行保留"),
        (world.people["wang_qiang"].pk, ours.number, "一行已作废"),
    }
    assert Event.objects.filter(topic=Topic.MUTUAL_AID_DUPLICATE_KEPT).count() == 1


@pytest.mark.requirement("R8.8")
def test_a_cover_that_still_runs_makes_the_later_line_void(world: Cast, tmp_path: Path) -> None:
    mei = build.of_cast("li_mei")
    build.in_force(world, build.confirmed(world, tmp_path, [mei], plan=build.WOMEN))
    Batch.objects.filter(period="2026").update(period="2025")
    Line.objects.update(scope="DEMO-F-2026:2025")
    rows = [mei, *build.workers(1)]
    again = build.in_force(
        world,
        build.confirmed(world, tmp_path, rows, plan=build.WOMEN, by="bus_chair"),
        above="west_reviewer",
    )
    assert again.line_count == 1
    assert Cover.objects.filter(person=world.people["li_mei"]).count() == 1
    void = Line.objects.get(person=world.people["li_mei"], batch=again)
    assert void.state == LineState.DUPLICATE_VOID


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "空的"), (b"PK\x03\x04", "不完整"), (b"\xff" * 9, "编码")]
)
def test_a_bad_file_leaves_nothing_behind(world: Cast, content: bytes, words: str) -> None:
    batch = build.open_batch(world)
    upload = build.send(world, batch, content)
    assert upload.state == UploadState.FAILED
    assert words in upload.failure
    assert (Line.objects.count(), BadRow.objects.count(), StagedRow.objects.count()) == (0, 0, 0)
    assert build.fresh(batch).state == BatchState.DRAFT


def test_a_broken_reading_starts_again_from_the_file(world: Cast, tmp_path: Path) -> None:
    batch = build.open_batch(world)
    path = workbook(tmp_path / "roster.xlsx", [HEADER, *build.workers(3)])
    number = "00000000-0000-7000-8000-000000000001"
    rosters.stored_at(number).write_bytes(path.read_bytes())
    rosters.upload(
        batch.number,
        actor=build.actor(world, "wang_qiang"),
        upload_number=number,
        file_name="a.xlsx",
        digest=b"\0" * 32,
    )
    upload = rosters.begin(number, actor=reading.READER)
    assert upload is not None
    with transaction.atomic():
        reading._stream(upload, rosters.stored_at(number))
    assert (StagedRow.objects.count(), rosters.waiting()) == (3, [])
    assert reading.read_upload(number) is None
    Upload.objects.update(touched_at=clock.now() - rosters.STALE)
    assert rosters.waiting() == [number]
    done = reading.read_upload(number)
    assert done is not None
    assert (done.state, done.kept_count, done.bad_count) == (UploadState.READ, 3, 0)
    assert reading.read_upload(number) is None
    assert rosters.waiting() == []


def test_no_roster_is_taken_after_the_unit_has_confirmed(world: Cast, tmp_path: Path) -> None:
    batch = build.confirmed(world, tmp_path, [build.of_cast("li_mei")])
    with pytest.raises(Conflict):
        build.send_rows(world, batch, tmp_path, build.workers(1))
    assert Upload.objects.count() == 1


def test_a_batch_confirmed_while_its_roster_is_read_keeps_its_people(
    world: Cast, tmp_path: Path
) -> None:
    batch = build.open_batch(world, headcount=1, female=1)
    build.send_rows(world, batch, tmp_path, [build.of_cast("li_mei")])
    path = workbook(tmp_path / "late.xlsx", [HEADER, *build.workers(1)])
    number = "00000000-0000-7000-8000-000000000002"
    rosters.stored_at(number).write_bytes(path.read_bytes())
    chair = build.actor(world, "wang_qiang")
    rosters.upload(
        batch.number, actor=chair, upload_number=number, file_name="b.xlsx", digest=b"\0" * 32
    )
    batches.confirm_unit(batch.number, actor=chair, version=build.fresh(batch).version)
    done = reading.read_upload(number)
    assert done is not None
    assert (done.state, batch.lines.count()) == (UploadState.FAILED, 1)
