"""Moments as open data writes them: always with time and offset."""

from datetime import date, datetime

from backend.kernel import clock


def moment(at: datetime) -> str:
    """Write a moment with its offset, to the second."""
    return clock.to_local(at).isoformat(timespec="seconds")


def day(on: date, *, is_end: bool = False) -> str:
    """Write a civil day as a moment: its first second, or its last one."""
    return f"{on.isoformat()}T{'23:59:59' if is_end else '00:00:00'}+08:00"
