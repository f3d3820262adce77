"""The workbook of bad rows marks them, runs nothing, and can be sent back corrected."""

import zipfile
from pathlib import Path

from services.mutual_aid.roster.report import BadRow, marked_workbook, safe_text
from tests.services.mutual_aid.roster.files import HEADER, MEI, QIANG, read, workbook


def test_the_marked_workbook_is_read_again_with_the_same_findings(tmp_path: Path) -> None:
    sent = read(workbook(tmp_path / "sent.xlsx", [HEADER, ("李梅2", MEI, "1")]))
    rows = [BadRow(row.row_number, row.cells, row.problems) for row in sent]
    back = tmp_path / "back.xlsx"
    back.write_bytes(marked_workbook(HEADER, rows))
    again = read(back)
    assert [one.code for one in again[0].problems] == [one.code for one in sent[0].problems]
    assert "请按身份证填写姓名" in _all_text(back)


def test_a_corrected_workbook_is_taken(tmp_path: Path) -> None:
    back = tmp_path / "back.xlsx"
    row = BadRow(7, ("王强", QIANG, "13800000002"), ())
    back.write_bytes(marked_workbook(HEADER, [row]))
    assert [one.identity and one.identity.name for one in read(back)] == ["王强"]


def test_nothing_a_roster_held_can_run(tmp_path: Path) -> None:
    back = tmp_path / "back.xlsx"
    cells = ("=HYPERLINK(1)", "+1", "@SUM(A1)")
    back.write_bytes(marked_workbook(("=A1", "b", "c"), [BadRow(2, cells, ())]))
    with zipfile.ZipFile(back) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert [safe_text(cell) for cell in cells] == ["'=HYPERLINK(1)", "'+1", "'@SUM(A1)"]


def _all_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/sharedStrings.xml").decode()
