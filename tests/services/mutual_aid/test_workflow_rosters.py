"""Uploaded rosters: good rows are kept, bad rows go back, one person counts once (R8.8, R8.9)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from backend.files import attachments, vault
from backend.files.forms import receive
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import BadRow, Batch, Cover, Line, StagedRow, Upload
from services.mutual_aid.queries import rosters as queries
from services.mutual_aid.roster.sample import write_sample
from services.mutual_aid.states import BatchState, LineState, UploadState
from services.mutual_aid.workflow import batches, reading, rosters
from tests.backend.files.samples import archive, photo
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
    ("content", "words"),
    [
        (b"\xff" * 9, "编码"),
        (archive({"xl/workbook.xml": b"<a/>", "xl/a.bin": b"<!ENTITY a>"}), "不允许的定义"),
        (archive({"xl/workbook.xml": b"<a/>"}), "不完整"),
    ],
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
    number = build.hand_in(world, batch, path.read_bytes()).number
    upload = rosters.begin(number, actor=reading.READER)
    assert upload is not None
    with transaction.atomic():
        reading._stream(upload, path)
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
    chair = build.actor(world, "wang_qiang")
    number = build.hand_in(world, batch, path.read_bytes()).number
    batches.confirm_unit(batch.number, actor=chair, version=build.fresh(batch).version)
    done = reading.read_upload(number)
    assert done is not None
    assert (done.state, batch.lines.count()) == (UploadState.FAILED, 1)


@pytest.mark.requirement("RX.7")
def test_the_sealed_original_is_kept_and_nothing_readable_lies_on_disk(world: Cast) -> None:
    name, identity, phone = build.of_cast("li_mei")
    content = f"姓名,身份证号,手机号\n{name},{identity},{phone}\n".encode("gb18030")
    done = build.send(world, build.open_batch(world), content)
    assert (done.state, done.origin, done.kept_count) == (
        UploadState.READ,
        "CSV 文件（GB18030 编码）",
        1,
    )
    sealed = Attachment.objects.get()
    assert (done.attachment, sealed.kind, sealed.person_id) == (sealed, "roster", None)
    assert attachments.open_variant(sealed, "original") == content
    assert bytes(done.digest) == bytes(sealed.variants.get().digest)
    lying = [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()]
    assert vault.place(sealed.number, "original") in lying
    assert not vault.quarantine(sealed.number).exists()
    assert all(identity.encode() not in path.read_bytes() for path in lying)


def test_a_photograph_is_no_roster_and_stays_unclaimed(world: Cast) -> None:
    batch = build.open_batch(world)
    chair = build.actor(world, "wang_qiang")
    picture = receive(SimpleUploadedFile("a.jpg", photo(40, 30)), actor=chair)
    with pytest.raises(Invalid, match="not_a_workbook"):
        rosters.upload(batch.number, actor=chair, attachment_number=picture.number)
    picture.refresh_from_db()
    assert (Upload.objects.count(), picture.attached_at) == (0, None)


def test_one_file_is_handed_in_once(world: Cast, tmp_path: Path) -> None:
    batch = build.open_batch(world)
    path = workbook(tmp_path / "roster.xlsx", [HEADER, *build.workers(1)])
    sent = build.hand_in(world, batch, path.read_bytes())
    assert sent.attachment is not None
    chair = build.actor(world, "wang_qiang")
    with pytest.raises(Conflict, match="already_attached"):
        rosters.upload(batch.number, actor=chair, attachment_number=sent.attachment.number)
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("harm", ["changed", "lost"])
def test_an_original_that_was_changed_or_lost_fails_with_a_sentence(
    world: Cast, tmp_path: Path, harm: str
) -> None:
    path = workbook(tmp_path / "roster.xlsx", [HEADER, *build.workers(1)])
    sent = build.hand_in(world, build.open_batch(world), path.read_bytes())
    assert sent.attachment is not None
    place = vault.place(sent.attachment.number, "original")
    place.write_bytes(place.read_bytes()[:-1] + b"x") if harm == "changed" else place.unlink()
    done = reading.read_upload(sent.number)
    assert done is not None
    assert (done.state, done.failure) == (UploadState.FAILED, reading.LOST)
    assert Line.objects.count() == 0


def test_a_file_over_which_every_worker_ends_is_given_up(world: Cast, tmp_path: Path) -> None:
    path = workbook(tmp_path / "roster.xlsx", [HEADER, *build.workers(1)])
    sent = build.hand_in(world, build.open_batch(world), path.read_bytes())
    for _ in range(reading.MOST_ATTEMPTS):
        assert rosters.begin(sent.number, actor=reading.READER) is not None
        Upload.objects.update(touched_at=clock.now() - rosters.STALE)
    done = reading.read_upload(sent.number)
    assert done is not None
    assert (done.state, done.failure) == (UploadState.FAILED, reading.BREAKS)
    assert rosters.waiting() == []
