"""Cursors: signed, opened only by their own list, and the same text at any time."""

import time

import pytest

from backend.access.paging import BadCursor, open_cursor, seal_cursor

VALUES = ["2026-11-30T10:00:00+08:00", 7]


def test_a_place_in_a_list_has_one_cursor_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = seal_cursor(VALUES, "a.List:-at,-id")
    later = time.time() + 1_000_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert seal_cursor(VALUES, "a.List:-at,-id") == first
    assert open_cursor(first, "a.List:-at,-id") == VALUES


@pytest.mark.parametrize("spoil", [lambda one: one[:-1], lambda one: f"x{one}", lambda _: ""])
def test_a_cursor_that_was_cut_or_changed_or_is_of_another_list_is_refused(spoil: object) -> None:
    good = seal_cursor(VALUES, "a.List:-at,-id")
    with pytest.raises(BadCursor):
        open_cursor(spoil(good), "a.List:-at,-id")  # type: ignore[operator]
    with pytest.raises(BadCursor):
        open_cursor(good, "another.List:-at,-id")
