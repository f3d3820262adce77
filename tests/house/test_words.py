"""What no committed file may hold: paths of one computer, hosts of an index, unfinished marks."""

import re
from pathlib import Path

from tests.house.source import tracked

MARKS = re.compile(
    r"\b(?:TO"
    r"DO|FIX"
    r"ME|XX"
    r"X|raise NotImplemented"
    r"Error)\b|mark\.(?:sk"
    r"ip|xf"
    r"ail)\b"
)
# Written in parts, so that this file passes its own law.
HOSTS = re.compile(r"python" r"hosted\.|//[\w.-]*(?:py" r"pi|mirrors?)\.[\w.-]+")
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    ".html",
    ".css",
    ".js",
    ".json",
    ".lock",
    ".sh",
}


def texts() -> list[tuple[Path, str]]:
    """Give every text under version control."""
    return [
        (path, path.read_text(encoding="utf-8"))
        for path in tracked()
        if path.suffix in TEXTS or path.name in {"Makefile", "run", "Containerfile"}
    ]


def test_no_path_of_one_computer() -> None:
    private = re.compile(r"(?<![\w.])/(?:home/\w|root/|Users/|work/)")
    found = [
        f"{path.name}: {match.group()}" for path, text in texts() if (match := private.search(text))
    ]
    assert found == []


def test_no_host_of_a_package_index() -> None:
    assert [path.name for path, text in texts() if HOSTS.search(text)] == []


def test_nothing_is_marked_as_unfinished() -> None:
    found = [
        f"{path.name}: {match.group()}"
        for path, text in texts()
        if path.suffix == ".py" and (match := MARKS.search(text))
    ]
    assert found == []


def test_commissioned_services_have_one_word_for_an_organization() -> None:
    rooms = ("services/commissioning", "backend/config/demo/commissioning", "notifications/topics")
    other = "机构"
    found = [
        str(path)
        for path, text in texts()
        if any(room in path.as_posix() for room in rooms)
        and "tests" not in path.parts
        and "migrations" not in path.parts
        and other in text
    ]
    assert found == []
