"""Tests stand where their code stands."""

from tests.house.source import ROOT, files, place

OWN_FOLDERS = {"adversary", "house", "journeys", "bench", "support", "browser"}


def test_every_folder_of_tests_mirrors_a_room() -> None:
    strangers = set()
    for path in files("tests"):
        below = path.relative_to(ROOT / "tests").parts[:-1]
        if not below or below[0] in OWN_FOLDERS:
            continue
        if not (ROOT.joinpath(*below)).is_dir():
            strangers.add(place(path))
    assert strangers == set()


def test_every_room_with_verbs_or_rules_has_tests() -> None:
    rooms = {
        path.relative_to(ROOT).parts[:2]
        for path in files("backend", "services")
        if len(path.relative_to(ROOT).parts) > 2
    }
    untested = [
        "/".join(room)
        for room in sorted(rooms)
        if not list((ROOT / "tests").joinpath(*room).rglob("test_*.py"))
    ]
    assert untested == []
