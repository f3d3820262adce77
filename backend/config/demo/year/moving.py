"""Business time of this process, moved from day to day; everybody else's stays where it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from backend.kernel import clock
from backend.kernel.errors import Refused


class Moving:
    """Moves the clock's offset; only forward."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp = self._seconds = 0

    def to(self, day: date, hour: int) -> None:
        """Make it that hour of that day, if it is not later already."""
        self.to_moment(datetime.combine(day, time(hour), tzinfo=clock.TZ))

    def to_moment(self, wanted: datetime) -> None:
        """Make it that moment, if it is not later already; the first move may go back."""
        if clock.now() >= wanted and self._stamp:
            return
        self._seconds += int((wanted - clock.now()).total_seconds()) + 1
        self.path.write_text(f"{self._seconds}\n", encoding="ascii")
        # Every write bears a time of its own: the clock reads the file again when it changes.
        self._stamp += 1
        os.utime(self.path, ns=(self._stamp, self._stamp))


@contextmanager
def moving_clock() -> Iterator[Moving]:
    """Move business time inside the block; raises Refused under production settings."""
    if str(settings.SETTINGS_MODULE).endswith(".production"):
        raise Refused("demo_only", "模拟的一年只能在演示和测试环境运行，正式环境不能调整业务时间。")
    with TemporaryDirectory(prefix="zhijia-year-") as folder:
        path = Path(folder) / "offset"
        clock.use_offset_file(str(path))
        try:
            yield Moving(path)
        finally:
            clock.use_offset_file(settings.CLOCK_OFFSET_FILE or None)
