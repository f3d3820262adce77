"""Data files taken in, read, broken off and refused."""

from pathlib import Path

import pytest

from backend.accounts.people import id_index
from backend.kernel.errors import Conflict, Invalid, Refused
from services.mutual_aid.feeds import blocks
from services.mutual_aid.models import DataFile, InsuranceRow, RefusedRow
from services.mutual_aid.states import FileState
from services.mutual_aid.workflow.settlements import files, runs
from services.mutual_aid.workflow.settlements.reading import read_file
from tests.cast import part
from tests.services.mutual_aid import build_settlement as build
from tests.services.mutual_aid.build_benefits import Desk

STRANGER = "110101199003070011"


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every chunk be a handful of rows."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 400)
    monkeypatch.setattr(blocks, "HELD_BACK_BYTES", 80)


def test_rows_of_unknown_and_uncovered_people_are_listed_and_others_kept(desk: Desk) -> None:
    data = build.content(
        [
            ("li_mei", "outpatient", 1, "100"),
            (STRANGER, "outpatient", 1, "100"),
            ("wang_qiang", "outpatient", 1, "100"),
            ("li_mei", "dental", 1, "100"),
        ]
    )
    file = build.read(desk, data)
    assert (file.state, file.good_count, file.refused_count) == (FileState.READ, 1, 3)
    listed = RefusedRow.objects.order_by("row_number").values_list("row_number", "code")
    assert list(listed) == [(2, "unknown_person"), (3, "no_cover"), (4, "unknown_item")]
    assert file.refused_kinds == {"unknown_person": 1, "no_cover": 1, "unknown_item": 1}


def test_the_number_may_come_as_its_keyed_index_and_stands_nowhere_in_clear(desk: Desk) -> None:
    number = part("li_mei").id_number
    plain = build.content([("li_mei", "outpatient", 1, "100")]).decode()
    indexed = plain.replace("id_number", "id_index").replace(number, id_index(number).hex())
    file = build.read(desk, indexed.encode())
    assert InsuranceRow.objects.get().person == desk.cast.people["li_mei"]
    assert file.attachment is not None
    stored = b"".join(
        path.read_bytes() for path in Path(files.settings.FILES_DIR).rglob("*") if path.is_file()
    )
    assert number.encode() not in stored


@pytest.mark.usefixtures("_small")
def test_a_broken_reading_goes_on_after_the_last_kept_chunk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("li_mei", "inpatient", one, f"{one}.10") for one in range(1, 61)]
    number = build.hand_in(desk, build.content(rows)).number
    keep, kept = files.keep.body, []

    def cut(name: str, *, chunk: files.Chunk) -> DataFile | None:
        kept.append(chunk.start)
        if len(kept) == 4:
            raise KeyboardInterrupt
        return keep(name, chunk=chunk)

    monkeypatch.setattr(files.keep, "body", cut)
    with pytest.raises(KeyboardInterrupt):
        read_file(number)
    broken = DataFile.objects.get(number=number)
    assert (broken.state, 0 < broken.good_count < 60) == (FileState.READING, True)
    assert read_file(number) is None
    monkeypatch.setattr(files, "STALE", files.STALE * 0)
    done = read_file(number)
    assert done is not None
    assert (done.state, done.good_count, done.refused_count) == (FileState.READ, 60, 0)
    found = InsuranceRow.objects.order_by("event").values_list("event", "base_fen", "row_number")
    assert list(found) == [(one, one * 100 + 10, one) for one in range(1, 61)]
    assert kept[3] == broken.position
    assert len(kept) == len(set(kept)) + 1


def test_the_same_content_is_not_taken_twice(desk: Desk) -> None:
    data = build.content([("li_mei", "outpatient", 1, "100")])
    first = build.read(desk, data)
    again = build.read(desk, data)
    assert (again.state, first.number in again.failure) == (FileState.FAILED, True)
    assert InsuranceRow.objects.count() == 1


def test_a_file_with_a_wrong_total_is_refused_whole(desk: Desk) -> None:
    data = build.content([("li_mei", "outpatient", 1, "100")], total="100.01")
    file = build.read(desk, data)
    assert (file.state, InsuranceRow.objects.count(), RefusedRow.objects.count()) == (
        FileState.FAILED,
        0,
        0,
    )
    assert "合计 100.01 元，实际加起来是 100.00 元" in file.failure
    with pytest.raises(Conflict) as refused:
        runs.draft(file.number, actor=build.maker(desk))
    assert refused.value.code == "file_not_read"


def test_a_file_of_the_inbox_is_read_once_however_often_it_is_asked_for(desk: Desk) -> None:
    data = build.content([("li_mei", "outpatient", 1, "100")])
    build.inbox(files.settings.INBOX_DIR, "q4.csv", data)
    asked = [
        files.take_from_inbox("q4.csv", actor=build.maker(desk), plan=build.PLAN, quarter="2026Q4")
        for _ in range(2)
    ]
    assert asked[0].pk == asked[1].pk
    done = read_file(asked[0].number)
    assert done is not None
    assert done.good_count == 1
    with pytest.raises(Invalid) as refused:
        files.take_from_inbox(
            "../secret.csv", actor=build.maker(desk), plan=build.PLAN, quarter="2026Q4"
        )
    assert refused.value.code == "not_in_inbox"


@pytest.mark.parametrize(
    ("plan", "quarter", "code"),
    [
        ("DEMO-MED-2026", "2027Q1", "bad_quarter"),
        ("DEMO-MED-2026", "4/2026", "bad_quarter"),
        ("DEMO-HOSP-2026", "2026Q4", "not_quarterly"),
        ("DEMO-MED-2026", "2025Q4", "no_version"),
    ],
)
def test_what_cannot_be_settled_is_refused_before_anything_is_kept(
    desk: Desk, plan: str, quarter: str, code: str
) -> None:
    build.inbox(files.settings.INBOX_DIR, "q.csv", b"row,a\n")
    with pytest.raises((Invalid, Conflict)) as refused:
        files.take_from_inbox("q.csv", actor=build.maker(desk), plan=plan, quarter=quarter)
    assert refused.value.code == code
    assert not DataFile.objects.exists()


def test_only_who_runs_settlements_brings_data(desk: Desk) -> None:
    build.inbox(files.settings.INBOX_DIR, "q.csv", b"row,a\n")
    with pytest.raises(Refused):
        files.take_from_inbox("q.csv", actor=desk.keeper, plan=build.PLAN, quarter="2026Q4")
    assert not DataFile.objects.exists()
