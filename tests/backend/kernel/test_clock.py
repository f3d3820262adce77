"""The clock: Shanghai time, working days with holidays and make-up days, a file that moves it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid


@pytest.fixture
def offset_file(tmp_path: Path) -> Iterator[Path]:
    """A clock file of this test alone; the one of the run is put back afterwards."""
    before = clock._offset.path
    path = tmp_path / "offset"
    clock.use_offset_file(str(path))
    yield path
    clock.use_offset_file(before)


@pytest.mark.requirement("RX.9")
def test_the_day_turns_at_midnight_in_shanghai_not_in_utc() -> None:
    late = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert clock.to_local(late).date() == date(2026, 11, 24)
    assert clock.to_utc(clock.start_of(date(2026, 11, 24))) == late
    assert clock.end_of(date(2026, 11, 23)) == clock.start_of(date(2026, 11, 24))


@pytest.mark.requirement("RX.9")
def test_holidays_are_no_working_days_and_make_up_days_are() -> None:
    assert not clock.is_working_day(date(2026, 10, 1))
    assert clock.is_working_day(date(2026, 10, 10))
    assert not clock.is_working_day(date(2026, 11, 22))
    assert clock.is_working_day(date(2026, 11, 23))
    assert clock.calendar_is_loaded(2026)
    assert not clock.calendar_is_loaded(1999)


@pytest.mark.requirement("RX.9")
@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 9, 24), 1, date(2026, 9, 28)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_a_period_of_working_days_ends_on_the_right_day(
    start: date, count: int, last: date
) -> None:
    assert clock.add_working_days(start, count) == last
    assert clock.working_days_between(start, last) == count


def test_a_negative_or_endless_period_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        clock.add_working_days(date(2026, 1, 1), -1)
    with pytest.raises(Conflict):
        clock.add_working_days(date(2026, 1, 1), 100_000)


def test_the_clock_file_moves_every_reading(offset_file: Path) -> None:
    before = clock.now()
    offset_file.write_text("864000", encoding="utf-8")
    assert timedelta(days=9, hours=23) < clock.now() - before < timedelta(days=10, hours=1)
    offset_file.unlink()
    assert clock.now() - before < timedelta(hours=1)


def test_an_operator_can_load_a_calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLIDAY_CALENDAR_DIR", str(tmp_path))
    content = {"days_off": ["2031-03-03"], "make_up_days": ["2031-03-08"]}
    (tmp_path / "2031.json").write_text(json.dumps(content), encoding="utf-8")
    assert not clock.is_working_day(date(2031, 3, 3))
    assert clock.is_working_day(date(2031, 3, 8))


def test_a_broken_calendar_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLIDAY_CALENDAR_DIR", str(tmp_path))
    (tmp_path / "2032.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Invalid, match=r"2032\.json"):
        clock.is_working_day(date(2032, 1, 5))


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock.to_local(datetime(2026, 1, 1))  # noqa: DTZ001  (the fault under test)
