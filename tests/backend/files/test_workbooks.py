"""Workbooks are looked over before anything reads them; each fault has its own sentence."""

from pathlib import Path

import pytest

from backend.files.faults import TooLarge, Unsupported
from backend.files.parts import survey
from backend.files.workbooks import WorkbookKind, inspect
from tests.backend.files import samples


def laid(tmp_path: Path, content: bytes) -> Path:
    """Lay content in a file."""
    path = tmp_path / "roster"
    path.write_bytes(content)
    return path


def look_over(path: Path) -> WorkbookKind:
    """Both steps: the fast one at upload, the slow one before reading."""
    kind = inspect(path)
    if kind is WorkbookKind.XLSX:
        survey(path)
    return kind


def test_an_honest_workbook_passes_with_a_link_to_the_web_in_it(tmp_path: Path) -> None:
    assert look_over(laid(tmp_path, samples.workbook(2000))) is WorkbookKind.XLSX


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_table_passes_as_csv(tmp_path: Path, encoding: str) -> None:
    content = "姓名,身份证号\n李梅,999901198503120023\n".encode(encoding)
    assert look_over(laid(tmp_path, content)) is WorkbookKind.CSV


@pytest.mark.parametrize("name", sorted(samples.BAD_WORKBOOKS))
def test_a_bad_workbook_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    maker, code = samples.BAD_WORKBOOKS[name]
    with pytest.raises((Unsupported, TooLarge)) as caught:
        look_over(laid(tmp_path, maker()))
    assert caught.value.code == code


def test_each_reason_has_a_sentence_of_its_own(tmp_path: Path) -> None:
    sentences: dict[str, str] = {}
    for maker, code in samples.BAD_WORKBOOKS.values():
        with pytest.raises((Unsupported, TooLarge)) as caught:
            look_over(laid(tmp_path, maker()))
        sentences.setdefault(code, caught.value.message)
    assert len(set(sentences.values())) == len(sentences) == 8
