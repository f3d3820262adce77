"""`zhijia packs check` names every vector, and every file that does not fit."""

import json
from pathlib import Path

import pytest

from services.mutual_aid.rules.checking import check_files
from tests.services.mutual_aid.rules.packs import SHIPPED, raw_pack, shipped

FILES = sorted(SHIPPED.glob("*.json"))


@pytest.mark.requirement("R8.1", "R8.17")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_pack_passes_all_of_its_vectors(path: Path) -> None:
    lines = list(check_files([path]))
    assert [line.text for line in lines if line.is_finding] == []
    assert shipped(path.stem).file_name == path.name


@pytest.mark.requirement("R8.1")
def test_a_new_plan_needs_no_code_and_a_failing_vector_is_a_finding(
    tmp_path: Path,
) -> None:
    benefit = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
    vectors = [
        {"in": {"stay": ["3"]}, "out": "1.50"},
        {"in": {"stay": ["3"]}, "out": "1.51"},
    ]
    file = tmp_path / "TEST-1.json"
    file.write_text(json.dumps(raw_pack(benefit, vectors=vectors)))
    assert [
        (line.text.removeprefix(f"{file}: "), line.is_finding) for line in check_files([file])
    ] == [
        ("vector 0 expected 1.50 got 1.50 pass", False),
        ("vector 1 expected 1.51 got 1.50 FAIL", True),
        ("TEST-1 version 1, 2 vectors, 1 failed (not verified: never pays)", False),
    ]


def test_a_file_that_does_not_fit_is_one_line_with_its_path(tmp_path: Path) -> None:
    file = tmp_path / "TEST-1.json"
    file.write_text(json.dumps(raw_pack({"kind": "ratio", "item": "stay", "base": "oop"})))
    missing = tmp_path / "absent.json"
    assert [line.text for line in check_files([file, missing])] == [
        f"{file}: error at /benefits/0/rate: required field is missing",
        f"{missing}: error at /: cannot be read: No such file or directory",
    ]
