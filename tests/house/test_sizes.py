"""A file is one room, a function does one thing."""

from tests.house.source import ROOMS, ROOT, files, functions, place

FILE_LINES = 300
FUNCTION_LINES = 50
SETTINGS_LINES = 250


def test_no_file_passes_three_hundred_lines() -> None:
    long = [
        f"{place(path)} has {count} lines"
        for path in files(*ROOMS, "tests")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    ]
    assert long == []


def test_no_function_passes_fifty_lines() -> None:
    long = [
        f"{place(path, node)} {node.name} has {count} lines"
        for path in files(*ROOMS, "tests")
        for node in functions(path)
        if (count := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert long == []


def test_the_base_settings_stay_on_few_screens() -> None:
    base = ROOT / "backend" / "config" / "settings" / "base.py"
    assert len(base.read_text(encoding="utf-8").splitlines()) <= SETTINGS_LINES


def test_no_room_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "common", "misc", "managers"}
    found = [place(path) for path in files(*ROOMS, "tests") if drawers & {*path.parts, path.stem}]
    assert found == []
