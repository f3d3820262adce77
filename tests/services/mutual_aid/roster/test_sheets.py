"""Every bad file is refused with one clear sentence, before anything is read."""

import zipfile
from pathlib import Path

import pytest

from backend.files.faults import TooLarge, Unsupported
from backend.files.parts import survey
from backend.kernel.errors import Invalid
from services.mutual_aid.roster.sheets import open_table
from tests.services.mutual_aid.roster.files import HEADER, MEI, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return workbook(tmp_path / "good.xlsx", [HEADER, ("李梅", MEI, "13800000001")])


def refusal(path: Path) -> str:
    with pytest.raises((Unsupported, TooLarge, Invalid)) as caught:
        open_table(path)
    assert caught.value.message.endswith("。")
    return caught.value.code


def rewrite(good: Path, name: str, content: bytes) -> Path:
    """Copy a good workbook with one part changed or added."""
    changed = good.with_name("changed.xlsx")
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return changed


@pytest.mark.requirement("R8.9")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook_empty"),
        (OLE + b"\0" * 600, "workbook_old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted"),
        (b"<html><table></table></html>", "not_a_workbook"),
        (b"%PDF-1.7", "not_a_workbook"),
        (b"abc\0def", "not_a_workbook"),
        (b"PK\x03\x04 not a zip", "workbook_broken"),
        (b"\xff" * 50, "roster_encoding"),
    ],
)
def test_a_file_that_is_no_roster_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(content)
    assert refusal(path) == code


@pytest.mark.requirement("R8.9")
def test_a_truncated_workbook_is_refused(good: Path) -> None:
    good.write_bytes(good.read_bytes()[:-200])
    assert refusal(good) == "workbook_broken"


def test_two_hundred_megabytes_when_unzipped_are_refused_by_the_directory(good: Path) -> None:
    bomb = rewrite(good, "xl/worksheets/sheet1.xml", b" " * 200_000_000)
    assert bomb.stat().st_size < 1_000_000
    assert refusal(bomb) == "workbook_bomb"


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "A300000", "BA1", "&#65;1"])
def test_a_cell_far_outside_is_refused_before_the_reader_allocates(
    good: Path, reference: str
) -> None:
    sheet = f'<worksheet><sheetData><row><c r="{reference}"/></row></sheetData></worksheet>'
    assert refusal(rewrite(good, "xl/worksheets/sheet1.xml", sheet.encode())) == "workbook_too_wide"


@pytest.mark.parametrize(
    "written", [" r='BA1'", ' r ="BA1"', ' r= "BA1"', '\tr="BA1"', '\nr="BA1"', ' r\n="BA1"']
)
def test_a_far_cell_is_found_however_its_reference_is_spelled(good: Path, written: str) -> None:
    sheet = f"<worksheet><sheetData><row><c{written}/></row></sheetData></worksheet>"
    assert refusal(rewrite(good, "xl/worksheets/sheet1.xml", sheet.encode())) == "workbook_too_wide"


def test_entities_are_refused(good: Path) -> None:
    sheet = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    assert refusal(rewrite(good, "xl/worksheets/sheet1.xml", sheet)) == "workbook_entities"


def test_one_very_long_shared_text_is_refused(good: Path) -> None:
    texts = b"<sst><si><t>" + b"a" * 5000 + b"</t></si></sst>"
    assert refusal(rewrite(good, "xl/sharedStrings.xml", texts)) == "workbook_long_text"


@pytest.mark.parametrize("before", [0, 1, 70_000])
@pytest.mark.parametrize(("size", "is_long"), [(4000, False), (4001, True)])
def test_a_text_is_too_long_from_its_4001st_byte_wherever_it_stands(
    good: Path, before: int, size: int, *, is_long: bool
) -> None:
    filler = b"<si><t>12345</t></si>" * before
    text = b"<si><t>" + b"x" * (size - 11) + b"</t></si>"
    for texts in (filler + text, filler + text + filler):
        changed = rewrite(good, "xl/sharedStrings.xml", texts)
        if is_long:
            assert refusal(changed) == "workbook_long_text"
        else:
            assert survey(changed)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "workbook_macro"),
        ("xl/externalLinks/externalLink1.xml", "workbook_external"),
    ],
)
def test_macros_and_links_to_other_files_are_refused(good: Path, part: str, code: str) -> None:
    assert refusal(rewrite(good, part, b"x")) == code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "x")
    assert refusal(path) == "not_a_workbook"


def test_a_formula_bomb_is_refused(tmp_path: Path) -> None:
    rows = [HEADER, *[("=A1", "=B1", "=C1")] * 700]
    assert refusal(workbook(tmp_path / "bomb.xlsx", rows)) == "workbook_formulas"


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path / "empty.xlsx", [])) == "roster_no_rows"
